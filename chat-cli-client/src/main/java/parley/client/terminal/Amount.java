package parley.client.terminal;

import java.util.Locale;

/** How much something is, in as many letters as a person needs. */
public final class Amount {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Amount() {}

  /** {@code 512 B}, {@code 1.2 MiB}. */
  public static String bytes(long value) {
    return bytes((double) value);
  }

  /** The same of what was measured. */
  public static String bytes(double value) {
    int unit = 0;
    double left = value;
    while (left >= 1024 && unit < UNITS.length - 1) {
      left /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", left, UNITS[unit]);
  }

  /** {@code 0:42}, {@code 12:05}, {@code 1:02:03}. */
  public static String clock(long seconds) {
    long hours = seconds / 3_600;
    long minutes = seconds / 60 % 60;
    return hours > 0
        ? "%d:%02d:%02d".formatted(hours, minutes, seconds % 60)
        : "%d:%02d".formatted(minutes, seconds % 60);
  }
}
