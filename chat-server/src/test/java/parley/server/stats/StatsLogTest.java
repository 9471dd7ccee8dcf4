package parley.server.stats;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import parley.server.logging.LoggedLines;

class StatsLogTest {
  @Test
  void writesALineEverySoOftenAndNoneAtZero() {
    Stats stats = new Stats();
    AtomicReference<Duration> every = new AtomicReference<>(Duration.ZERO);
    List<String> lines;
    try (LoggedLines log = LoggedLines.of(StatsLog.class, Level.INFO);
        StatsLog _ =
            StatsLog.start(() -> Figures.of(stats, ConnectionFigures.NOBODY), every::get)) {
      lines = log.lines();
      await().during(Duration.ofMillis(1_500)).until(lines::isEmpty);
      every.set(Duration.ofMillis(100));
      await().until(() -> !lines.isEmpty());
    }
    assertTrue(lines.getFirst().contains(" connections 0"), lines.getFirst());
  }

  @Test
  void aLineTellsRatesSinceTheLineBefore() {
    Stats stats = new Stats();
    stats.count(Counter.MESSAGES, 100);
    Figures before = at(10, stats, ConnectionFigures.NOBODY);
    stats.count(Counter.MESSAGES, 50);
    stats.count(Counter.DELIVERIES, 5_000);
    stats.count(Counter.BYTES_OUT, 10 * 1_048_576);
    stats.count(Counter.REFUSED_FULL, 3);
    stats.committed(2_000_000);
    ConnectionFigures.Tally tally = new ConnectionFigures.Tally(List.of("text"));
    tally.add("text", true, 2_048, true);
    String line = StatsLine.of(before, at(20, stats, tally.sum()));
    assertTrue(line.startsWith("connections 1 (TLS 1), messages 5.0/s, deliveries 500.0/s"), line);
    assertTrue(line.contains("in 0 B/s, out 1.0 MiB/s, waiting 2.0 KiB (1 behind)"), line);
    assertTrue(line.contains("commit p50 2.0 p99 2.0 ms, refused 3, heap"), line);
  }

  @Test
  void quantitiesReadWell() {
    assertEquals("0 B", Units.bytes(0));
    assertEquals("1023 B", Units.bytes(1_023));
    assertEquals("1.0 KiB", Units.bytes(1_024));
    assertEquals("1.0 MiB", Units.bytes(1_048_575));
    assertEquals("100 MiB", Units.bytes(100 * 1_048_576));
    assertEquals("45s", Units.duration(Duration.ofSeconds(45)));
    assertEquals("3m 20s", Units.duration(Duration.ofSeconds(200)));
    assertEquals("2h", Units.duration(Duration.ofHours(2)));
    assertEquals("12d 4h", Units.duration(Duration.ofHours(12 * 24 + 4)));
  }

  private static Figures at(double uptime, Stats stats, ConnectionFigures live) {
    Figures f = Figures.of(stats, live);
    return new Figures(
        f.at(),
        uptime,
        f.about(),
        f.chat(),
        f.connections(),
        f.refused(),
        f.ended(),
        f.refusals(),
        f.failedCommits(),
        f.traffic(),
        f.messages(),
        f.outboxes(),
        f.files(),
        f.disk(),
        f.storage(),
        f.search(),
        f.certificate(),
        f.commitMs(),
        f.deliveryMs(),
        f.process());
  }
}
