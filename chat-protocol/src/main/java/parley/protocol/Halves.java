package parley.protocol;

/**
 * A line that somebody typed, in two at a run of its blanks ({@link Character#isWhitespace}). Each
 * character is looked at once: a regular expression that tries again from each blank would cost the
 * square of them.
 *
 * @param left what stands before the blanks; the whole line where it has none
 * @param right what stands behind them, empty where the line has none
 */
public record Halves(String left, String right) {
  /** At its first run of blanks. */
  public static Halves atFirstBlanks(String line) {
    int end = 0;
    while (end < line.length() && !isBlank(line, end)) {
      end++;
    }
    int start = end;
    while (start < line.length() && isBlank(line, start)) {
      start++;
    }
    return new Halves(line.substring(0, end), line.substring(start));
  }

  /** At its last run of blanks. */
  public static Halves atLastBlanks(String line) {
    int start = line.length();
    while (start > 0 && !isBlank(line, start - 1)) {
      start--;
    }
    int end = start;
    while (end > 0 && isBlank(line, end - 1)) {
      end--;
    }
    return start == 0
        ? new Halves(line, "")
        : new Halves(line.substring(0, end), line.substring(start));
  }

  private static boolean isBlank(String line, int at) {
    return Character.isWhitespace(line.charAt(at));
  }
}
