package parley.client.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.protocol.Printable;

/**
 * Reads what {@link TomlFile} holds (TOML 1.0, as far as it goes), in one pass, line by line. A
 * line that can't be read is a fault, and the next one is read; what TOML has and settings have not
 * is told as that. Used for one text.
 */
final class TomlReader {
  /** Tables, keys and items of lists together: nobody sets more. */
  static final int MOST = 5_000;

  private static final int MOST_FAULTS = 20;
  private static final int MOST_NAMES = 8;
  private static final int LONGEST_NAME = 128;

  /** A line can't be read from some place on. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String sentence) {
      super(sentence, null, false, false);
    }
  }

  private final String text;
  private final List<TomlFile.Table> tables = new ArrayList<>();
  private final List<TomlFile.Entry> entries = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  /** Where what has been set was set, by its names. */
  private final Map<List<String>, Integer> set = new HashMap<>();

  private final Set<List<String>> headed = new HashSet<>();
  private List<String> table = List.of();

  /** Whether the table's head could not be read, so that nobody knows where its keys belong. */
  private boolean lost;

  private int at;
  private int line = 1;
  private int count;

  private TomlReader(String text) {
    this.text = text;
  }

  static TomlFile read(String text) {
    TomlReader reader = new TomlReader(text);
    reader.all();
    return new TomlFile(text, reader.tables, reader.entries, reader.faults);
  }

  private void all() {
    if (text.startsWith("\ufeff")) {
      at = 1;
    }
    while (at < text.length() && faults.size() < MOST_FAULTS) {
      int from = at;
      int first = line;
      try {
        statement(from, first);
      } catch (Unreadable e) {
        faults.add(new Fault(line, e.getMessage()));
        skipLine();
      }
    }
  }

  private void statement(int from, int first) throws Unreadable {
    blanks();
    if (atEndOfLine()) {
      endLine();
    } else if (peek() == '[') {
      head(from, first);
    } else {
      entry(from, first);
    }
  }

  private void head(int from, int first) throws Unreadable {
    lost = true;
    at++;
    if (peek() == '[') {
      throw new Unreadable("Lists of tables ([[…]]) are not read here.");
    }
    List<String> path = path();
    expect(']');
    endLine();
    counted();
    if (!headed.add(path)) {
      faults.add(new Fault(first, "The table [%s] is there already.".formatted(shown(path))));
    }
    tables.add(new TomlFile.Table(List.copyOf(path), first, from, at));
    table = path;
    lost = false;
  }

  private void entry(int from, int first) throws Unreadable {
    List<String> path = new ArrayList<>(table);
    path.addAll(path());
    expect('=');
    blanks();
    int valueFrom = at;
    List<String> items = new ArrayList<>();
    boolean list = peek() == '[';
    if (list) {
      list(items);
    } else {
      items.add(value());
    }
    int valueTo = at;
    endLine();
    counted();
    Integer before = set.putIfAbsent(path, first);
    if (before != null) {
      faults.add(new Fault(first, "%s is set in line %d already.".formatted(shown(path), before)));
    } else if (!lost) {
      entries.add(new TomlFile.Entry(path, list, items, first, from, valueFrom, valueTo, at));
    }
  }

  private void list(List<String> items) throws Unreadable {
    at++;
    while (true) {
      blanksAndLines();
      if (peek() == ']') {
        at++;
        return;
      }
      if (peek() == '[') {
        throw new Unreadable("A list in a list is not read here.");
      }
      items.add(value());
      counted();
      blanksAndLines();
      if (peek() == ',') {
        at++;
      } else if (peek() != ']') {
        throw new Unreadable("The list needs a comma or a ] here.");
      }
    }
  }

  private String value() throws Unreadable {
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
      throw new Unreadable("A text stands between quotes: \"…\".");
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

  private List<String> path() throws Unreadable {
    List<String> path = new ArrayList<>();
    while (true) {
      blanks();
      String name = name();
      path.add(name);
      if (path.size() > MOST_NAMES || name.length() > LONGEST_NAME) {
        throw new Unreadable("Nothing that can be set has so long a name.");
      }
      blanks();
      if (peek() != TomlFile.DOT) {
        return path;
      }
      at++;
    }
  }

  private String name() throws Unreadable {
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

  private void counted() throws Unreadable {
    if (++count > MOST) {
      throw new Unreadable("That is more than anybody sets; no more of it is read.");
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void blanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  /** Within a list; with comments. */
  private void blanksAndLines() {
    while (true) {
      blanks();
      if (atEndOfLine() && at < text.length()) {
        skipLine();
      } else {
        return;
      }
    }
  }

  private boolean atEndOfLine() {
    return at >= text.length() || peek() == '\n' || peek() == '#' || text.startsWith("\r\n", at);
  }

  private void expect(char wanted) throws Unreadable {
    blanks();
    if (peek() != wanted || at >= text.length()) {
      throw new Unreadable("There should be a %s here.".formatted(wanted));
    }
    at++;
  }

  private void endLine() throws Unreadable {
    blanks();
    if (!atEndOfLine()) {
      throw new Unreadable("Nothing but a comment can follow here.");
    }
    skipLine();
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
    line++;
  }

  private static String shown(List<String> path) {
    return Printable.line(String.join(".", path));
  }
}
