package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Client;

/** What runs in one process with others takes nothing of it once it has stopped. */
class StoppedServerTest {
  @TempDir Path folder;

  /** Threads that the JVM keeps for later. */
  private static boolean isShared(String name) {
    return name.startsWith("ForkJoinPool")
        || name.contains("Poller")
        || name.startsWith("VirtualThread")
        || name.startsWith("Cleaner")
        || name.startsWith("prometheus")
        || name.equals("awaitility-thread")
        || name.equals("process reaper");
  }

  @Test
  void leavesNoThread() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (TestServer server = TestServer.in(folder, "listen.metrics=127.0.0.1:0");
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      alice.say("lobby", "hi");
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(),
                    Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        .filter(name -> !isShared(name))
                        .sorted()
                        .toList()));
  }
}
