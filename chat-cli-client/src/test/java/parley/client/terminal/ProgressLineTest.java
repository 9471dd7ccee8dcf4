package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.transfer.Progress;
import parley.client.transfer.Progress.Phase;

class ProgressLineTest {
  private static final long MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000L;

  private final ProgressLine line = new ProgressLine(AttributedStyle.DEFAULT);

  private static Progress.Glance moving(String name, long done, long total) {
    return new Progress.Glance(Phase.MOVING, name, done, total);
  }

  /** At 10 MiB a second. */
  private static SpeedMeter meter(Progress.Glance now) {
    SpeedMeter meter = new SpeedMeter();
    meter.see(0, moving(now.name(), now.done() - 10 * MIB, now.total()));
    meter.see(SECOND, now);
    return meter;
  }

  private String shown(Progress.Glance glance, int width) {
    return line.of("1 ↑", glance, meter(glance), width).toString();
  }

  @Test
  void whatHowFarHowFastHowLongStill() {
    Progress.Glance half = moving("report.pdf", 50 * MIB, 100 * MIB);
    assertEquals(
        "1 ↑ report.pdf ━━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌  50%  0:05   10.0 MiB/s of 100.0 MiB",
        shown(half, 80).strip());
    String narrow = shown(half, 40);
    assertTrue(narrow.startsWith("1 ↑ report.pdf ━"), narrow);
    assertTrue(narrow.endsWith(" 50%  0:05"), narrow);
    assertEquals("1 ↑ report.pdf  50%", shown(half, 20));
  }

  @Test
  void ahundredPercentIsAll() {
    assertTrue(shown(moving("a", 100 * MIB - 1, 100 * MIB), 80).contains(" 99%"));
    String all = shown(moving("a", 100 * MIB, 100 * MIB), 80);
    assertTrue(all.contains("100%") && !all.contains("╌"), all);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 12, 20, 33, 39, 40, 41, 60, 79, 80, 200})
  void noLineIsWiderThanTheScreen(int width) {
    for (String name : new String[] {"a", "x".repeat(200), "日本語の資料".repeat(9) + ".pdf"}) {
      for (Phase phase : Phase.values()) {
        Progress.Glance glance = new Progress.Glance(phase, name, 20 * MIB, 60 * MIB);
        AttributedString shown = line.of("12 ↓", glance, meter(glance), width);
        assertTrue(shown.columnLength() <= width, shown.columnLength() + ": " + shown);
      }
    }
  }

  @Test
  void whatIsNotKnownIsNotMadeUp() {
    Progress.Glance glance = moving("a", 0, 60 * MIB);
    SpeedMeter meter = new SpeedMeter();
    meter.see(0, glance);
    String shown = line.of("1 ↑", glance, meter, 80).toString();
    assertTrue(shown.contains("-:--"), shown);
    Progress.Glance waiting = new Progress.Glance(Phase.WAITING, null, 0, -1);
    assertFalse(line.of("1 ↑", waiting, meter, 80).toString().contains("%"));
  }

  @Test
  void speedIsThatOfTheLastSecondsAndOfOnePhase() {
    SpeedMeter meter = new SpeedMeter();
    for (int i = 0; i <= 20; i++) {
      meter.see(i * SECOND, moving("a", i < 10 ? i : 10 + (i - 10) * MIB, 100 * MIB));
    }
    assertEquals(MIB, meter.speed(), 1);
    meter.see(21 * SECOND, new Progress.Glance(Phase.FINISHING, "a", 100 * MIB, 100 * MIB));
    assertEquals(0, meter.speed());
  }
}
