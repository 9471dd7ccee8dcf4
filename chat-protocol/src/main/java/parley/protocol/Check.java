package parley.protocol;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of fields, each answering the value it was given or throwing what is wrong with it. */
final class Check {
  /** A black flag, the tags of a region's code, and the one that ends them. */
  private static final Pattern REGION_FLAG =
      Pattern.compile("\\x{1F3F4}[\\x{E0030}-\\x{E0039}\\x{E0061}-\\x{E007A}]{3,6}\\x{E007F}");

  private Check() {}

  /** A name to be taken: no sign stands before it. */
  static String name(String value) {
    return Names.check(required("name", value));
  }

  static String person(String value) {
    return Names.person(required("name", value));
  }

  static String room(String value) {
    return Names.room(required("room", value));
  }

  static String optionalRoom(String value) {
    return value == null ? null : room(value);
  }

  /** A name that a server told, and not one that somebody wrote. */
  static String optionalName(String value) {
    return value == null ? null : Names.check(value);
  }

  static String optionalPerson(String value) {
    return value == null ? null : Names.person(value);
  }

  /** An id, a nonce, a session: 1 to {@link Limits#TOKEN_LENGTH} characters, or null. */
  static String token(String field, String value) {
    if (value == null) {
      return null;
    }
    // Twice the length in UTF-16 units is refused without counting.
    boolean fits =
        !value.isEmpty()
            && value.length() <= 2 * Limits.TOKEN_LENGTH
            && value.codePointCount(0, value.length()) <= Limits.TOKEN_LENGTH;
    if (!fits) {
      throw bad("\"" + field + "\" has 1 to " + Limits.TOKEN_LENGTH + " characters.");
    }
    return wellFormed(field, value);
  }

  /** A password that is tried: bounded, because it is hashed. */
  static String password(String field, String value) {
    if (value != null
        && (value.isEmpty()
            || value.length() > Limits.PASSWORD_BYTES
            || value.getBytes(StandardCharsets.UTF_8).length > Limits.PASSWORD_BYTES)) {
      throw bad("\"" + field + "\" has 1 to " + Limits.PASSWORD_BYTES + " bytes.");
    }
    return wellFormed(field, value);
  }

  /** A password that is set. No rules of what is in it: length alone helps (NIST SP 800-63B). */
  static String newPassword(String value) {
    String password = password("password", required("password", value));
    if (password.codePointCount(0, password.length()) < Limits.PASSWORD_LEAST) {
      throw bad("A password has at least " + Limits.PASSWORD_LEAST + " characters.");
    }
    return password;
  }

  /** What a session is called: one line, as people read it. */
  static String device(String value) {
    return value == null ? null : label("device", value);
  }

  /** What people call a thing of theirs: one line, as they read it. */
  static String label(String field, String value) {
    token(field, value);
    if (value.isBlank() || !Printable.line(value).equals(value)) {
      throw bad(
          "\"" + field + "\" is a name such as laptop, without characters that are not seen.");
    }
    return value;
  }

  /** What a token is for. */
  static List<TokenRight> may(List<TokenRight> value) {
    Set<TokenRight> may =
        value == null || value.contains(null) || value.isEmpty()
            ? EnumSet.noneOf(TokenRight.class)
            : EnumSet.copyOf(value);
    if (value == null) {
      return List.of(TokenRight.READ, TokenRight.POST);
    }
    if (!may.contains(TokenRight.READ) && !may.contains(TokenRight.POST)) {
      throw bad("A token may read, or post, or both; talks are where it may it too.");
    }
    return List.copyOf(may);
  }

  static String wellFormed(String field, String value) {
    if (value != null && !WellFormed.isText(value)) {
      throw bad("\"" + field + "\" holds half of a surrogate pair.");
    }
    return value;
  }

  /** A SHA-256 in hexadecimal digits (FIPS 180-4), kept in lower case. */
  static String sha256(String value) {
    String given = required("sha256", value);
    if (!Digits.areHexadecimal(given, 64)) {
      throw bad("\"sha256\" has 64 hexadecimal digits.");
    }
    return given.toLowerCase(Locale.ROOT);
  }

  /** A message's text: not blank, bounded, no control characters but newline and tab. */
  static String text(String value) {
    String text = required("text", value);
    if (text.isBlank()) {
      throw new InvalidRequest(ErrorCode.BAD_TEXT, "A message needs some text.");
    }
    return bounded(text, Limits.TEXT_BYTES, "A message", true);
  }

  static String topic(String value) {
    return bounded(required("text", value), Limits.TOPIC_BYTES, "A topic", false);
  }

  static String away(String value) {
    return value == null
        ? null
        : bounded(value, Limits.AWAY_BYTES, "What you say about being away", false);
  }

  static String description(String value) {
    return bounded(value, Limits.TOPIC_BYTES, "A description", false);
  }

  /** What of a room is to change. */
  static RoomSettings settings(RoomSettings set) {
    if (set != null) {
      range("slow", set.slow(), 0, RoomSettings.SLOW_MOST);
      range("keep", set.keep(), 0, RoomSettings.KEEP_MOST);
      if (set.description() != null) {
        description(set.description());
      }
    }
    return set;
  }

  /** Why something is done to somebody; may be empty. */
  static String reason(String value) {
    return value == null ? null : bounded(value, Limits.TOPIC_BYTES, "A reason", false);
  }

  static String line(String value) {
    return bounded(required("line", value), Limits.TEXT_BYTES, "A command", false);
  }

  static String query(String value) {
    String query = required("query", value);
    if (query.isBlank()) {
      throw bad("A search needs some words.");
    }
    return bounded(query, Limits.QUERY_BYTES, "A search", false);
  }

  /**
   * One grapheme cluster. What comes first must be something to see; whatever a cluster may hold
   * after it (joiners, variations) belongs to it, and nothing else does. Tags, which nobody sees,
   * make a region's flag (Unicode Technical Standard 51) or are refused: they could say anything.
   */
  static String emoji(String value) {
    String emoji = required("emoji", value);
    boolean fits =
        !emoji.isEmpty()
            && emoji.length() <= Limits.EMOJI_BYTES
            && WellFormed.isText(emoji)
            && emoji.getBytes(StandardCharsets.UTF_8).length <= Limits.EMOJI_BYTES
            && isCluster(emoji)
            && tagsMakeFlag(emoji)
            && emoji.codePoints().noneMatch(c -> Character.isWhitespace(c) || isControl(c));
    if (!fits || !isSeen(emoji.codePointAt(0))) {
      throw bad(
          "\"emoji\" is one character as people see it, of at most "
              + Limits.EMOJI_BYTES
              + " bytes.");
    }
    return emoji;
  }

  private static boolean tagsMakeFlag(String emoji) {
    return emoji.codePoints().noneMatch(c -> c >= 0xE0000 && c <= 0xE007F)
        || REGION_FLAG.matcher(emoji).matches();
  }

  /** Whether it is one character as people see it, whatever that is made of (UAX #29). */
  private static boolean isCluster(String text) {
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(text);
    return clusters.next() == text.length();
  }

  private static boolean isControl(int c) {
    return Character.isISOControl(c) || Character.isSpaceChar(c);
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          false;
      default -> true;
    };
  }

  /** The number of a message that is meant; there is none below 1. */
  static Long seq(Long value) {
    if (required("seq", value) < 1) {
      throw bad("\"seq\" is 1 or more.");
    }
    return value;
  }

  static <T> T required(String field, T value) {
    if (value == null) {
      throw bad("The request lacks \"" + field + "\".");
    }
    return value;
  }

  static Integer range(String field, Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw bad("\"" + field + "\" goes from " + least + " to " + most + ".");
    }
    return value;
  }

  static Long notNegative(String field, Long value) {
    if (value != null && value < 0) {
      throw bad("\"" + field + "\" can't be negative.");
    }
    return value;
  }

  static InvalidRequest bad(String message) {
    return new InvalidRequest(ErrorCode.BAD_REQUEST, message);
  }

  private static String bounded(String text, int most, String what, boolean lines) {
    // A text has at least as many bytes as UTF-16 units: the longest are refused uncounted.
    boolean fits = text.length() <= most;
    int bytes = 0;
    for (int at = 0; fits && at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      fits = bytes <= most;
      boolean control = Character.isISOControl(c) && !(lines && (c == '\n' || c == '\t'));
      boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      if (control || half) {
        throw new InvalidRequest(
            ErrorCode.BAD_TEXT,
            what + " can't hold the character " + Printable.line(Character.toString(c)) + ".");
      }
    }
    if (!fits) {
      throw new InvalidRequest(
          ErrorCode.BAD_TEXT, what + " has at most " + most + " bytes of UTF-8.");
    }
    return text;
  }
}
