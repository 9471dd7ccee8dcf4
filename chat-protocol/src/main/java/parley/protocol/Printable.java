package parley.protocol;

/**
 * Text from others made safe to show: what a terminal or a log could take for a command, or what
 * would change the order in which the rest is read, becomes visible instead ({@code \x1b}, {@code
 * \\u202e}). Unicode's categories Cc, Cf (but the joiners that scripts and emoji need), Cs, Co, Zl
 * and Zp count as such.
 */
public final class Printable {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Printable() {}

  /** One line: newlines and tabs become visible too. */
  public static String line(String text) {
    return escaped(text, false);
  }

  /** Text that may have lines: newline and tab stay. */
  public static String lines(String text) {
    return escaped(text, true);
  }

  private static String escaped(String text, boolean lines) {
    if (text.codePoints().allMatch(c -> isSafe(c, lines))) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isSafe(c, lines)) {
                safe.appendCodePoint(c);
              } else {
                safe.append(
                    c < 0x100
                        ? "\\x%02x".formatted(c)
                        : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
              }
            });
    return safe.toString();
  }

  private static boolean isSafe(int c, boolean lines) {
    if (c >= ' ' && c < 0x7f) {
      return true;
    }
    if (lines && (c == '\n' || c == '\t')) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
      default -> true;
    };
  }
}
