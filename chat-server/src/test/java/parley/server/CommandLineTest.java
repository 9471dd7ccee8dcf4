package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of the program as a whole. */
class CommandLineTest {
  @TempDir Path folder;

  /** A backup, a check or a restore must not fall on another folder than the named one. */
  @Test
  void settingsCountBeforeTheNameOfACommandToo() throws Exception {
    Path file = Files.writeString(folder.resolve("my.toml"), "[limits]\nrooms = 4\n");
    StringWriter out = new StringWriter();
    int code =
        ChatServer.commandLine()
            .setOut(new PrintWriter(out))
            .execute(
                "--config",
                file.toString(),
                "--set",
                "data.dir=/first",
                "--set",
                "listen.plain=off",
                "config",
                "--set",
                "data.dir=/second");
    assertEquals(0, code);
    String all = out.toString();
    assertTrue(all.lines().anyMatch(l -> l.matches("limits\\.rooms +4 .*my\\.toml:2")), all);
    assertTrue(all.lines().anyMatch(l -> l.matches("data\\.dir +\\S*second .*--set")), all);
    assertTrue(all.lines().anyMatch(l -> l.matches("listen\\.plain +off .*--set")), all);
  }
}
