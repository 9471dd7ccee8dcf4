package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;

/** What docs/service.md says to copy is taken by the program that it is for. */
class ServicePageTest {
  private static final Path ROOT = Path.of(System.getProperty("parley.root"));

  @TempDir Path folder;

  /** The one block of that kind, as it stands there. */
  private static String block(String kind) throws IOException {
    List<MatchResult> found =
        Pattern.compile("^```" + kind + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(ROOT.resolve("docs/service.md")))
            .results()
            .toList();
    assertEquals(1, found.size(), kind);
    return found.getFirst().group(1);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** What it printed, where it ended well. */
  private String run(Object... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(Stream.of(command).map(Object::toString).toList());
    builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  @Test
  void haproxyTakesIt() throws Exception {
    Programs.wish("haproxy");
    run("haproxy", "-c", "-f", file("haproxy.cfg", block("haproxy")));
  }

  @Test
  void nginxTakesIt() throws Exception {
    Programs.wish("nginx");
    Path module = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
    String load = Files.exists(module) ? "load_module " + module + ";\n" : "";
    String frame = "pid nginx.pid;\nerror_log stderr;\nevents { }\n";
    run("nginx", "-t", "-p", folder, "-c", file("nginx.conf", load + frame + block("nginx")));
  }

  @Test
  void nftTakesIt() throws Exception {
    Programs.wish("nft", "unshare");
    // A network of its own, so that it can be looked at by nobody in particular, and changes none.
    run("unshare", "-rn", "nft", "-c", "-f", file("rules", block("nftables")));
  }

  @Test
  void logrotateTakesIt() throws Exception {
    Programs.wish("logrotate");
    Files.writeString(folder.resolve("server.log"), "a line\n");
    String here = block("logrotate").replace("/var/log/parley", folder.toString());
    String said =
        run("logrotate", "-d", "-f", "-s", folder.resolve("state"), file("logrotate.conf", here));
    assertTrue(said.contains("copying " + folder.resolve("server.log")), said);
  }

  /** As cron does it: what is after the account, with each \% a percent sign, to sh. */
  @Test
  void theShellTakesWhatCronGivesIt() throws Exception {
    Matcher line = Pattern.compile("(?:[0-9*]+ ){5}root (.*)\n").matcher(block("cron"));
    assertTrue(line.matches());
    assertTrue(Pattern.compile("(?<!\\\\)%").matcher(line.group(1)).results().findAny().isEmpty());
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path program =
        Files.writeString(bin.resolve("chat-server"), "#!/bin/sh\necho \"$@\" | tee called\n");
    assertTrue(program.toFile().setExecutable(true));
    String command = "PATH=" + bin + ":$PATH; " + line.group(1).replace("\\%", "%");
    String day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    assertEquals("", run("sh", "-c", command));
    String called = Files.readString(folder.resolve("called"));
    assertTrue(
        called.matches("backup --files /backups/files /backups/parley-" + day + "\\.db\n"), called);
  }

  @Test
  void systemdTakesTheUnitWithTheCredentialsAndItIsClosed() throws Exception {
    Programs.wish("systemd-analyze");
    Path unit =
        ROOT.resolve("packaging/deb/server/files/usr/lib/systemd/system").resolve("parley.service");
    // The program and the page of the manual are where the package puts them.
    String here =
        Files.readString(unit)
            .replace("/usr/lib/parley-server/bin/chat-server", "/bin/true")
            .replace("Documentation=man:chat-server(1)\n", "");
    Path copy = file("parley.service", here);
    Path more = Files.createDirectory(folder.resolve("parley.service.d"));
    Files.writeString(more.resolve("credentials.conf"), block("ini"));
    assertEquals("", run("systemd-analyze", "verify", "--man=no", copy));
    String closed = run("systemd-analyze", "security", "--offline=true", "--threshold=20", copy);
    assertTrue(closed.contains("Overall exposure level"), closed);
  }
}
