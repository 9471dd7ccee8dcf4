package parley.client.board;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * The times below a plot, as clocks on the wall show them.
 *
 * @param from the beginning of the first sample
 * @param length of all of them
 */
record TimeAxis(Instant from, Duration length, ZoneId zone) {
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm");

  /** Round ones, in seconds. */
  private static final long[] STEPS = {
    5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600,
    43_200
  };

  /** Columns between two of them at least. */
  private static final int APART = 2;

  /** When one of so many samples began. */
  String time(int sample, int samples) {
    Instant at = from.plusNanos(length.toNanos() / samples * sample);
    return (length.compareTo(Duration.ofMinutes(10)) < 0 ? SECONDS : MINUTES)
        .format(at.atZone(zone));
  }

  /** Labels by the column that they are for, those for which there is room. */
  TreeMap<Integer, String> labels(int width) {
    TreeMap<Integer, String> labels = new TreeMap<>();
    double seconds = length.toSeconds();
    long step =
        Arrays.stream(STEPS)
            .filter(s -> s / seconds * width >= format(s).format(begin()).length() + APART)
            .findFirst()
            .orElse(STEPS[STEPS.length - 1]);
    ZonedDateTime begin = begin();
    long ofDay = begin.toLocalTime().toSecondOfDay();
    ZonedDateTime tick = begin.withNano(0).plusSeconds(Math.floorMod(-ofDay, step));
    for (; !tick.toInstant().isAfter(from.plus(length)); tick = tick.plusSeconds(step)) {
      long after = Duration.between(from, tick.toInstant()).toMillis();
      int column = (int) (after / (seconds * 1_000) * width);
      if (after >= 0 && column < width) {
        labels.put(column, format(step).format(tick));
      }
    }
    return labels;
  }

  private ZonedDateTime begin() {
    return from.atZone(zone);
  }

  private static DateTimeFormatter format(long step) {
    return step % 60 == 0 ? MINUTES : SECONDS;
  }
}
