package parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/**
 * A server of the first release, 0.1.0, is replaced by this one while people speak, as
 * docs/upgrade.md says. Its client goes on, and so do the others: nothing that was acknowledged is
 * lost, doubled or moved. Back it goes by the backup alone.
 */
@Tag("campaign")
class UpgradeIT {
  private static final Path ROOT = Path.of(System.getProperty("parley.root"));

  /** The last commit before what CHANGELOG.md has after 0.1.0. */
  private static final String FIRST_RELEASE = "50edc9f9ef02bbca3f4a41e0218824cef4adf132";

  /** Built once, and kept as long as what else is built. */
  private static final Path OLD = ROOT.resolve("chat-cli-client/target/first-release");

  /** Starts the old server in the place of this one, without the settings that came later. */
  private static final String OLD_SERVER =
      """
      #!/bin/bash
      shift
      unset PARLEY_JAVA_OPTS
      settings=()
      while [ $# -gt 1 ]; do
        case $2 in accounts.*) ;; *) settings+=("$1" "$2") ;; esac
        shift 2
      done
      exec %s/bin/chat-server "${settings[@]}"
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private static void run(String command) throws Exception {
    Process process = new ProcessBuilder("bash", "-c", command).inheritIO().start();
    assertTrue(process.waitFor(10, TimeUnit.MINUTES), command);
    assertEquals(0, process.exitValue(), command);
  }

  private static void build() throws Exception {
    Programs.need("git", "mvn", "tar");
    if (Files.exists(OLD.resolve("chat-cli-client/target/chat.jar"))) {
      return;
    }
    boolean known =
        new ProcessBuilder("git", "-C", "" + ROOT, "cat-file", "-e", FIRST_RELEASE)
                .start()
                .waitFor()
            == 0;
    assumeTrue(known, "this copy lacks the history: git fetch --unshallow");
    Files.createDirectories(OLD);
    run("git -C " + ROOT + " archive " + FIRST_RELEASE + " | tar -x -C " + OLD);
    run(
        "cd "
            + OLD
            + " && mvn -B -q -Dmaven.test.skip -Derror-prone=-XDnone package"
            + " -pl chat-server,chat-cli-client -am");
  }

  /** One who has nothing but openssl: says a line, where there is one, and sees what there is. */
  private String openssl(ServerProcess server, String line, String until) throws Exception {
    Path seen = Files.createTempFile(home, "openssl", ".txt");
    String at = "127.0.0.1:" + server.tls();
    Process process =
        new ProcessBuilder("openssl", "s_client", "-quiet", "-crlf", "-connect", at)
            .redirectOutput(seen.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream out = process.getOutputStream()) {
      // A room of their own: the followers note all of the other one.
      out.write(("opal\n/join quiet\n" + line).getBytes(UTF_8));
      out.flush();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(seen).contains(until));
    } finally {
      process.destroy();
      process.waitFor();
    }
    return Files.readString(seen);
  }

  private String ended(int code, String... words) throws Exception {
    Path said = Files.createTempFile(home, "ended", ".txt");
    Process process = Programs.start(home, said, said, List.of(words));
    assertTrue(process.waitFor(90, TimeUnit.SECONDS), "it ends");
    assertEquals(code, process.exitValue(), Files.readString(said));
    return Files.readString(said);
  }

  private void useOld(ServerProcess server) throws IOException {
    Path script = Files.writeString(home.resolve("old"), OLD_SERVER.formatted(OLD));
    server.by("bash", script.toString());
  }

  @Test
  void theFirstReleaseIsReplacedUnderLoad() throws Exception {
    build();
    Programs.need("openssl");
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    String data = "data.dir=" + home.resolve("data");
    Path backup = home.resolve("before.db");
    try (ServerProcess server =
        ServerProcess.shipped(home, "limits.replay=0", "session.grace=10m")) {
      useOld(server);
      server.start();
      String chat = OLD.resolve("bin/chat").toString();
      openssl(server, "said before the upgrade\n/history\n", "said before the upgrade");
      try (Torture torture =
          new Torture(home, server, chat, server.plain(), server.tls(), new Random(seed))) {
        torture.go(300);
        ended(0, OLD + "/bin/chat-server", "backup", "--set", data, "--temporary", "" + backup);
        long from = System.nanoTime();
        assertEquals(0, server.stop());
        server.by();
        server.start();
        long away = (System.nanoTime() - from) / 1_000_000;
        torture.go(300);
        System.out.println(torture.judge(() -> null) + "; the restart took " + away + " ms");
      }
      String seen = openssl(server, "/history\n", "said before the upgrade");
      assertTrue(seen.contains("opal"), seen);

      assertEquals(0, server.stop());
      useOld(server);
      String refused = server.startInVain();
      assertTrue(refused.contains("newer"), refused);
      ended(0, OLD + "/bin/chat-server", "restore", "--force", "--set", data, "" + backup);
      server.start();
      openssl(server, "/history\n", "said before the upgrade");
    }
  }
}
