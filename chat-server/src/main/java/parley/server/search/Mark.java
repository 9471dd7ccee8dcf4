package parley.server.search;

/**
 * Tokens of the index that are no words of a message: where it was said and by whom, and which
 * signs stand at its words. Each begins with a character for private use, which no word holds; so
 * nobody can ask for one by typing it.
 */
final class Mark {
  private static final char ROOM = '\uE000';
  private static final char NAME = '\uE001';
  private static final char AUTHOR = '\uE002';
  private static final char DIRECT = '\uE003';
  private static final char SIGN = '\uE004';

  /** ASCII characters that would end a token stand this far up, for private use too. */
  private static final char ESCAPED = '\uE100';

  private Mark() {}

  /** Said in a room; its name folded. */
  static String room(String folded) {
    return ROOM + escaped(folded);
  }

  /** Said by someone of this name, folded, as they were called then. */
  static String name(String folded) {
    return NAME + escaped(folded);
  }

  /** Said by a person; an id. */
  static String author(String person) {
    return AUTHOR + escaped(person);
  }

  /** A direct message that a person wrote or was sent; an id. */
  static String direct(String person) {
    return DIRECT + escaped(person);
  }

  /** A word with the signs that stand at it, as {@link Signs} tells them. */
  static String sign(String sign) {
    return SIGN + escaped(sign);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean kept = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      escaped.append(kept ? c : (char) (ESCAPED + c));
    }
    return escaped.toString();
  }
}
