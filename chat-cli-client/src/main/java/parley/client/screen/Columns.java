package parley.client.screen;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.WCWidth;

/**
 * How many columns a text takes. Terminals differ in what they make of joined characters: one shows
 * a family as one picture of two columns, another each of its members. The greatest of these is
 * meant here, so that no row is ever longer on the screen than it was reckoned.
 */
final class Columns {
  private static final int EMOJI_STYLE = 0xFE0F;

  /** Characters that are taken for one: more marks than any writing has stand beside it. */
  private static final int MOST_JOINED = 64;

  /** Characters that a row may have for each of its columns: marks take none. */
  private static final int MOST_IN_COLUMN = 16;

  private static final String ISOLATE = "\u2068";
  private static final String ISOLATED = "\u2069";
  private static final char FIRST_RIGHT_TO_LEFT = 0x590;

  private Columns() {}

  static int of(CharSequence text) {
    int columns = 0;
    for (int i = 0; i < text.length(); i += cluster(text, i)) {
      columns += ofCluster(text, i, i + cluster(text, i));
    }
    return columns;
  }

  /** How many characters belong together from here on. */
  static int cluster(CharSequence text, int at) {
    char first = text.charAt(at);
    char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
    // Nearly all there is, without the rules for the rest.
    if (first < 0x300 && next < 0x300) {
      return 1;
    }
    // The library looks to the end of what is joined, however long that is.
    CharSequence joined = text.subSequence(at, Math.min(text.length(), at + MOST_JOINED));
    int length = Math.clamp(WCWidth.charCountForGraphemeCluster(joined, 0), 1, joined.length());
    boolean halved =
        length == MOST_JOINED && Character.isHighSurrogate(text.charAt(at + length - 1));
    return halved ? length - 1 : length;
  }

  static int ofCluster(CharSequence text, int from, int to) {
    if (to - from == 1 && text.charAt(from) >= ' ' && text.charAt(from) < 0x7F) {
      return 1;
    }
    int sum = 0;
    boolean emoji = false;
    for (int i = from; i < to; i += Character.charCount(Character.codePointAt(text, i))) {
      int c = Character.codePointAt(text, i);
      sum += Math.max(0, WCWidth.wcwidth(c));
      emoji |= c == EMOJI_STYLE;
    }
    return Math.max(
        emoji ? 2 : 0,
        Math.max(sum, WCWidth.wcwidthForGraphemeCluster(text.subSequence(from, to), 0)));
  }

  /** As much of it as fits, with an ellipsis where that is not all. */
  static AttributedString cut(AttributedString text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    int end = fitting(text, 0, Math.max(0, columns - 1));
    return new AttributedStringBuilder()
        .append(text.subSequence(0, end))
        .append(columns > 0 ? "…" : "", text.styleAt(Math.max(0, end - 1)))
        .toAttributedString();
  }

  /** Where the text ends that fits, from a place on; at least nothing. */
  static int fitting(CharSequence text, int from, int columns) {
    int used = 0;
    int at = from;
    while (at < text.length()) {
      int end = at + cluster(text, at);
      used += ofCluster(text, at, end);
      if (used > columns || at - from > MOST_IN_COLUMN * (columns + 1)) {
        return at;
      }
      at = end;
    }
    return at;
  }

  /**
   * By itself where it is written from the right to the left: what stands beside it on the screen
   * keeps its place and its order (Unicode Standard Annex 9, FSI and PDI). Others' texts can't hold
   * these two, and take no columns for them.
   */
  static AttributedString isolated(AttributedString text) {
    return isRightToLeft(text)
        ? new AttributedStringBuilder()
            .append(ISOLATE)
            .append(text)
            .append(ISOLATED)
            .toAttributedString()
        : text;
  }

  static boolean isRightToLeft(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= FIRST_RIGHT_TO_LEFT && isRightToLeft(Character.codePointAt(text, i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRightToLeft(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
        || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
  }

  /** Filled up with blanks, or cut. */
  static AttributedString padded(AttributedString text, int columns) {
    AttributedString cut = cut(text, columns);
    int blanks = columns - of(cut);
    return blanks <= 0
        ? cut
        : new AttributedStringBuilder().append(cut).append(" ".repeat(blanks)).toAttributedString();
  }

  /** Blanks before it, or cut. */
  static AttributedString toTheRight(AttributedString text, int columns) {
    AttributedString cut = cut(text, columns);
    int blanks = columns - of(cut);
    return blanks <= 0
        ? cut
        : new AttributedStringBuilder().append(" ".repeat(blanks)).append(cut).toAttributedString();
  }
}
