package parley.server.search;

import java.util.List;
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
 * @param note a sentence that tells where this may not be what was meant; null where it is plain
 */
public record Query(
    List<Phrase> phrases,
    List<Phrase> without,
    List<String> from,
    List<String> notFrom,
    List<String> rooms,
    List<String> notRooms,
    long since,
    long until,
    String note) {

  /** Words, phrases and operators in one query. */
  static final int TERMS = 32;

  /**
   * Phrases in one query whose last word may go on: each merges the lists of all words that begin
   * so.
   */
  static final int PREFIXES = 8;

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
   * @throws InvalidRequest where it has too many words, or beginnings of words
   */
  public static Query parse(String text) {
    return new QueryParser(text).parse();
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
        phrases, without, List.of(Names.fold(name)), notFrom, rooms, notRooms, since, until, note);
  }
}
