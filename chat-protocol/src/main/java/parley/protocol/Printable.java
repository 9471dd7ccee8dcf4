package parley.protocol;

import java.util.HexFormat;

/**
 * Text from others made safe to show: what a terminal or a log could take for a command, or what
 * would change the order in which the rest is read, becomes visible instead: {@code \x1b}, or a
 * backslash, {@code u} and four digits. Unicode's general categories (Unicode Standard Annex 44)
 * Cc, Cf (but the joiners U+200C and U+200D, which scripts and emoji need), Cs, Co, Zl and Zp count
 * as such, and what is no character yet and drawn as nothing. What comes out comes out of a second
 * pass unchanged; it can't be turned back, because a backslash stays a backslash.
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

  /**
   * A line of JSON whose strings hold text from others: the same value, with what would not be safe
   * to show in JSON's own escapes.
   */
  public static String json(String json) {
    StringBuilder safe = null;
    for (int at = 0; at < json.length(); ) {
      int c = json.codePointAt(at);
      int next = at + Character.charCount(c);
      if (!isSafe(c, true)) {
        safe = safe == null ? new StringBuilder().append(json, 0, at) : safe;
        for (int unit = at; unit < next; unit++) {
          safe.append("\\u").append(HexFormat.of().toHexDigits(json.charAt(unit)));
        }
      } else if (safe != null) {
        safe.appendCodePoint(c);
      }
      at = next;
    }
    return safe == null ? json : safe.toString();
  }

  private static String escaped(String text, boolean lines) {
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!isSafe(c, lines)) {
        return escapedFrom(at, text, lines);
      }
      at += Character.charCount(c);
    }
    return text;
  }

  private static String escapedFrom(int first, String text, boolean lines) {
    StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int at = first; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (isSafe(c, lines)) {
        safe.appendCodePoint(c);
      } else {
        safe.append(c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U")
            .append(HexFormat.of().toHexDigits(c, c < 0x100 ? 2 : c < 0x10000 ? 4 : 8));
      }
    }
    return safe.toString();
  }

  /**
   * Whether it is to be drawn as nothing though it is no character yet
   * (Default_Ignorable_Code_Point in Unicode's DerivedCoreProperties).
   */
  private static boolean isIgnorable(int c) {
    return c == 0x2065 || c >= 0xFFF0 && c <= 0xFFF8 || c >= 0xE0000 && c <= 0xE0FFF;
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
      case Character.UNASSIGNED -> !isIgnorable(c);
      default -> true;
    };
  }
}
