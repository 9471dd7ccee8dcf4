package parley.client.config;

/** Reads words, quotes and ends of lines of a text of TOML from a place on. Used for one text. */
final class TomlCursor {
  /** A line can't be read from some place on. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String sentence) {
      super(sentence, null, false, false);
    }
  }

  private final String text;
  private int at;
  private int line = 1;

  TomlCursor(String text) {
    this.text = text;
    at = text.startsWith("\ufeff") ? 1 : 0;
  }

  /** Where it is, in characters from the beginning. */
  int at() {
    return at;
  }

  /** In which line, the first one being 1. */
  int line() {
    return line;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** Goes past one character. */
  void skip() {
    at++;
  }

  /** A text, a number, true or false; as it is meant. */
  String value() throws Unreadable {
    char c = peek();
    if (c == '"' || c == '\'') {
      if (text.startsWith(("" + c).repeat(3), at)) {
        throw new Unreadable("Text over several lines (three quotes) is not read here.");
      }
      return quoted();
    }
    if (c == '{') {
      throw new Unreadable("Tables within a line ({…}) are not read here: give it a [table].");
    }
    int from = at;
    while (at < text.length() && isBare(text.charAt(at))) {
      at++;
    }
    String word = text.substring(from, at);
    if (word.equals("true") || word.equals("false")) {
      return word;
    }
    if (word.isEmpty()) {
      throw new Unreadable("A value is missing behind the =.");
    }
    if (!isNumber(word)) {
      at = from;
      throw new Unreadable("Text needs quotes around it: \"…\".");
    }
    return word.replace("_", "");
  }

  private static boolean isNumber(String word) {
    int digits = word.startsWith("-") || word.startsWith("+") ? 1 : 0;
    for (int i = digits; i < word.length(); i++) {
      boolean digit = word.charAt(i) >= '0' && word.charAt(i) <= '9';
      boolean between = word.charAt(i) == '_' && i > digits && i < word.length() - 1;
      if (!digit && !between) {
        return false;
      }
    }
    return word.length() > digits;
  }

  String name() throws Unreadable {
    char c = peek();
    if (c == '"' || c == '\'') {
      return quoted();
    }
    int from = at;
    while (at < text.length() && isBare(text.charAt(at)) && text.charAt(at) != '+') {
      at++;
    }
    if (at == from) {
      throw new Unreadable("A name is missing here, or has a sign in it that needs quotes.");
    }
    return text.substring(from, at);
  }

  private static boolean isBare(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '-'
        || c == '+';
  }

  private String quoted() throws Unreadable {
    char quote = peek();
    at++;
    StringBuilder value = new StringBuilder();
    while (true) {
      char c = peek();
      if (c == quote) {
        at++;
        return value.toString();
      }
      if (c == '\n' || at >= text.length()) {
        throw new Unreadable("The quote is not closed in its line.");
      }
      if (c != '\t' && Character.isISOControl(c)) {
        throw new Unreadable("There is a control character between the quotes.");
      }
      at++;
      if (c == '\\' && quote == '"') {
        escape(value);
      } else {
        value.append(c);
      }
    }
  }

  private void escape(StringBuilder value) throws Unreadable {
    char c = peek();
    at++;
    switch (c) {
      case 'b' -> value.append('\b');
      case 't' -> value.append('\t');
      case 'n' -> value.append('\n');
      case 'f' -> value.append('\f');
      case 'r' -> value.append('\r');
      case 'e' -> value.append('\033');
      case '"' -> value.append('"');
      case '\\' -> value.append('\\');
      case 'u' -> value.appendCodePoint(hex(4));
      case 'U' -> value.appendCodePoint(hex(8));
      default -> {
        at--;
        throw new Unreadable(
            "A backslash before that is none of \\\\ \\\" \\n \\t \\u0000; '…' takes it as it is.");
      }
    }
  }

  private int hex(int digits) throws Unreadable {
    int code = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0 || text.charAt(at) > 'f' || code > 0x10FFF) {
        throw new Unreadable("Behind \\u come four hexadecimal digits of a character.");
      }
      code = code * 16 + digit;
      at++;
    }
    if (!Character.isValidCodePoint(code) || code >= 0xD800 && code < 0xE000) {
      throw new Unreadable("There is no character of that number.");
    }
    return code;
  }

  /** What comes next; 0 at the end. */
  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  void blanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  /** Within a list; with comments. */
  void blanksAndLines() {
    while (true) {
      blanks();
      if (atEndOfLine() && at < text.length()) {
        skipLine();
      } else {
        return;
      }
    }
  }

  boolean atEndOfLine() {
    return at >= text.length() || peek() == '\n' || peek() == '#' || text.startsWith("\r\n", at);
  }

  /** Goes past blanks and this sign. */
  void expect(char wanted) throws Unreadable {
    blanks();
    if (peek() != wanted || at >= text.length()) {
      throw new Unreadable("There should be a %s here.".formatted(wanted));
    }
    at++;
  }

  /** Goes past blanks and perhaps a comment to the next line. */
  void endLine() throws Unreadable {
    blanks();
    if (!atEndOfLine()) {
      throw new Unreadable("Nothing but a comment can follow here.");
    }
    skipLine();
  }

  void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
    line++;
  }
}
