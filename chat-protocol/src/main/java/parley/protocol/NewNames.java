package parley.protocol;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be in a name that somebody takes, or gives to a new room; names that are there from
 * before keep to {@link Names} alone. A name is drawn beside others' texts, so it holds only what
 * reads as a name: letters, digits and marks, and {@code - _ . '} between them. It is of one
 * script, or of Latin and one that can't be taken for it (about Unicode Technical Standard 39's
 * "moderately restrictive"), and it does not look like the server itself. A person's begins with a
 * letter and holds no full stop either, so that it is a nickname in IRC and stands in a web
 * address.
 */
public final class NewNames {
  /** Between letters and digits; {@code _} may end a name too, and be repeated. */
  private static final String JOINERS_OF_PEOPLE = "-_'";

  private static final String JOINERS_OF_ROOMS = "-_.'";

  /** Scripts in wide use whose letters are not Latin's: each may be mixed with it. */
  private static final Set<UnicodeScript> BESIDE_LATIN =
      EnumSet.of(
          UnicodeScript.ARABIC,
          UnicodeScript.BENGALI,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.ETHIOPIC,
          UnicodeScript.GEORGIAN,
          UnicodeScript.GUJARATI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.HAN,
          UnicodeScript.HANGUL,
          UnicodeScript.HEBREW,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KANNADA,
          UnicodeScript.KATAKANA,
          UnicodeScript.KHMER,
          UnicodeScript.LAO,
          UnicodeScript.MALAYALAM,
          UnicodeScript.MYANMAR,
          UnicodeScript.ORIYA,
          UnicodeScript.SINHALA,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.THAANA,
          UnicodeScript.THAI,
          UnicodeScript.TIBETAN);

  /** Written together by those who write them. */
  private static final List<Set<UnicodeScript>> TOGETHER =
      List.of(
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
          EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL));

  /** Japanese's mark of a long vowel, which belongs to two scripts and so to none. */
  private static final int LONG_VOWEL = 0x30FC;

  /** Looks like a partial differential to Unicode, and like a letter to Icelanders. */
  private static final int ETH = 0xF0;

  private NewNames() {}

  /**
   * Throws where a name, which {@link Names#check} let pass, may not be taken by a person.
   *
   * @throws InvalidRequest with {@link ErrorCode#BAD_NAME} and a sentence that says what is wrong
   */
  public static void checkPerson(String name) {
    check("A person's", name, JOINERS_OF_PEOPLE);
    if (Character.isDigit(name.codePointAt(0))) {
      throw bad("A person's name begins with a letter, not with a digit.");
    }
  }

  /**
   * Throws where a name, which {@link Names#check} let pass, may not be given to a room.
   *
   * @throws InvalidRequest as {@link #checkPerson}
   */
  public static void checkRoom(String name) {
    check("A room's", name, JOINERS_OF_ROOMS);
  }

  private static void check(String whose, String name, String joiners) {
    int[] all = name.codePoints().toArray();
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    int zero = -1;
    for (int i = 0; i < all.length; i++) {
      int c = all[i];
      if (joiners.indexOf(c) >= 0) {
        joiner(all, i, joiners);
        continue;
      }
      if (!isNamed(c)) {
        throw bad(
            "%s name holds letters, digits, and %s between them; %s is none of these."
                .formatted(whose, String.join(" ", joiners.split("")), shown(c)));
      }
      UnicodeScript script = UnicodeScript.of(c);
      boolean neutral = script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED;
      if (Character.isDigit(c)) {
        int itsZero = c - Character.digit(c, 10);
        if (zero >= 0 && zero != itsZero) {
          throw bad("A name's digits are of one script; this one mixes two.");
        }
        zero = itsZero;
      } else if (isMark(c) && !neutral && script != scriptBefore(all, i)) {
        throw bad("%s belongs to another script than the letter before it.".formatted(shown(c)));
      }
      if (!neutral) {
        scripts.add(script);
      }
      if ((neutral || script == UnicodeScript.LATIN) && looksLikeNoLetter(c)) {
        throw bad("A name can't hold %s: it looks like a punctuation mark.".formatted(shown(c)));
      }
    }
    if (!fit(scripts)) {
      throw bad(
          "A name is of one script, or of Latin and one that can't be taken for it; this one mixes "
              + scripts.stream().map(NewNames::called).collect(Collectors.joining(" and "))
              + ".");
    }
    if (Skeleton.of(name).codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw bad("A name can't look like punctuation marks alone.");
    }
  }

  /** Whether it could be taken for the server, for everybody, or for somebody's id. */
  public static boolean isReserved(String name) {
    return ReservedNames.contain(name);
  }

  private static void joiner(int[] all, int at, String joiners) {
    if (at == 0) {
      throw bad("A name begins with a letter or a digit.");
    }
    boolean last = at == all.length - 1;
    boolean lonely = joiners.indexOf(all[at - 1]) < 0 && (last || joiners.indexOf(all[at + 1]) < 0);
    if (all[at] != '_' && (last || !lonely)) {
      throw bad("In a name, %s stands between two letters or digits.".formatted(shown(all[at])));
    }
  }

  private static boolean isNamed(int c) {
    return switch (Character.getType(c)) {
      case Character.LOWERCASE_LETTER,
          Character.UPPERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK ->
          true;
      // Most of them are signs of phonetics that look like punctuation.
      case Character.MODIFIER_LETTER ->
          c == LONG_VOWEL || BESIDE_LATIN.contains(UnicodeScript.of(c));
      default -> false;
    };
  }

  private static boolean isMark(int c) {
    return Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static UnicodeScript scriptBefore(int[] all, int at) {
    int before = at - 1;
    while (before > 0 && isMark(all[before])) {
      before--;
    }
    return before < 0 ? null : UnicodeScript.of(all[before]);
  }

  private static boolean looksLikeNoLetter(int c) {
    return !isMark(c)
        && c != LONG_VOWEL
        && c != ETH
        && Skeleton.prototype(c).codePoints().noneMatch(Character::isLetterOrDigit);
  }

  private static boolean fit(Set<UnicodeScript> scripts) {
    Set<UnicodeScript> others = EnumSet.noneOf(UnicodeScript.class);
    others.addAll(scripts);
    boolean latin = others.remove(UnicodeScript.LATIN);
    boolean one = others.size() <= 1 || TOGETHER.stream().anyMatch(set -> set.containsAll(others));
    return one && (!latin || BESIDE_LATIN.containsAll(others));
  }

  private static String called(UnicodeScript script) {
    String name = script.name().replace('_', ' ');
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String shown(int c) {
    return "\"" + Printable.line(Character.toString(c)) + "\"";
  }

  private static InvalidRequest bad(String message) {
    return new InvalidRequest(ErrorCode.BAD_NAME, message);
  }
}
