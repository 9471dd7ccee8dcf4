package parley.protocol;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The rules of names, of people and of rooms: 1 to {@link Limits#NAME_LENGTH} characters after NFKC
 * (Unicode Standard Annex 15), none of them white space, control, format, unassigned, surrogate or
 * private use, none of {@code : / * #}, and no combining mark first. Two names are the same name
 * when their folded forms are equal.
 */
public final class Names {
  private static final String RESERVED = ":/*#";

  private Names() {}

  /**
   * The name as it is kept and shown.
   *
   * @throws InvalidRequest with {@link ErrorCode#BAD_NAME} and a sentence that says what is wrong
   */
  public static String check(String name) {
    String kept = Normalizer.normalize(name, Normalizer.Form.NFKC);
    int length = kept.codePointCount(0, kept.length());
    if (length == 0 || length > Limits.NAME_LENGTH) {
      throw bad("A name has 1 to " + Limits.NAME_LENGTH + " characters.");
    }
    kept.codePoints().forEach(Names::checkCharacter);
    if (isMark(kept.codePointAt(0))) {
      throw bad("A name can't begin with a combining mark.");
    }
    return kept;
  }

  private static void checkCharacter(int c) {
    boolean hidden =
        switch (Character.getType(c)) {
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
    if (hidden) {
      throw bad("A name can't hold spaces, control or invisible characters.");
    }
    if (RESERVED.indexOf(c) >= 0) {
      throw bad("A name can't hold any of : / * #");
    }
  }

  /** Letters and symbols that Unicode draws as nothing though their category does not say so. */
  private static boolean isBlank(int c) {
    return c == 0x115F
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || c == 0x2800
        || c == 0x034F
        || (c >= 0x17B4 && c <= 0x17B5)
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF);
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  /** The form in which names are compared: NFKC, and without regard to case. */
  public static String fold(String name) {
    String upper = Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
  }

  private static InvalidRequest bad(String message) {
    return new InvalidRequest(ErrorCode.BAD_NAME, message);
  }
}
