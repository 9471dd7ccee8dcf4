package parley.server.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import parley.protocol.Names;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Entry;

/** One connection that reads. For one thread at a time. */
final class Reader implements AutoCloseable {
  /** Events in one {@link Page}. */
  static final int PAGE = 512;

  /** A membership's numbers, both inclusive. */
  private record Span(String room, long from, long to) {
    boolean holds(String folded, long seq) {
      return from <= seq && seq <= to && room.equals(folded);
    }
  }

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

  private static final String WEIGHTS =
      """
      SELECT ifnull(room, ''), sum(octet_length(body)) FROM event
      WHERE seq > ? AND seq <= ? AND kind IN ('said', 'edited') AND body IS NOT NULL GROUP BY 1\
      """;

  static final String ROOM_OF = "SELECT room FROM event WHERE seq = ?";

  static final String NEXT_AT = "SELECT seq, at FROM event WHERE seq >= ? ORDER BY seq LIMIT 1";

  private final Connection connection;
  private final Statements sql;
  private final Retelling retelling;
  private final Damage damage;

  Reader(Connection connection, Damage damage) {
    this.connection = connection;
    this.damage = damage;
    sql = new Statements(connection);
    retelling = new Retelling(sql, damage);
  }

  Page visible(String person, long after, long upTo, int maxBytes) throws SQLException {
    List<Span> spans = spans(person, after, upTo);
    List<Long> seqs = oldest(person, spans, after, upTo, PAGE);
    long end = seqs.size() < PAGE ? upTo : seqs.getLast();
    List<Entry> entries = new ArrayList<>(seqs.size());
    long bytes = 0;
    for (long seq : seqs) {
      Retelling.Retold retold = seenBy(person, retelling.retold(seq));
      bytes += retold.bytes();
      if (bytes > maxBytes && !entries.isEmpty()) {
        return new Page(entries, seq - 1);
      }
      if (retold.entry() != null && isFor(person, spans, retold.entry())) {
        entries.add(retold.entry());
      }
    }
    return new Page(entries, end);
  }

  /** Whether an index that led to an event was right to. */
  private boolean isFor(String person, List<Span> spans, Entry entry) {
    Change.Lasting change = entry.change();
    String room = change.room() == null ? null : Names.fold(change.room());
    boolean right =
        room == null
            ? person.equals(change.person()) || person.equals(change.recipient())
            : spans.stream().anyMatch(span -> span.holds(room, entry.seq()));
    if (!right) {
      damage.found(entry.seq());
    }
    return right;
  }

  /** A text that came after somebody left a room is not for them; what they saw is gone. */
  private Retelling.Retold seenBy(String person, Retelling.Retold retold) throws SQLException {
    Entry entry = retold.entry();
    if (retold.latest() == 0 || entry == null || entry.change().room() == null) {
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
    String folded = Names.fold(room);
    long from = floors().from(Source.SAID, folded, after + 1);
    try (ResultSet row =
        sql.bound(UNREAD, folded, from - 1, upTo, person, (long) atMost).executeQuery()) {
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
  private List<Long> oldest(String person, List<Span> spans, long after, long upTo, int most)
      throws SQLException {
    PriorityQueue<Long> found = new PriorityQueue<>(Comparator.reverseOrder());
    Floors floors = floors();
    for (Span span : spans) {
      for (Source source : Source.OF_ROOM) {
        long from = floors.from(source, span.room(), span.from());
        long to = found.size() < most ? span.to() : Math.min(span.to(), found.peek() - 1);
        keep(found, most, numbers(source, span.room(), from, to, most, false));
      }
    }
    for (Source source : Source.OF_TALKS) {
      long from = floors.from(source, null, after + 1);
      long to = found.size() < most ? upTo : Math.min(upTo, found.peek() - 1);
      keep(found, most, numbers(source, person, from, to, most, false));
    }
    return found.stream().sorted().toList();
  }

  /** The numbers of the last {@code most} visible events up to {@code upTo}, in no order. */
  private PriorityQueue<Long> newest(String person, long upTo, int most) throws SQLException {
    PriorityQueue<Long> found = new PriorityQueue<>();
    Floors floors = floors();
    for (Source source : Source.OF_TALKS) {
      long from = floors.from(source, null, found.size() < most ? 1 : found.peek() + 1);
      keep(found, most, numbers(source, person, from, upTo, most, true));
    }
    for (Span span : spans(person, 0, upTo).reversed()) {
      for (Source source : Source.OF_ROOM) {
        long least = found.size() < most ? span.from() : Math.max(span.from(), found.peek() + 1);
        long from = floors.from(source, span.room(), least);
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
    Floors floors = floors();
    for (Source source : Source.OF_TALKS) {
      long from = floors.from(source, null, after + 1);
      count += count(source, person, from, upTo, atMost - count);
    }
    for (Span span : spans(person, after, upTo)) {
      for (Source source : Source.OF_ROOM) {
        if (count < atMost) {
          long from = floors.from(source, span.room(), span.from());
          count += count(source, span.room(), from, span.to(), atMost - count);
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
    return from > to
        ? List.of()
        : numbers(sql.bound(source.numbers(newestFirst), key, from, to, most));
  }

  private static List<Long> numbers(PreparedStatement select) throws SQLException {
    List<Long> numbers = new ArrayList<>();
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
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    Long below = before;
    Long above = after;
    while (true) {
      List<Long> seqs = saidIn(viewer, scope, below, above, limit + 1, newestFirst);
      for (long seq : seqs) {
        Retelling.Retold retold = retelling.retold(seq);
        if (retold.entry() != null && isIn(viewer, scope, retold.entry())) {
          bytes += retold.bytes();
          if (entries.size() == limit || bytes > maxBytes && !entries.isEmpty()) {
            return history(entries, newestFirst, true);
          }
          entries.add(retelling.withReactions(retold.entry()));
        }
      }
      if (seqs.size() <= limit) {
        return history(entries, newestFirst, false);
      }
      // What can't be trusted was left out; read on behind it.
      below = newestFirst ? seqs.getLast() : below;
      above = newestFirst ? above : seqs.getLast();
    }
  }

  private static History history(List<Entry> entries, boolean newestFirst, boolean more) {
    return new History(newestFirst ? List.copyOf(entries.reversed()) : entries, more);
  }

  List<Entry> messages(List<Long> seqs) throws SQLException {
    List<Entry> entries = new ArrayList<>(seqs.size());
    Floors floors = floors();
    for (long seq : seqs) {
      Entry entry = retelling.retold(seq).entry();
      if (entry != null && !entry.fate().deleted() && !floors.took(entry)) {
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

  private List<Long> saidIn(
      String viewer, Scope scope, Long before, Long after, int most, boolean newestFirst)
      throws SQLException {
    long least = after == null ? 1 : after + 1;
    long to = before == null ? Long.MAX_VALUE : before - 1;
    return switch (scope) {
      case Scope.Room room -> {
        String folded = Names.fold(room.room());
        long from = floors().from(Source.SAID, folded, least);
        yield numbers(Source.SAID, folded, from, to, most, newestFirst);
      }
      case Scope.With with -> {
        String other = with.person();
        boolean inOrder = viewer.compareTo(other) <= 0;
        yield numbers(
            sql.bound(
                Source.BETWEEN.numbers(newestFirst),
                inOrder ? viewer : other,
                inOrder ? other : viewer,
                floors().from(Source.BETWEEN, null, least),
                to,
                most));
      }
    };
  }

  /** Whether the index that led to a message was right to. */
  private boolean isIn(String viewer, Scope scope, Entry message) {
    Change.Lasting change = message.change();
    boolean right =
        switch (scope) {
          case Scope.Room room ->
              change.room() != null && Names.fold(change.room()).equals(Names.fold(room.room()));
          case Scope.With with ->
              with.person().equals(change.person()) && viewer.equals(change.recipient())
                  || viewer.equals(change.person()) && with.person().equals(change.recipient());
        };
    if (!right) {
      damage.found(message.seq());
    }
    return right;
  }

  /** By folded room, and by the empty name for talks. */
  Map<String, Long> weigh(long after, long upTo) throws SQLException {
    Map<String, Long> weights = new HashMap<>();
    try (ResultSet row = sql.bound(WEIGHTS, after, upTo).executeQuery()) {
      while (row.next()) {
        weights.put(row.getString(1), row.getLong(2));
      }
    }
    return weights;
  }

  boolean refersTo(String sha256) throws SQLException {
    try (ResultSet row = sql.bound(Attachments.REFERS, sha256).executeQuery()) {
      return row.next();
    }
  }

  long fileBytes() throws SQLException {
    try (ResultSet row = sql.get(FileBytes.SUM).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  List<LoggedFile> files(String after, long most) throws SQLException {
    List<LoggedFile> files = new ArrayList<>();
    try (ResultSet row = sql.bound(Attachments.FILES, after, most).executeQuery()) {
      while (row.next()) {
        files.add(new LoggedFile(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
      }
    }
    return files;
  }

  Floors floors() throws SQLException {
    return Floors.read(sql.get(Floors.SELECT));
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
