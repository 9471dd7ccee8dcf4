package parley.server.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a text into what can be found in it. Words are runs of letters and digits, compared without
 * case and accents. Scripts that put no spaces between words (Chinese, Japanese, Korean, Thai, …)
 * become all pairs of neighbours, and the last character of each run by itself, so that every
 * character begins a token: {@code 東京都} is {@code 東京}, {@code 京都} and {@code 都}. Used once.
 */
final class Tokens {
  /** Characters of a word that count; two words that begin with the same so many are one. */
  private static final int WORD_LENGTH = 40;

  /**
   * UTF-16 units of one character that are looked at, with its marks: more than any language piles
   * up (Unicode Standard Annex 15 allows 30 marks in a stream). What normalizing costs can grow
   * with the square of a run of marks.
   */
  private static final int UNIT_LENGTH = 32;

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
          UnicodeScript.MYANMAR);

  /** Where a mark over or under a letter is an accent, and not a vowel of its own. */
  private static final Set<UnicodeScript> ACCENTED =
      EnumSet.of(
          UnicodeScript.LATIN,
          UnicodeScript.GREEK,
          UnicodeScript.CYRILLIC,
          UnicodeScript.ARMENIAN,
          UnicodeScript.HEBREW,
          UnicodeScript.ARABIC);

  private final String text;
  private final List<Token> tokens = new ArrayList<>();

  /** Where the unit that is looked at begins, in UTF-16 units and in code points. */
  private int at;

  private int point;

  private final StringBuilder word = new StringBuilder();
  private int wordFrom;
  private int wordTo;

  /** The last character of an unspaced run that is not ended yet; empty where there is none. */
  private String last = "";

  private int lastFrom;
  private int lastTo;
  private boolean runHasPairs;

  private Tokens(String text) {
    this.text = text;
  }

  static List<Token> of(String text) {
    Tokens tokens = new Tokens(text);
    while (tokens.at < text.length()) {
      tokens.unit();
    }
    tokens.endWord();
    tokens.endRun();
    return tokens.tokens;
  }

  /** Takes one character and the marks on it. */
  private void unit() {
    char c = text.charAt(at);
    char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if (c < 0x80 && next < 0x300) {
      ascii(c);
      at++;
      point++;
      return;
    }
    int base = text.codePointAt(at);
    int end = end(at + Character.charCount(base), base);
    String unit = text.substring(at, Math.min(end, at + UNIT_LENGTH));
    int to = point + text.codePointCount(at, end);
    if (Character.getType(base) == Character.OTHER_SYMBOL) {
      endWord();
      endRun();
      tokens.add(new Token(Character.toString(base), point, to, Token.Kind.WORD));
    } else if (!isLetter(base)) {
      endWord();
      endRun();
    } else if (isUnspaced(base)) {
      endWord();
      inRun(folded(unit, base), to);
    } else {
      endRun();
      inWord(folded(unit, base), to);
    }
    at = end;
    point = to;
  }

  private void ascii(char c) {
    boolean upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      endRun();
      if (word.isEmpty()) {
        wordFrom = point;
      }
      if (word.length() < WORD_LENGTH) {
        word.append(upper ? (char) (c + 32) : c);
      }
      wordTo = point + 1;
    } else {
      endWord();
      endRun();
    }
  }

  /** Where the marks, Hangul's later letters and the marks of half-width kana end. */
  private int end(int from, int base) {
    int end = from;
    boolean jamo = base >= 0x1100 && base <= 0x115F;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      boolean belongs =
          isMark(c) || c == 0xFF9E || c == 0xFF9F || (jamo && c >= 0x1160 && c <= 0x11FF);
      if (!belongs) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  private void inWord(String form, int to) {
    if (form.isEmpty()) {
      return;
    }
    if (word.isEmpty()) {
      wordFrom = point;
    }
    if (word.length() < WORD_LENGTH) {
      word.append(form);
    }
    wordTo = to;
  }

  private void endWord() {
    if (!word.isEmpty()) {
      tokens.add(new Token(word.toString(), wordFrom, wordTo, Token.Kind.WORD));
      word.setLength(0);
    }
  }

  private void inRun(String form, int to) {
    if (form.isEmpty()) {
      return;
    }
    if (!last.isEmpty()) {
      tokens.add(new Token(last + form, lastFrom, to, Token.Kind.PAIR));
      runHasPairs = true;
    }
    last = form;
    lastFrom = point;
    lastTo = to;
  }

  private void endRun() {
    if (!last.isEmpty()) {
      Token.Kind kind = runHasPairs ? Token.Kind.TAIL : Token.Kind.SINGLE;
      tokens.add(new Token(last, lastFrom, lastTo, kind));
      last = "";
      runHasPairs = false;
    }
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isLetter(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.LETTER_NUMBER
        || Character.getType(c) == Character.OTHER_NUMBER;
  }

  private static boolean isUnspaced(int c) {
    // The sign of a long vowel belongs to no script of its own.
    return c == 0x30FC || c == 0xFF70 || UNSPACED.contains(UnicodeScript.of(c));
  }

  /** Only letters, digits and the marks of scripts where these are letters. */
  private static String folded(String unit, int base) {
    String folded =
        Normalizer.normalize(unit, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    boolean accented = ACCENTED.contains(UnicodeScript.of(base));
    String form =
        Normalizer.normalize(folded, accented ? Normalizer.Form.NFD : Normalizer.Form.NFC);
    StringBuilder kept = new StringBuilder(form.length());
    form.codePoints()
        .filter(c -> isLetter(c) || (!accented && isMark(c)))
        .forEach(c -> kept.append(plain(c)));
    return kept.toString();
  }

  /** Letters whose stroke is an accent to those who type without it, though not to Unicode. */
  private static String plain(int c) {
    return switch (c) {
      case 'ø' -> "o";
      case 'ł' -> "l";
      case 'đ' -> "d";
      case 'æ' -> "ae";
      case 'œ' -> "oe";
      default -> Character.toString(c);
    };
  }
}
