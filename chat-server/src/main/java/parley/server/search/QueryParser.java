package parley.server.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.protocol.ErrorCode;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;

/** Reads a query from its beginning to its end; used once. */
final class QueryParser {
  private static final Pattern OPERATOR =
      Pattern.compile("(from|room|before|after):", Pattern.CASE_INSENSITIVE);
  private static final Pattern DATE =
      Pattern.compile("([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?");

  private final String text;
  private int at;
  private final List<Phrase> phrases = new ArrayList<>();
  private final List<Phrase> without = new ArrayList<>();

  /** What {@code -word} could also have been typed for: the word as it stands. */
  private final List<String> options = new ArrayList<>();

  private final List<String> from = new ArrayList<>();
  private final List<String> notFrom = new ArrayList<>();
  private final List<String> rooms = new ArrayList<>();
  private final List<String> notRooms = new ArrayList<>();
  private long since = Long.MIN_VALUE;
  private long until = Long.MAX_VALUE;
  private final QueryNote note = new QueryNote();

  QueryParser(String text) {
    this.text = text;
  }

  Query parse() {
    int terms = 0;
    while (skipSpace()) {
      terms++;
      if (terms > Query.TERMS) {
        throw tooMany();
      }
      term();
    }
    Query query = query();
    int tokens = 0;
    int prefixes = 0;
    for (List<Phrase> list : List.of(query.phrases(), query.without())) {
      for (Phrase phrase : list) {
        tokens += phrase.forms().size();
        prefixes += phrase.prefix() ? 1 : 0;
      }
    }
    if (tokens > Query.TOKENS) {
      throw tooMany();
    }
    if (prefixes > Query.PREFIXES) {
      throw new InvalidRequest(
          ErrorCode.BAD_REQUEST,
          "A search has at most %d words that end with * or are one character of a text without spaces; use fewer."
              .formatted(Query.PREFIXES));
    }
    return query;
  }

  private Query query() {
    boolean nothingElse =
        without.size() == options.size()
            && phrases.isEmpty()
            && from.isEmpty()
            && notFrom.isEmpty()
            && rooms.isEmpty()
            && notRooms.isEmpty()
            && since == Long.MIN_VALUE
            && until == Long.MAX_VALUE;
    if (nothingElse && !options.isEmpty()) {
      // Nobody looks for all that is said but for a word.
      without.clear();
      options.forEach(option -> add(option, false, false));
      options.clear();
    }
    options.forEach(note::without);
    return new Query(
        phrases, without, from, notFrom, rooms, notRooms, since, until, note.sentence());
  }

  private static InvalidRequest tooMany() {
    return new InvalidRequest(
        ErrorCode.BAD_REQUEST, "A search has at most " + Query.TERMS + " words; use fewer.");
  }

  private boolean skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private void term() {
    int start = at;
    boolean not = isNot();
    if (not) {
      at++;
    }
    Matcher operator = OPERATOR.matcher(text).region(at, text.length());
    if (operator.lookingAt()) {
      at = operator.end();
      String value = value();
      if (!operate(operator.group(1).toLowerCase(Locale.ROOT), value, not)) {
        note.noOperator(text.substring(start, at));
        add(text.substring(not ? start + 1 : start, at), false, not);
      }
      return;
    }
    boolean quoted = text.startsWith("\"", at);
    String value = value();
    boolean star = at < text.length() && text.charAt(at) == '*';
    boolean prefix = star || value.endsWith("*");
    if (star) {
      at++;
    }
    if (!quoted) {
      note.word(value);
    }
    if (not && !quoted && !prefix) {
      addOption(value);
    } else {
      add(value, prefix, not);
    }
  }

  /**
   * Whether a hyphen leaves something out: not where it is one of several, as before an option of a
   * command, or belongs to a number.
   */
  private boolean isNot() {
    if (text.charAt(at) != '-' || at + 1 == text.length()) {
      return false;
    }
    char next = text.charAt(at + 1);
    return !isSpace(next) && next != '-' && !Character.isDigit(next);
  }

  /** Leaves a word out, but not where it is written with its hyphen: that may be what is meant. */
  private void addOption(String word) {
    Phrase phrase = Phrase.of(word, false);
    if (phrase != null) {
      without.add(phrase.unless("-" + phrase.forms().getFirst()));
      options.add("-" + word);
    }
  }

  /** From here to the next space; or, after a quotation mark, to the next such or the end. */
  private String value() {
    if (at < text.length() && text.charAt(at) == '"') {
      int end = text.indexOf('"', at + 1);
      String value = text.substring(at + 1, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      return value;
    }
    int start = at;
    while (at < text.length() && !isSpace(text.charAt(at)) && text.charAt(at) != '"') {
      at++;
    }
    return text.substring(start, at);
  }

  private void add(String words, boolean prefix, boolean not) {
    Phrase phrase = Phrase.of(words, prefix);
    if (phrase != null) {
      (not ? without : phrases).add(phrase);
    }
  }

  /**
   * @return whether the value is one for this operator
   */
  private boolean operate(String operator, String value, boolean not) {
    return switch (operator) {
      case "from" -> name(Names::person, value, not ? notFrom : from);
      case "room" -> name(Names::room, value, not ? notRooms : rooms);
      default -> bound(value, operator.equals("after") != not);
    };
  }

  private boolean bound(String value, boolean after) {
    Long day = day(value);
    if (day == null) {
      return false;
    }
    if (after) {
      since = Math.max(since, day);
    } else {
      until = Math.min(until, day);
    }
    return true;
  }

  private static boolean name(UnaryOperator<String> read, String value, List<String> names) {
    try {
      return names.add(Names.fold(read.apply(value)));
    } catch (InvalidRequest e) {
      return false;
    }
  }

  /** When a day began, or a month or a year; null where the text is none. */
  private static Long day(String value) {
    Matcher date = DATE.matcher(value);
    if (!date.matches()) {
      return null;
    }
    try {
      LocalDate day =
          LocalDate.of(number(date.group(1)), number(date.group(2)), number(date.group(3)));
      return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(String digits) {
    return digits == null ? 1 : Integer.parseInt(digits);
  }
}
