package parley.server.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.protocol.Addressee;
import parley.server.logfile.CurrentMessages;
import parley.server.logfile.EventIndex;
import parley.server.logfile.RetentionMarks;
import parley.server.logfile.Statements;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;

/**
 * With whom a person exchanged direct messages that are there, the newest first. No table holds
 * that: the newest events of the person's talks are gone through, so many at a time. For one thread
 * at a time.
 */
public final class OwnTalks {
  /** Events that are gone through for one page, written and received. */
  private static final int SCANNED = 2_000;

  static final String HEAD =
      """
      SELECT person, recipient FROM event
      WHERE seq = ? AND kind = 'said' AND (body IS NOT NULL OR latest IS NOT NULL)\
      """;

  private static final String IN_TALK =
      """
      FROM event
      WHERE kind = 'said' AND recipient IS NOT NULL
        AND min(person, recipient) = ? AND max(person, recipient) = ?
        AND seq >= ? AND seq <= ? AND (body IS NOT NULL OR latest IS NOT NULL)\
      """;

  static final String SAID_SINCE = "SELECT 1 " + IN_TALK + " LIMIT 1";

  static final String UNREAD =
      "SELECT count(*) FROM (SELECT 1 " + IN_TALK + " AND person IS NOT ? LIMIT ?)";

  static final String NAME = "SELECT name, expired IS NOT NULL FROM person WHERE id = ?";

  static final String MARK = "SELECT seq FROM readmark WHERE person = ? AND place = ?";

  /**
   * One talk.
   *
   * @param other an id
   * @param name the last known one
   * @param gone whether nobody comes back under that id
   * @param last the newest message's number
   * @param at its time
   * @param read null where there is no mark
   */
  public record Talk(String other, String name, boolean gone, long last, long at, Long read) {}

  /**
   * Some of them.
   *
   * @param before where to read on; null where there are no more
   */
  public record Page(List<Talk> talks, Long before) {}

  private final Statements sql;
  private final CurrentMessages retelling;

  OwnTalks(Statements sql, CurrentMessages retelling) {
    this.sql = sql;
    this.retelling = retelling;
  }

  /**
   * @param before only talks in which nothing was said from there on; null for the newest
   */
  Page newest(String person, Long before, long upTo, int most, RetentionMarks floors)
      throws SQLException {
    long end = before == null ? upTo : Math.min(before - 1, upTo);
    List<Long> seqs = new ArrayList<>();
    long least = 0;
    for (EventIndex source : EventIndex.OF_TALKS) {
      List<Long> some = numbers(source, person, floors.from(source, null, 1), end);
      seqs.addAll(some);
      // Of the other one more might stand between those that follow.
      least = some.size() < SCANNED ? least : Math.max(least, some.getLast());
    }
    seqs.sort(Comparator.reverseOrder());
    Set<String> passed = new HashSet<>();
    Map<String, Talk> found = new LinkedHashMap<>();
    for (long seq : seqs) {
      String other = seq < least ? null : other(person, seq);
      if (other == null || passed.contains(other) || found.containsKey(other)) {
        continue;
      }
      if (before != null && saidSince(person, other, before, upTo)) {
        passed.add(other);
        continue;
      }
      Talk talk = talk(person, other, seq);
      if (talk != null) {
        found.put(other, talk);
      }
      if (found.size() == most) {
        return new Page(List.copyOf(found.values()), seq);
      }
    }
    return new Page(List.copyOf(found.values()), least == 0 ? null : (Long) least);
  }

  private List<Long> numbers(EventIndex source, String person, long from, long to)
      throws SQLException {
    List<Long> numbers = new ArrayList<>();
    if (from <= to) {
      try (ResultSet row =
          sql.bound(source.numbers(true), person, from, to, (long) SCANNED).executeQuery()) {
        while (row.next()) {
          numbers.add(row.getLong(1));
        }
      }
    }
    return numbers;
  }

  /** With whom a message is exchanged; null where it is none, or its text is gone. */
  private String other(String person, long seq) throws SQLException {
    try (ResultSet row = sql.bound(HEAD, seq).executeQuery()) {
      if (!row.next()) {
        return null;
      }
      return new Place.Talk(row.getString(1), row.getString(2)).other(person);
    }
  }

  private boolean saidSince(String person, String other, long from, long to) throws SQLException {
    try (ResultSet row =
        sql.bound(SAID_SINCE, lesser(person, other), greater(person, other), from, to)
            .executeQuery()) {
      return row.next();
    }
  }

  int unread(String person, String other, long from, long to, int atMost) throws SQLException {
    String a = lesser(person, other);
    String b = greater(person, other);
    try (ResultSet row = sql.bound(UNREAD, a, b, from, to, person, (long) atMost).executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Null where the row is not what the index says. */
  private Talk talk(String person, String other, long seq) throws SQLException {
    Entry entry = retelling.retold(seq).entry();
    if (entry == null
        || !(entry.change() instanceof Change.Said said)
        || !new Place.Talk(person, other).equals(said.audience())) {
      return null;
    }
    String name =
        said.person().equals(other) || !(said.addressee() instanceof Addressee.Person to)
            ? said.name()
            : to.name();
    boolean gone = true;
    try (ResultSet row = sql.bound(NAME, other).executeQuery()) {
      if (row.next()) {
        name = row.getString(1);
        gone = row.getBoolean(2);
      }
    }
    return new Talk(other, name, gone, seq, entry.at(), mark(person, other));
  }

  private Long mark(String person, String other) throws SQLException {
    String place = new Place.Talk(person, other).mark(person);
    try (ResultSet row = sql.bound(MARK, person, place).executeQuery()) {
      return row.next() ? (Long) row.getLong(1) : null;
    }
  }

  private static String lesser(String one, String other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static String greater(String one, String other) {
    return one.compareTo(other) <= 0 ? other : one;
  }
}
