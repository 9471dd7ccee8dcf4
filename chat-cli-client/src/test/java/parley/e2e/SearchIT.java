package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** Finding messages, from a script and at the terminal, and what stands around them. */
class SearchIT {
  private static final int ALICE = 0;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path home;

  private static ServerProcess server;
  private static Panes panes;

  @BeforeAll
  static void somethingIsSaid() throws Exception {
    Programs.need("tmux");
    server = ServerProcess.shipped(home);
    server.start();
    Path input = home.resolve("input.txt");
    Files.writeString(
        input, "before it\nDas Café hat auf 🍜\nafter it\n今日は東京でラーメン\nthe last of it\n");
    panes =
        new Panes(
            home, List.of(Programs.bin("chat") + " --plain alice@127.0.0.1:" + server.plain()));
    panes.await(ALICE, "that alice is there", s -> s.contains("You joined lobby."));
    run(0, "sh", "-c", Programs.bin("chat") + " send --plain -s " + bob() + " lobby <" + input);
    panes.await(ALICE, "all that bob said", s -> s.contains("the last of it"));
  }

  @AfterAll
  static void allIsOver() throws Exception {
    if (panes != null) {
      panes.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static String bob() {
    return "bob@127.0.0.1:" + server.plain();
  }

  @Test
  void aScriptFindsAndGrepsExitCodesSayWhether() throws Exception {
    await("the index has it")
        .atMost(Duration.ofSeconds(20))
        .until(() -> found("cafe"), s -> !s.isEmpty());
    assertTrue(found("cafe").endsWith(" lobby bob: Das Café hat auf 🍜\n"));
    assertTrue(found("東京 from:bob").contains("今日は東京でラーメン"));
    run(1, Programs.bin("chat"), "search", "--plain", "-s", bob(), "-r", "lobby", "nowhere");
    run(5, Programs.bin("chat"), "search", "--plain", "-s", bob(), "room:closed", "it");
    run(2, Programs.bin("chat"), "search", "--plain", "-s", bob());
  }

  private static String found(String query) throws Exception {
    return run(-1, Programs.bin("chat"), "search", "--plain", "-s", bob(), "-r", "lobby", query);
  }

  @Test
  void atTheTerminalAHitLeadsToWhatStandsAroundIt() throws Exception {
    panes.type(ALICE, "/search cafe");
    String screen = panes.await(ALICE, "the hit", s -> s.contains("/history #"));
    String number = screen.replaceAll("(?s).*/history (#\\d+) .*", "$1");
    panes.type(ALICE, "/history " + number);
    panes.await(
        ALICE,
        "what stands around it",
        s ->
            s.lines().anyMatch(l -> l.matches("#\\d+ bob: before it"))
                && s.lines().anyMatch(l -> l.equals(number + " bob: Das Café hat auf 🍜"))
                && s.lines().anyMatch(l -> l.matches("#\\d+ bob: after it")));
    panes.type(ALICE, "/search nowhere");
    panes.await(ALICE, "that there is nothing", s -> s.contains("Nothing found: nowhere"));
    panes.type(ALICE, "/history #999999");
    panes.await(ALICE, "that it is not there", s -> s.contains("no message #999999 in lobby"));
  }

  /**
   * @param code the expected exit code, -1 for any
   */
  private static String run(int code, String... command) throws Exception {
    Path out = Files.createTempFile(home, "out", ".txt");
    Path errors = Files.createTempFile(home, "errors", ".txt");
    Process process = Programs.start(home, out, errors, List.of(command));
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> List.of(command) + " does not end");
    String words = Files.readString(errors);
    if (code >= 0) {
      assertEquals(code, process.exitValue(), () -> List.of(command) + ": " + words);
    }
    return Files.readString(out);
  }
}
