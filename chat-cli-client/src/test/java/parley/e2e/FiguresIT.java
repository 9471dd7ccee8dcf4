package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;
import tools.jackson.databind.json.JsonMapper;

/** The client's commands that measure: {@code chat ping} and {@code chat stats --watch}. */
class FiguresIT {
  @TempDir static Path home;

  private static ServerProcess server;

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.shipped(home);
    server.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Process chat(Path output, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.bin("chat")));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--ca", server.authority().toString(), "localhost:" + server.tls()));
    return Programs.start(home, output, home.resolve("errors.txt"), command);
  }

  private String ended(Process process, Path output) throws Exception {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
    assertEquals(0, process.exitValue(), Files.readString(home.resolve("errors.txt")));
    return Files.readString(output);
  }

  @Test
  void pingCountsWhatComesBack() throws Exception {
    Path said = home.resolve("ping.txt");
    String text = ended(chat(said, "ping", "--count", "5", "--interval", "0"), said);
    assertEquals(5, text.lines().filter(l -> l.contains("time=")).count(), text);
    assertTrue(text.contains("5 sent, 5 came back right, 0 wrong, 0% lost"), text);
    String piped = ended(chat(said, "ping", "--pipelined", "--count", "500", "--quiet"), said);
    assertTrue(piped.contains("500 sent, 500 came back right, 0 wrong, 0% lost"), piped);
  }

  @Test
  void watchedStatsComeAgainAndAgain() throws Exception {
    Path said = home.resolve("stats.txt");
    Process watch = chat(said, "stats", "--watch", "--json");
    try {
      await("three looks")
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(said).lines().count() >= 3);
    } finally {
      watch.destroy();
    }
    assertTrue(watch.waitFor(30, TimeUnit.SECONDS), "it ends");
    JsonMapper mapper = new JsonMapper();
    List<Double> uptimes =
        Files.readAllLines(said).stream()
            .map(l -> mapper.readTree(l).get("uptimeSeconds").doubleValue())
            .toList();
    for (int i = 1; i < uptimes.size(); i++) {
      assertTrue(uptimes.get(i) > uptimes.get(i - 1), uptimes::toString);
    }
  }
}
