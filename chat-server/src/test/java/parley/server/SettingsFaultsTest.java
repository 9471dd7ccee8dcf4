package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault that somebody wrote into the settings of a server that runs well. */
class SettingsFaultsTest {
  @TempDir Path folder;
  private TestServer server;
  private Path file;
  private String out;
  private String err;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.in(folder);
    file = folder.resolve("server.toml");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void settings(String faulty) throws Exception {
    Files.writeString(file, "[data]\ndir = \"data\"\n" + faulty + "\n[history]\nkeep = \"90d\"\n");
  }

  private int run(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "--config";
    all[1] = file.toString();
    System.arraycopy(words, 0, all, 2, words.length);
    StringWriter printed = new StringWriter();
    StringWriter complained = new StringWriter();
    int code =
        ChatServer.commandLine()
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(complained, true))
            .execute(all);
    out = printed.toString();
    err = complained.toString();
    return code;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[limits]\nconections = 500",
        "[limits]\nconnections = \"many\"",
        "[limts]\nconnections = 500",
        "[listen]\nplain = \"nonsense\"",
        "[limits]\nconnections = = 5",
        "[limits]\nconnections = 5 5",
        "[limits\nconnections = 5",
        "[log]\nlevel = \"debug",
        "[limits]\nrooms = 1\nrooms = 2",
        "this is no line of settings"
      })
  void stopsAStartButNoCommandThatDoesNotGoByIt(String fault) throws Exception {
    settings(fault);
    assertEquals(0, run("admin", "stats"), () -> err);
    assertTrue(out.contains("connections"), out);
    assertTrue(err.contains("server.toml:"), err);
    assertTrue(err.contains("This goes on without it; a start would not."), err);
    assertEquals(1, err.lines().count(), err);
    assertEquals(0, run("check"), () -> err);
    assertEquals(0, run("check", "--json"), () -> err);
    assertTrue(out.startsWith("{"), "nothing but the answer: " + out);
    Path backup = folder.resolve("backup");
    assertEquals(0, run("backup", "--force", "--temporary", backup.toString()), () -> err);
    assertTrue(Files.size(backup) > 0);
    assertEquals(0, run("export"), () -> err);

    assertEquals(1, run("config"));
    assertTrue(err.contains("server.toml:"), err);
    assertEquals(1, run(), "no start");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[data]\ndri = \"data\"",
        "[data]\nfolder = \"data\"",
        "[dta]\ndir = \"data\"",
        "[data]\ndir = \"data",
        "[data\ndir = \"data\"",
        "[data]\ndir = data",
        "data.dir = /data"
      })
  void whatMayBeTheFolderIsNotGuessed(String fault) throws Exception {
    Files.writeString(file, fault + "\n");
    assertEquals(1, run("admin", "stats"), () -> out);
    assertTrue(err.contains("server.toml:"), err);
    assertEquals(1, run("backup", "--temporary", folder.resolve("backup").toString()));
    assertEquals(1, run("check"));
  }

  @Test
  void aFlagIsJudgedWhereItIsTyped() throws Exception {
    settings("");
    assertEquals(1, run("admin", "--set", "limits.conections=5", "stats"));
    assertTrue(err.contains("did you mean"), err);
  }

  @Test
  void theCertificatesAskForTheirOwn() throws Exception {
    settings("[limits]\nconections = 500");
    assertEquals(0, run("certs", "init"), () -> err);
    settings("[tls]\nnames = [\"a_b c\"]");
    assertEquals(1, run("certs", "show"));
    assertEquals(0, run("admin", "stats"), () -> err);
  }
}
