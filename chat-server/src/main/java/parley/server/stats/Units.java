package parley.server.stats;

import java.time.Duration;
import java.util.Locale;

/** Quantities as people read them. */
public final class Units {
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Units() {}

  /** {@code 512 B}, {@code 1.5 KiB}, {@code 200 MiB}. */
  public static String bytes(long bytes) {
    double value = (double) bytes;
    int unit = 0;
    // Not 1024: what would round up to it already reads as 1.0 of the next unit.
    while (value >= 1023.5 && unit < BYTES.length - 1) {
      value /= 1024;
      unit++;
    }
    String format = unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, value, BYTES[unit]);
  }

  /** Its two largest units: {@code 45s}, {@code 3m 20s}, {@code 2h 5m}, {@code 12d 4h}. */
  public static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return two(seconds / 60, "m", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3_600, "h", seconds % 3_600 / 60, "m");
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
  }

  private static String two(long first, String firstUnit, long second, String secondUnit) {
    return first + firstUnit + (second == 0 ? "" : " " + second + secondUnit);
  }
}
