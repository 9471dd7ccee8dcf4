package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** Breaks texts into lines that a screen has room for. */
final class Wrapping {
  private static final int NARROWEST = 20;

  private Wrapping() {}

  /**
   * @param head begins the first line; it is used up
   * @param indent begins all others
   * @param parts begin on lines of their own
   * @param width of the screen in columns
   */
  static List<AttributedString> wrap(
      AttributedStringBuilder head, String indent, List<AttributedString> parts, int width) {
    int columns = columns(width);
    List<AttributedString> lines = new ArrayList<>();
    AttributedStringBuilder line = head;
    boolean first = true;
    for (AttributedString part : parts) {
      AttributedString rest = part;
      while (rest != null) {
        int room = columns - line.columnLength();
        int fits = fitting(rest, room);
        if (fits < rest.length() && fits == 0) {
          // The head alone fills the line, or one character is wider than what is left.
          fits = first ? 0 : Character.charCount(Character.codePointAt(rest, 0));
        }
        line.append(rest.subSequence(0, fits));
        lines.add(line.toAttributedString());
        first = false;
        line = new AttributedStringBuilder().append(indent);
        rest = fits < rest.length() ? rest.subSequence(fits, rest.length()) : null;
      }
    }
    return lines;
  }

  /** One line of it, with an ellipsis where there is more. */
  static AttributedString cut(AttributedString line, int width) {
    int columns = columns(width);
    return line.columnLength() <= columns
        ? line
        : new AttributedStringBuilder()
            .append(line.columnSubSequence(0, columns - 1))
            .append('…')
            .toAttributedString();
  }

  /** The last column stays free: a terminal that is written full breaks the line by itself. */
  private static int columns(int width) {
    return Math.max(NARROWEST, width - 1);
  }

  /** How many characters fit, at a word's end where there is one in the line's second half. */
  private static int fitting(AttributedString text, int columns) {
    if (text.columnLength() <= columns) {
      return text.length();
    }
    int fits = text.columnSubSequence(0, Math.max(0, columns)).length();
    for (int i = fits; i > fits / 2; i--) {
      if (text.charAt(i - 1) == ' ') {
        return i;
      }
    }
    return fits;
  }
}
