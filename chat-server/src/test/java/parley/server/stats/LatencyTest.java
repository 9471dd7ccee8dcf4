package parley.server.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void looksBackAMinuteAndKeepsTheTotal() {
    Latency latency = new Latency();
    latency.record(5_000_000);
    assertEquals(1, latency.recent(0).getTotalCount());
    latency.record(7_000_000);
    latency.record(7_000_000);
    assertEquals(3, latency.recent(30 * SECOND).getTotalCount());
    assertEquals(2, latency.recent(61 * SECOND).getTotalCount());
    assertEquals(0, latency.recent(200 * SECOND).getTotalCount());
    assertEquals(3, latency.total().getTotalCount());
  }

  @Test
  void askingOftenLosesNothing() {
    Latency latency = new Latency();
    for (int i = 0; i < 1_000; i++) {
      latency.record(1_000_000);
      latency.recent(i * SECOND / 100); // ten seconds in all
    }
    assertEquals(1_000, latency.recent(10 * SECOND).getTotalCount());
    assertEquals(1_000, latency.total().getTotalCount());
  }

  @Test
  void whatTakesVeryLongOrNoTimeIsCounted() {
    Latency latency = new Latency();
    latency.record(0);
    latency.record(Long.MAX_VALUE);
    assertEquals(2, latency.total().getTotalCount());
  }
}
