package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.logging.LogSetup;
import parley.testkit.Client;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** What a service manager is told by the server that it started, and what its journal is not. */
class ServiceTest {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("parley.root"), "chat-server/src/test/resources/parley/server");

  /** Ten beats. */
  private static final Duration LONG = Duration.ofSeconds(1);

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void need() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "a service of systemd: Linux only");
    Programs.need("python3");
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Path python(String script, String... arguments) throws IOException {
    Path said = Files.createTempFile(folder, "python", ".txt");
    List<String> command = new ArrayList<>(List.of("python3", "" + SCRIPTS.resolve(script)));
    command.addAll(List.of(arguments));
    started.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start());
    await().until(() -> !Files.readString(said).isEmpty());
    return said;
  }

  private static List<String> lines(Path said) throws IOException {
    return Files.readAllLines(said);
  }

  private static long beats(Path said) throws IOException {
    return lines(said).stream().filter("WATCHDOG=1"::equals).count();
  }

  private static void awaitLine(Path said, String line) {
    await().atMost(Duration.ofSeconds(30)).until(() -> lines(said).contains(line));
  }

  @Test
  void aServiceTellsOfItsLifeAndItsWatchdogHearsTheSequencer() throws Exception {
    Path socket = folder.resolve("notify");
    try (ServerProcess server =
        ServerProcess.onClassPath(
            folder,
            List.of(),
            Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "200000"))) {
      Path told = python("service_manager.py", "" + socket, "" + server.plain());
      server.start();
      awaitLine(told, "it listens");
      assertFalse(server.printed().contains("claim TOKEN"), server::printed);
      assertFalse(server.printed().contains("parley://"), server::printed);
      assertTrue(server.printed().contains("invite --role owner"), server::printed);
      try (Client _ = Client.in(server.address(), "alice", "lobby")) {
        await().until(() -> Files.readString(told).contains("STATUS=1 connections, "));
      }

      int before = lines(told).size();
      new ProcessBuilder("kill", "-HUP", "" + server.pid()).start().waitFor();
      await().until(() -> lines(told).subList(before, lines(told).size()).contains("READY=1"));
      int reloading = lines(told).indexOf("RELOADING=1");
      assertTrue(lines(told).get(reloading + 1).matches("MONOTONIC_USEC=[0-9]+"));

      Path held = python("hold_thread.py", "" + server.pid(), "sequencer");
      if (lines(held).contains("held")) {
        AtomicLong last = new AtomicLong();
        await()
            .during(LONG)
            .until(
                () -> {
                  long now = beats(told);
                  return last.getAndSet(now) == now;
                });
        started.getLast().getOutputStream().close();
        long then = beats(told);
        await().until(() -> beats(told) > then);
      }

      assertEquals(0, server.stop());
      assertEquals("STOPPING=1", lines(told).get(lines(told).size() - 2));
      assertEquals(1, lines(told).stream().filter("it listens"::equals).count());
    }
  }

  @Test
  void namesOfTheAbstractSpaceAreReachedAndWhatIsNotThereIsSaid() throws Exception {
    String name = "@" + folder;
    Path told = python("service_manager.py", name, "0");
    NotifySocket.send(name, "STATUS=à la carte");
    awaitLine(told, "STATUS=à la carte");
    for (String wrong : List.of(folder + "/none", "vsock:2:1", "/" + "x".repeat(200))) {
      assertThrows(IOException.class, () -> NotifySocket.send(wrong, "READY=1"));
    }
  }

  @Test
  void whatNobodyHearsIsNoEnd() {
    ServiceNotices deaf = ServiceNotices.of(Map.of("NOTIFY_SOCKET", folder + "/none"));
    assertTrue(deaf.areWanted());
    deaf.reloading(() -> {});
    deaf.stopping();
    assertFalse(ServiceNotices.of(Map.of()).areWanted());
  }

  /** Whatever was started by a service has the name of the journal; few things print to it. */
  @Test
  void theJournalIsKnownByWhatItIs() throws Exception {
    String own = "/proc/" + ProcessHandle.current().pid() + "/fd/1";
    Process stat = new ProcessBuilder("stat", "-L", "-c", "%d:%i", own).start();
    String journal = new String(stat.getInputStream().readAllBytes()).strip();
    assertTrue(LogSetup.isJournal(Map.of("JOURNAL_STREAM", journal)), journal);
    assertFalse(LogSetup.isJournal(Map.of("JOURNAL_STREAM", journal + "1")));
    assertFalse(LogSetup.isJournal(Map.of()));
  }
}
