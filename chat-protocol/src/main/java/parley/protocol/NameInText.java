package parley.protocol;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a person's name in what somebody says, in every spelling that is the same name to {@link
 * Names}. The work is bounded by the text's length.
 */
public final class NameInText {
  /** UTF-16 units that are folded at once, as many as a name may have; each piece overlaps half. */
  private static final int PIECE = Names.UNITS;

  /** What may stand behind the name of who is spoken to. */
  private static final String BEHIND = ":,\uFF1A\uFF0C\u3001";

  /** Commas before which a name is looked for: one that is there from before may hold some. */
  private static final int TRIES = 4;

  /** Written with no blanks between words, or with endings at the names. */
  private static final Set<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.HANGUL,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR,
          UnicodeScript.TIBETAN);

  private static final int LONG_VOWEL = 0x30FC;

  private NameInText() {}

  /**
   * Whether a text names somebody: the name is in it and no part of a longer word, for as far as a
   * script tells where words end.
   */
  public static boolean isNamed(String text, String name) {
    String wanted = form(name);
    int at = 0;
    while (at < text.length() && !wanted.isEmpty()) {
      int end = at;
      while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      if (end > at && isInWord(text.substring(at, end), wanted)) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }

  /**
   * What a text says to somebody: what stands behind their name, with or without an {@code @}, and
   * a colon or a comma; empty where it does not begin so.
   */
  public static Optional<String> saidTo(String text, String name) {
    String wanted = form(name);
    int tries = 0;
    for (int at = 1; at < text.length() && at <= PIECE && tries < TRIES; at++) {
      if (BEHIND.indexOf(text.charAt(at)) >= 0) {
        tries++;
        String before = text.substring(0, at).stripLeading();
        if (form(before.startsWith("@") ? before.substring(1) : before).equals(wanted)) {
          return Optional.of(text.substring(at + 1));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isInWord(String word, String wanted) {
    for (int from = 0; ; from += PIECE / 2) {
      int to = Math.min(word.length(), from + PIECE);
      // At an edge that was only cut, the next piece knows what stands beside it.
      if (isIn(form(word.substring(from, to)), wanted, from == 0, to == word.length())) {
        return true;
      }
      if (to == word.length()) {
        return false;
      }
    }
  }

  private static boolean isIn(String piece, String wanted, boolean first, boolean last) {
    for (int at = piece.indexOf(wanted); at >= 0; at = piece.indexOf(wanted, at + 1)) {
      int end = at + wanted.length();
      boolean begins =
          at == 0
              ? first
              : endsBetween(piece.codePointBefore(at), piece.codePointAt(at))
                  && !isHangul(piece.codePointBefore(at), piece.codePointAt(at));
      boolean ends =
          end == piece.length()
              ? last
              : endsBetween(piece.codePointBefore(end), piece.codePointAt(end));
      if (begins && ends) {
        return true;
      }
    }
    return false;
  }

  /** Whether a word may end between two characters. */
  private static boolean endsBetween(int left, int right) {
    if (isMark(right) || right == LONG_VOWEL) {
      return false;
    }
    if (!isWord(left) || !isWord(right)) {
      return true;
    }
    boolean letters = Character.isLetter(right) && (Character.isLetter(left) || isMark(left));
    return letters && (isUnspaced(left) || isUnspaced(right));
  }

  /** Korean has blanks before its words, and endings behind them. */
  private static boolean isHangul(int left, int right) {
    return UnicodeScript.of(left) == UnicodeScript.HANGUL
        && UnicodeScript.of(right) == UnicodeScript.HANGUL;
  }

  private static boolean isWord(int c) {
    return Character.isLetterOrDigit(c) || isMark(c) || c == '_';
  }

  private static boolean isUnspaced(int c) {
    return UNSPACED.contains(UnicodeScript.of(c));
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** As names are compared, with one small sigma: which it is depends on what follows. */
  private static String form(String text) {
    return Names.fold(text).replace('\u03C2', '\u03C3');
  }
}
