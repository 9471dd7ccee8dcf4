package parley.protocol;

import java.nio.charset.StandardCharsets;

/** The rules of fields, each answering the value it was given or throwing what is wrong with it. */
final class Check {
  private Check() {}

  static String name(String value) {
    return Names.check(required("name", value));
  }

  static String room(String value) {
    String given = required("room", value);
    // People who come from IRC type the hash; the room is the same one.
    return Names.check(given.startsWith("#") ? given.substring(1) : given);
  }

  static String optionalRoom(String value) {
    return value == null ? null : room(value);
  }

  static String optionalName(String value) {
    return value == null ? null : name(value);
  }

  static String token(String field, String value) {
    if (value != null && (value.isEmpty() || value.length() > Limits.TOKEN_LENGTH)) {
      throw bad("\"" + field + "\" has 1 to " + Limits.TOKEN_LENGTH + " characters.");
    }
    if (value != null && !isWellFormed(value)) {
      throw bad("\"" + field + "\" holds half of a surrogate pair.");
    }
    return value;
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

  static String line(String value) {
    return bounded(required("line", value), Limits.TEXT_BYTES, "A command", false);
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

  static Long positive(String field, Long value) {
    if (value != null && value < 0) {
      throw bad("\"" + field + "\" can't be negative.");
    }
    return value;
  }

  static InvalidRequest bad(String message) {
    return new InvalidRequest(ErrorCode.BAD_REQUEST, message);
  }

  private static String bounded(String text, int bytes, String what, boolean lines) {
    if (text.length() > bytes || text.getBytes(StandardCharsets.UTF_8).length > bytes) {
      throw new InvalidRequest(
          ErrorCode.BAD_TEXT, what + " has at most " + bytes + " bytes of UTF-8.");
    }
    boolean clean =
        isWellFormed(text)
            && text.chars()
                .noneMatch(c -> Character.isISOControl(c) && !(lines && (c == '\n' || c == '\t')));
    if (!clean) {
      throw new InvalidRequest(
          ErrorCode.BAD_TEXT, what + " can't hold control characters or half of a surrogate pair.");
    }
    return text;
  }

  /** Whether every surrogate has its partner: what has not can't be written as UTF-8. */
  private static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
