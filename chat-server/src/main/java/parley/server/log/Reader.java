package parley.server.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import parley.protocol.Names;
import parley.server.state.Ban;
import parley.server.state.Entry;

/** One connection that reads. For one thread at a time. */
final class Reader implements AutoCloseable {
  /** Events in one {@link Page}. */
  static final int PAGE = 512;

  /** A membership's numbers, both inclusive. */
  private record Span(String room, long from, long to) {}

  static final String SPANS =
      """
      SELECT room, from_seq, to_seq FROM membership
      WHERE person = ? AND from_seq <= ? AND (to_seq IS NULL OR to_seq > ?) ORDER BY from_seq\
      """;

  /** Whether a person was a member at some event, or is one now and may read everything. */
  static final String MEMBER =
      """
      SELECT 1 FROM membership
      WHERE person = ? AND room = ? AND (to_seq IS NULL OR from_seq <= ? AND to_seq >= ?) LIMIT 1\
      """;

  static final String UNREAD =
      """
      SELECT count(*) FROM (
        SELECT 1 FROM event
        WHERE kind = 'said' AND room IS NOT NULL AND room = ? AND seq > ? AND seq <= ?
          AND person IS NOT ? AND (body IS NOT NULL OR latest IS NOT NULL)
        LIMIT ?)\
      """;

  static final String ROOM_OF = "SELECT room FROM event WHERE seq = ?";

  static final String NEXT_AT = "SELECT seq, at FROM event WHERE seq >= ? ORDER BY seq LIMIT 1";

  private final Connection connection;
  private final Statements sql;
  private final Retelling retelling;

  Reader(Connection connection) {
    this.connection = connection;
    sql = new Statements(connection);
    retelling = new Retelling(sql);
  }

  Page visible(String person, long after, long upTo, int maxBytes) throws SQLException {
    List<Long> seqs = oldest(person, after, upTo, PAGE);
    long end = seqs.size() < PAGE ? upTo : seqs.getLast();
    List<Entry> entries = new ArrayList<>(seqs.size());
    long bytes = 0;
    for (long seq : seqs) {
      Retelling.Retold retold = seenBy(person, retelling.retold(seq));
      bytes += retold.bytes();
      if (bytes > maxBytes && !entries.isEmpty()) {
        return new Page(entries, seq - 1);
      }
      if (retold.entry() != null) {
        entries.add(retold.entry());
      }
    }
    return new Page(entries, end);
  }

  /** A text that came after somebody left a room is not for them; what they saw is gone. */
  private Retelling.Retold seenBy(String person, Retelling.Retold retold) throws SQLException {
    Entry entry = retold.entry();
    if (retold.latest() == 0 || entry.change().room() == null) {
      return retold;
    }
    String room = Names.fold(entry.change().room());
    try (ResultSet row =
        sql.bound(MEMBER, person, room, retold.latest(), retold.latest()).executeQuery()) {
      return row.next()
          ? retold
          : new Retelling.Retold(retelling.deleted(entry.seq(), entry.at()), 0, 0);
    }
  }

  int unread(String person, String room, long after, long upTo, int atMost) throws SQLException {
    try (ResultSet row =
        sql.bound(UNREAD, Names.fold(room), after, upTo, person, (long) atMost).executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  String roomOf(long seq) throws SQLException {
    try (ResultSet row = sql.bound(ROOM_OF, seq).executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** The numbers of the first {@code most} visible events of {@code (after, upTo]}. */
  private List<Long> oldest(String person, long after, long upTo, int most) throws SQLException {
    PriorityQueue<Long> found = new PriorityQueue<>(Comparator.reverseOrder());
    for (Span span : spans(person, after, upTo)) {
      for (Source source : List.of(Source.SAID, Source.HAPPENED)) {
        long to = found.size() < most ? span.to() : Math.min(span.to(), found.peek() - 1);
        keep(found, most, numbers(source, span.room(), span.from(), to, most, false));
      }
    }
    for (Source source : List.of(Source.WRITTEN, Source.RECEIVED)) {
      long to = found.size() < most ? upTo : Math.min(upTo, found.peek() - 1);
      keep(found, most, numbers(source, person, after + 1, to, most, false));
    }
    return found.stream().sorted().toList();
  }

  /** The numbers of the last {@code most} visible events up to {@code upTo}, in no order. */
  private PriorityQueue<Long> newest(String person, long upTo, int most) throws SQLException {
    PriorityQueue<Long> found = new PriorityQueue<>();
    for (Source source : List.of(Source.WRITTEN, Source.RECEIVED)) {
      long from = found.size() < most ? 1 : found.peek() + 1;
      keep(found, most, numbers(source, person, from, upTo, most, true));
    }
    for (Span span : spans(person, 0, upTo).reversed()) {
      for (Source source : List.of(Source.SAID, Source.HAPPENED)) {
        long from = found.size() < most ? span.from() : Math.max(span.from(), found.peek() + 1);
        keep(found, most, numbers(source, span.room(), from, span.to(), most, true));
      }
    }
    return found;
  }

  /** Adds, then drops from the queue's head what is too much. */
  private static void keep(PriorityQueue<Long> found, int most, List<Long> numbers) {
    found.addAll(numbers);
    while (found.size() > most) {
      found.poll();
    }
  }

  long nthNewestVisible(String person, long upTo, int n) throws SQLException {
    PriorityQueue<Long> found = newest(person, upTo, n);
    return found.size() < n ? 0 : found.peek();
  }

  long countVisible(String person, long after, long upTo, long atMost) throws SQLException {
    long count = 0;
    for (Source source : List.of(Source.WRITTEN, Source.RECEIVED)) {
      count += count(source, person, after + 1, upTo, atMost - count);
    }
    for (Span span : spans(person, after, upTo)) {
      for (Source source : List.of(Source.SAID, Source.HAPPENED)) {
        if (count < atMost) {
          count += count(source, span.room(), span.from(), span.to(), atMost - count);
        }
      }
    }
    return count;
  }

  /** The person's memberships, cut to {@code (after, upTo]}. */
  private List<Span> spans(String person, long after, long upTo) throws SQLException {
    List<Span> spans = new ArrayList<>();
    try (ResultSet row = sql.bound(SPANS, person, upTo, after).executeQuery()) {
      while (row.next()) {
        long left = row.getLong(3);
        long to = row.wasNull() ? upTo : Math.min(left, upTo);
        spans.add(new Span(row.getString(1), Math.max(row.getLong(2), after + 1), to));
      }
    }
    return spans;
  }

  private List<Long> numbers(
      Source source, String key, long from, long to, int most, boolean newestFirst)
      throws SQLException {
    List<Long> numbers = new ArrayList<>();
    if (from > to) {
      return numbers;
    }
    PreparedStatement select = sql.bound(source.numbers(newestFirst), key, from, to, most);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
    }
    return numbers;
  }

  private long count(Source source, String key, long from, long to, long most) throws SQLException {
    try (ResultSet row = sql.bound(source.count(), key, from, to, most).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  History history(String viewer, Scope scope, Long before, Long after, int limit, int maxBytes)
      throws SQLException {
    boolean newestFirst = after == null;
    long from = after == null ? 1 : after + 1;
    long to = before == null ? Long.MAX_VALUE : before - 1;
    PreparedStatement select =
        switch (scope) {
          case Scope.Room room ->
              sql.bound(
                  Source.SAID.entries(newestFirst), Names.fold(room.room()), from, to, limit + 1L);
          case Scope.With with -> {
            String other = with.person();
            boolean inOrder = viewer.compareTo(other) <= 0;
            yield sql.bound(
                Source.BETWEEN.entries(newestFirst),
                inOrder ? viewer : other,
                inOrder ? other : viewer,
                from,
                to,
                limit + 1L);
          }
        };
    List<Entry> entries = new ArrayList<>();
    boolean more = false;
    long bytes = 0;
    try (ResultSet row = select.executeQuery()) {
      for (int read = 0; !more && row.next(); read++) {
        Retelling.Retold retold = retelling.retold(row);
        bytes += retold.bytes();
        more = read == limit || bytes > maxBytes && !entries.isEmpty();
        if (!more) {
          entries.add(retelling.withReactions(retold.entry()));
        }
      }
    }
    return new History(newestFirst ? List.copyOf(entries.reversed()) : entries, more);
  }

  List<Entry> messages(List<Long> seqs) throws SQLException {
    List<Entry> entries = new ArrayList<>(seqs.size());
    for (long seq : seqs) {
      Entry entry = retelling.retold(seq).entry();
      if (entry != null && !entry.fate().deleted()) {
        entries.add(retelling.withReactions(entry));
      }
    }
    return entries;
  }

  /** Times never go back from one event to the next, so that halving the numbers finds it. */
  long firstSince(long at, long last) throws SQLException {
    long low = 1;
    long high = last + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      try (ResultSet row = sql.bound(NEXT_AT, middle).executeQuery()) {
        if (!row.next() || row.getLong(2) >= at) {
          high = middle;
        } else {
          low = row.getLong(1) + 1;
        }
      }
    }
    return low;
  }

  String meta(String key) throws SQLException {
    String select = "SELECT value FROM meta WHERE key = ?";
    try (ResultSet row = sql.bound(select, key).executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  List<Ban> bans() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return Loader.bans(statement);
    }
  }

  /** Answers from one moment's state. */
  <T> T read(Readers.Read<T> read) throws SQLException {
    try {
      sql.get("BEGIN").execute();
      T answer = read.from(this);
      sql.get("COMMIT").execute();
      return answer;
    } catch (SQLException | RuntimeException e) {
      sql.renew();
      try (Statement statement = connection.createStatement()) {
        statement.execute("ROLLBACK");
      } catch (SQLException rolledBack) {
        // SQLite did so itself, or BEGIN was what failed.
      }
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
