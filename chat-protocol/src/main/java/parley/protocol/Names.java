package parley.protocol;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The rules of names, of people and of rooms: 1 to {@link Limits#NAME_LENGTH} characters (code
 * points) after NFKC (Unicode Standard Annex 15), none of them white space, control, format,
 * unassigned, surrogate or private use, none drawn as nothing, none of {@code : / * #}, no
 * combining mark first and no more than {@value #MARKS} after one another (Unicode Technical
 * Standard 39). Two names are the same name when their folded forms are equal.
 */
public final class Names {
  private static final String RESERVED = ":/*#";
  private static final int MARKS = 4;

  /**
   * UTF-16 units above which a name is not even normalized: that can make it 18 times longer, and
   * costs the square of a run of marks.
   */
  static final int UNITS = 8 * Limits.NAME_LENGTH;

  private Names() {}

  /**
   * The name as it is kept and shown; checked again, it stays as it is.
   *
   * @throws InvalidRequest with {@link ErrorCode#BAD_NAME} and a sentence that says what is wrong
   */
  public static String check(String name) {
    String kept = name.length() > UNITS ? "" : Normalizer.normalize(name, Normalizer.Form.NFKC);
    int length = kept.codePointCount(0, kept.length());
    if (length == 0 || length > Limits.NAME_LENGTH) {
      throw bad("A name has 1 to " + Limits.NAME_LENGTH + " characters.");
    }
    // A mark first would sit on what is printed before the name: count it as one too many.
    int marks = MARKS;
    for (int at = 0; at < kept.length(); ) {
      int c = kept.codePointAt(at);
      at += Character.charCount(c);
      checkCharacter(c);
      marks = isMark(c) ? marks + 1 : 0;
      if (marks > MARKS) {
        throw bad("A name can't begin with a combining mark, nor pile up more than " + MARKS + ".");
      }
    }
    return kept;
  }

  /**
   * A room as somebody writes it, with a {@code #} before its name or without; checked.
   *
   * @throws InvalidRequest as {@link #check}
   */
  public static String room(String written) {
    return check(written.startsWith("#") ? written.substring(1) : written);
  }

  /**
   * A person as somebody writes them, with an {@code @} before the name or without; checked.
   *
   * @throws InvalidRequest as {@link #check}
   */
  public static String person(String written) {
    return check(written.startsWith("@") ? written.substring(1) : written);
  }

  /** Whether a character is none that people see, or can be relied on to see. */
  static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isBlank(c);
    };
  }

  private static void checkCharacter(int c) {
    if (isHidden(c)) {
      throw bad("A name can't hold spaces, control or invisible characters.");
    }
    if (RESERVED.indexOf(c) >= 0) {
      throw bad("A name can't hold any of : / * #");
    }
  }

  /**
   * Letters, marks and symbols drawn as nothing though their category does not say so: Unicode's
   * Default_Ignorable_Code_Point, and the fillers and blanks outside it.
   */
  private static boolean isBlank(int c) {
    return c == 0x034F
        || (c >= 0x115F && c <= 0x1160)
        || (c >= 0x17B4 && c <= 0x17B5)
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFFA0
        || (c >= 0x13441 && c <= 0x13442)
        || c == 0x16FE4
        || c == 0x1D159
        || (c >= 0xE0100 && c <= 0xE01EF);
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  /**
   * The form in which names are compared: NFKC, and without regard to case, in no language's own
   * way. Folded again, it stays as it is. What is too long to be anybody's name is the name of
   * itself alone.
   */
  public static String fold(String name) {
    if (name.length() > UNITS) {
      return name;
    }
    // Lower case first, because only so does the capital sharp s become the two letters it is.
    String folded =
        Normalizer.normalize(name, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }

  private static InvalidRequest bad(String message) {
    return new InvalidRequest(ErrorCode.BAD_NAME, message);
  }
}
