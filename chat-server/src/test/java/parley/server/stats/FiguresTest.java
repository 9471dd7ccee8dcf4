package parley.server.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.ServerMessage;

class FiguresTest {
  private static final List<String> MODES = List.of("framed", "NDJSON", "text");

  private final Stats stats = new Stats(MODES);

  @Test
  void everyCounterIsAmongTheFigures() {
    for (Counter counter : Counter.values()) {
      stats.count(counter, 1_000_003L + counter.ordinal());
    }
    List<Object> shown = new ArrayList<>();
    leaves(Figures.of(stats, ConnectionFigures.NOBODY).asMap(), shown);
    for (Counter counter : Counter.values()) {
      long value = 1_000_003L + counter.ordinal();
      assertTrue(
          shown.stream().anyMatch(n -> n instanceof Number m && m.longValue() == value),
          () -> counter + " is missing");
    }
  }

  @Test
  void showsTheConnectionsOfTheMoment() {
    ConnectionFigures.Tally tally = new ConnectionFigures.Tally(MODES);
    tally.add("framed", true, 100, false);
    tally.add("framed", false, 5_000, true);
    tally.add("text", true, 7, false);
    tally.add(null, false, 0, false);
    Figures figures = Figures.of(stats, tally.sum());
    Figures.Connections now = figures.connections();
    assertEquals(4, now.now());
    assertEquals(List.of(2, 2), List.of(now.tls(), now.plain()));
    assertEquals(
        List.of(2, 0, 1, 1),
        List.of(
            now.asMap().get("framed"),
            now.asMap().get("ndjson"),
            now.asMap().get("text"),
            now.undecided()));
    assertEquals(5_107, figures.outboxes().bytes());
    assertEquals(5_000, figures.outboxes().largest());
    assertEquals(1, figures.outboxes().behind());
  }

  @Test
  void connectionsAreToldByTheModesThatThereAre() {
    stats.detected("NDJSON");
    Map<?, ?> connections =
        (Map<?, ?>) Figures.of(stats, ConnectionFigures.NOBODY).asMap().get("connections");
    assertEquals(
        List.of(
            "now",
            "tls",
            "plain",
            "framed",
            "ndjson",
            "text",
            "undecided",
            "total",
            "totalFramed",
            "totalNdjson",
            "totalText"),
        List.copyOf(connections.keySet()));
    assertEquals(1, ((Number) connections.get("totalNdjson")).intValue());
  }

  @Test
  void quantilesAreInMilliseconds() {
    for (int i = 1; i <= 1_000; i++) {
      stats.committed(i * 10_000L); // 0.01 to 10 ms
    }
    Figures.Quantiles commit = Figures.of(stats, ConnectionFigures.NOBODY).commitMs();
    assertEquals(1_000, commit.count());
    assertEquals(5, commit.p50(), 0.1);
    assertEquals(9, commit.p90(), 0.1);
    assertEquals(9.9, commit.p99(), 0.1);
    assertEquals(9.99, commit.p999(), 0.1);
    assertEquals(10, commit.max(), 0.1);
  }

  @Test
  void theProcessIsMeasured() {
    ProcessFigures process = Figures.of(stats, ConnectionFigures.NOBODY).process();
    assertTrue(process.heapUsed() > 0 && process.heapCommitted() >= process.heapUsed());
    assertTrue(process.cpuSeconds() > 0 && process.threads() > 0);
    assertTrue(process.resident() == null || process.resident() > 10_000_000, process::toString);
  }

  @Test
  void travelsAsTheStatsEvent() throws Exception {
    Map<String, Object> figures = Figures.of(stats, ConnectionFigures.NOBODY).asMap();
    byte[] json = Json.bytes((ServerMessage) new Event.Stats("7", figures, null));
    Event.Stats read = (Event.Stats) Json.serverMessage(json);
    assertEquals(List.copyOf(figures.keySet()), List.copyOf(read.figures().keySet()));
    assertEquals("at", figures.keySet().iterator().next());
  }

  private static void leaves(Object node, List<Object> into) {
    if (node instanceof Map<?, ?> map) {
      map.values().forEach(value -> leaves(value, into));
    } else {
      into.add(node);
    }
  }
}
