package parley.client.screen;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the mouse did, as terminals tell it since xterm's mode 1006: {@code CSI < button ; column ;
 * row M}, with {@code m} where a button is let go. Anybody may send anything that begins like one,
 * by a paste perhaps; what is none is passed over, as far as it goes.
 *
 * @param column counted from 0, as the row is
 */
record MouseReport(Kind kind, int column, int row) {
  /** What was done. Nothing else is asked of a terminal. */
  enum Kind {
    PRESSED,
    WHEEL_UP,
    WHEEL_DOWN
  }

  private static final String BEGIN = "\033[<";

  /** Longer ones than this hold a number that no screen has. */
  private static final int LONGEST = 20;

  /** What the older kind of report has behind its beginning. */
  private static final int OLDER = 3;

  private static final Pattern REPORT = Pattern.compile("(\\d{1,3});(\\d{1,5});(\\d{1,5})M");

  /**
   * Reads the rest of one.
   *
   * @param begin what it began with
   * @param next the next character, negative where none comes
   * @return empty where it is none, or of what is not asked for
   */
  static Optional<MouseReport> read(String begin, IntSupplier next) {
    StringBuilder rest = new StringBuilder();
    if (!begin.equals(BEGIN)) {
      for (int i = 0; i < OLDER && next.getAsInt() >= 0; i++) {
        rest.append('.');
      }
      return Optional.empty();
    }
    while (rest.length() < LONGEST) {
      int c = next.getAsInt();
      if (c < 0) {
        break;
      }
      rest.appendCodePoint(c);
      boolean goesOn = (c >= '0' && c <= '9') || c == ';' || c == '-';
      if (!goesOn) {
        break;
      }
    }
    Matcher report = REPORT.matcher(rest);
    if (!report.matches()) {
      return Optional.empty();
    }
    int column = Integer.parseInt(report.group(2)) - 1;
    int row = Integer.parseInt(report.group(3)) - 1;
    return kind(Integer.parseInt(report.group(1))).map(kind -> new MouseReport(kind, column, row));
  }

  private static Optional<Kind> kind(int button) {
    return switch (button) {
      case 0 -> Optional.of(Kind.PRESSED);
      case 64 -> Optional.of(Kind.WHEEL_UP);
      case 65 -> Optional.of(Kind.WHEEL_DOWN);
      default -> Optional.empty();
    };
  }
}
