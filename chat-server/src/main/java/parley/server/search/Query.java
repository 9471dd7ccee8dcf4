package parley.server.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.protocol.ErrorCode;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;

/**
 * What somebody typed to find messages, understood. Everything a person can type means something:
 * what looks like an operator and is none is looked for as words.
 *
 * @param phrases all of them must be in the message
 * @param without none of these may be
 * @param from who said it, by name, one of these; empty for everyone
 * @param notFrom none of these
 * @param rooms folded; in one of these; empty for everywhere
 * @param notRooms folded; in none of these
 * @param since inclusive, in milliseconds since 1970 UTC
 * @param until exclusive
 */
public record Query(
    List<Phrase> phrases,
    List<Phrase> without,
    List<String> from,
    List<String> notFrom,
    List<String> rooms,
    List<String> notRooms,
    long since,
    long until) {

  /** Words, phrases and operators in one query. */
  static final int TERMS = 32;

  /** Tokens in all of a query's phrases. */
  static final int TOKENS = 128;

  public Query {
    phrases = List.copyOf(phrases);
    without = List.copyOf(without);
    from = List.copyOf(from);
    notFrom = List.copyOf(notFrom);
    rooms = List.copyOf(rooms);
    notRooms = List.copyOf(notRooms);
  }

  /**
   * @throws InvalidRequest where it has too many words
   */
  public static Query parse(String text) {
    return new Parser(text).parse();
  }

  /** Whether there is nothing in it that could be looked for, as in {@code ?!}. */
  public boolean isEmpty() {
    return phrases.isEmpty()
        && without.isEmpty()
        && from.isEmpty()
        && notFrom.isEmpty()
        && rooms.isEmpty()
        && notRooms.isEmpty()
        && since == Long.MIN_VALUE
        && until == Long.MAX_VALUE;
  }

  /** The same, but said by a person of this name, whatever was typed. */
  public Query by(String name) {
    return new Query(
        phrases, without, List.of(Names.fold(name)), notFrom, rooms, notRooms, since, until);
  }

  /** Reads a query from its beginning to its end; used once. */
  private static final class Parser {
    private static final Pattern OPERATOR =
        Pattern.compile("(from|room|before|after):", Pattern.CASE_INSENSITIVE);
    private static final Pattern DATE =
        Pattern.compile("([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?");

    private final String text;
    private int at;
    private final List<Phrase> phrases = new ArrayList<>();
    private final List<Phrase> without = new ArrayList<>();
    private final List<String> from = new ArrayList<>();
    private final List<String> notFrom = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private final List<String> notRooms = new ArrayList<>();
    private long since = Long.MIN_VALUE;
    private long until = Long.MAX_VALUE;

    Parser(String text) {
      this.text = text;
    }

    Query parse() {
      int terms = 0;
      while (skipSpace()) {
        terms++;
        if (terms > TERMS) {
          throw tooMany();
        }
        term();
      }
      int tokens = 0;
      for (List<Phrase> list : List.of(phrases, without)) {
        tokens += list.stream().mapToInt(p -> p.forms().size()).sum();
      }
      if (tokens > TOKENS) {
        throw tooMany();
      }
      return new Query(phrases, without, from, notFrom, rooms, notRooms, since, until);
    }

    private static InvalidRequest tooMany() {
      return new InvalidRequest(
          ErrorCode.BAD_REQUEST, "A search has at most " + TERMS + " words; use fewer.");
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
      boolean not =
          text.charAt(at) == '-' && at + 1 < text.length() && !isSpace(text.charAt(at + 1));
      if (not) {
        at++;
      }
      int start = at;
      Matcher operator = OPERATOR.matcher(text).region(at, text.length());
      if (operator.lookingAt()) {
        at = operator.end();
        String value = value();
        if (operate(operator.group(1).toLowerCase(Locale.ROOT), value, not)) {
          return;
        }
        add(text.substring(start, at), false, not);
        return;
      }
      String value = value();
      boolean star = at < text.length() && text.charAt(at) == '*';
      boolean inside = !star && value.endsWith("*");
      add(value, star || inside, not);
      if (star) {
        at++;
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
        case "from" -> name(value, not ? notFrom : from);
        case "room" ->
            name(value.startsWith("#") ? value.substring(1) : value, not ? notRooms : rooms);
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

    private static boolean name(String value, List<String> names) {
      try {
        return names.add(Names.fold(Names.check(value)));
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
}
