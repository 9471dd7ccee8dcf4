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
import java.util.TreeMap;
import parley.protocol.Json;
import parley.protocol.Names;
import parley.protocol.Reaction;
import parley.server.logfile.Attachments;
import parley.server.logfile.Audited;
import parley.server.logfile.CurrentMessages;
import parley.server.logfile.DamagedEvents;
import parley.server.logfile.EventIndex;
import parley.server.logfile.FileBytes;
import parley.server.logfile.LoggedFile;
import parley.server.logfile.RetentionMarks;
import parley.server.logfile.Statements;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Invitation;
import parley.server.state.Mute;
import parley.server.state.Place;
import parley.server.state.Sight;
import parley.server.state.Viewer;

/** One connection that reads. For one thread at a time. */
public final class Reader implements AutoCloseable {
  /** Events in one {@link Page}. */
  static final int PAGE = 512;

  /** Of the newest events, how many are looked through for one page. */
  private static final int RECENT_RUN = 4_096;

  /** Bytes of a reaction in JSON, about, but for its names. */
  private static final int REACTION = 40;

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

  /**
   * Whether somebody who was in a room at an event had come after another one, and what was said
   * there before is not for newcomers.
   */
  static final String BEFORE_THEM =
      """
      SELECT 1 FROM membership JOIN room ON folded = membership.room
      WHERE person = ? AND from_seq <= ? AND (to_seq IS NULL OR to_seq >= ?)
        AND membership.room = ? AND from_seq > ? AND json_extract(settings, '$.history') = 'joined'
      LIMIT 1\
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

  /** Messages of a room whose text is still there. */
  static final String SAID_IN_ROOM =
      """
      SELECT count(*) FROM event
      WHERE kind = 'said' AND room IS NOT NULL AND room = ? AND seq > ? AND seq <= ?
        AND (body IS NOT NULL OR latest IS NOT NULL)\
      """;

  /** The same of all other rooms, and of talks. */
  private static final String MUTED_PEOPLE =
      """
      SELECT id, name, muted_until FROM person
      WHERE muted_until > ? AND expired IS NULL ORDER BY name\
      """;

  private static final String ROOM_KEEPS =
      "SELECT folded, settings ->> 'keep' FROM room WHERE settings ->> 'keep' > 0";

  private static final String ROOM_SET =
      """
      SELECT at FROM event
      WHERE kind <> 'said' AND room IS NOT NULL AND room = ? AND kind = 'room'
      ORDER BY seq DESC LIMIT 1\
      """;

  private static final String SAID_ELSEWHERE =
      """
      SELECT count(*) FROM event
      WHERE seq > ? AND seq <= ? AND kind = 'said'
        AND (room IS NULL OR room NOT IN (SELECT value FROM json_each(?)))
        AND (body IS NOT NULL OR latest IS NOT NULL)\
      """;

  static final String NAME = "SELECT name FROM person WHERE id = ?";

  static final String ROOM_OF = "SELECT room FROM event WHERE seq = ?";

  static final String NEXT_AT = "SELECT seq, at FROM event WHERE seq >= ? ORDER BY seq LIMIT 1";

  private final Connection connection;
  private final Statements sql;
  private final CurrentMessages retelling;
  private final OwnTalks talks;
  private final RecentEvents recent;
  private final DamagedEvents damage;

  public Reader(Connection connection, RecentEvents recent, DamagedEvents damage) {
    this.connection = connection;
    this.recent = recent;
    this.damage = damage;
    sql = new Statements(connection);
    retelling = new CurrentMessages(sql, damage);
    talks = new OwnTalks(sql, retelling);
  }

  Page visible(Viewer viewer, long after, long upTo, int maxBytes) throws SQLException {
    RecentEvents.Kept[] run = recent.after(after, upTo, RECENT_RUN);
    return run.length > 0
        ? visible(viewer, after, run, maxBytes)
        : visibleInFile(viewer, after, upTo, maxBytes);
  }

  /** Of the newest events, those that a person may see; only what was changed since is read. */
  private Page visible(Viewer viewer, long after, RecentEvents.Kept[] run, int maxBytes)
      throws SQLException {
    Sight sight = sight(viewer, spans(viewer, after, after + run.length));
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < run.length; i++) {
      long seq = after + 1 + i;
      RecentEvents.Kept kept = run[i];
      if (!isFor(sight, seq, kept)) {
        continue;
      }
      CurrentMessages.Retold retold =
          kept.entry() != null
              ? new CurrentMessages.Retold(kept.entry(), kept.bytes(), 0)
              : seenBy(viewer.person(), retelling.retold(seq));
      bytes += retold.bytes();
      if (bytes > maxBytes && !entries.isEmpty() || entries.size() == PAGE) {
        return new Page(entries, seq - 1);
      }
      if (retold.entry() != null && isTold(viewer, retold.entry())) {
        entries.add(retold.entry());
      }
    }
    return new Page(entries, after + run.length);
  }

  /** As {@link EventIndex} has it. */
  private static boolean isFor(Sight sight, long seq, RecentEvents.Kept kept) {
    String person = sight.person();
    return kept.room() == null
        ? kept.recipient() != null
            && sight.talks()
            && (person.equals(kept.person()) || person.equals(kept.recipient()))
        : sight.holds(kept.room(), seq);
  }

  private Page visibleInFile(Viewer viewer, long after, long upTo, int maxBytes)
      throws SQLException {
    List<Sight.Span> spans = spans(viewer, after, upTo);
    Sight sight = sight(viewer, spans);
    List<Long> seqs = oldest(viewer, spans, after, upTo, PAGE);
    long end = seqs.size() < PAGE ? upTo : seqs.getLast();
    List<Entry> entries = new ArrayList<>(seqs.size());
    long bytes = 0;
    for (long seq : seqs) {
      CurrentMessages.Retold retold = seenBy(viewer.person(), retelling.retold(seq));
      bytes += retold.bytes();
      if (bytes > maxBytes && !entries.isEmpty()) {
        return new Page(entries, seq - 1);
      }
      if (retold.entry() != null
          && isFor(sight, retold.entry())
          && isTold(viewer, retold.entry())) {
        entries.add(retold.entry());
      }
    }
    return new Page(entries, end);
  }

  /** Whether what happened where somebody was is told to them on this connection. */
  private boolean isTold(Viewer viewer, Entry entry) throws SQLException {
    if (!viewer.scope().reads(entry.change())) {
      return false;
    }
    if (!(entry.change() instanceof Change.OfMessage of)
        || !(of.audience() instanceof Place.Room room)
        || viewer.person().equals(of.person())) {
      return true;
    }
    long seq = entry.seq();
    try (ResultSet row =
        sql.bound(BEFORE_THEM, viewer.person(), seq, seq, room.folded(), of.target())
            .executeQuery()) {
      return !row.next();
    }
  }

  /** Whether an index that led to an event was right to. */
  private boolean isFor(Sight sight, Entry entry) {
    Place place = entry.change().audience();
    // Nobody is told of what has no place, such as that they came, themselves included.
    boolean right = place != null && sight.holds(place, entry.seq());
    if (!right) {
      damage.found(entry.seq());
    }
    return right;
  }

  /** A text that came after somebody left a room is not for them; what they saw is gone. */
  private CurrentMessages.Retold seenBy(String person, CurrentMessages.Retold retold)
      throws SQLException {
    Entry entry = retold.entry();
    if (retold.latest() == 0
        || entry == null
        || !(entry.change().audience() instanceof Place.Room place)) {
      return retold;
    }
    String room = place.folded();
    try (ResultSet row =
        sql.bound(MEMBER, person, room, retold.latest(), retold.latest()).executeQuery()) {
      return row.next()
          ? retold
          : new CurrentMessages.Retold(retelling.deleted(entry.seq(), entry.at()), 0, 0);
    }
  }

  int unread(String person, String room, long after, long upTo, int atMost) throws SQLException {
    String folded = Names.fold(room);
    long from = floors().from(EventIndex.SAID, folded, after + 1);
    try (ResultSet row =
        sql.bound(UNREAD, folded, from - 1, upTo, person, (long) atMost).executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  OwnTalks.Page talks(String person, Long before, long upTo, int most) throws SQLException {
    return talks.newest(person, before, upTo, most, floors());
  }

  int unreadFrom(String person, String other, long after, long upTo, int atMost)
      throws SQLException {
    long from = floors().from(EventIndex.BETWEEN, null, after + 1);
    return talks.unread(person, other, from, upTo, atMost);
  }

  String roomOf(long seq) throws SQLException {
    try (ResultSet row = sql.bound(ROOM_OF, seq).executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** The numbers of the first {@code most} visible events of {@code (after, upTo]}. */
  private List<Long> oldest(Viewer viewer, List<Sight.Span> spans, long after, long upTo, int most)
      throws SQLException {
    PriorityQueue<Long> found = new PriorityQueue<>(Comparator.reverseOrder());
    RetentionMarks floors = floors();
    for (Sight.Span span : spans) {
      for (EventIndex source : EventIndex.OF_ROOM) {
        long from = floors.from(source, span.room(), span.from());
        long to = found.size() < most ? span.to() : Math.min(span.to(), found.peek() - 1);
        keep(found, most, numbers(source, span.room(), from, to, most, false));
      }
    }
    for (EventIndex source : talks(viewer)) {
      long from = floors.from(source, null, after + 1);
      long to = found.size() < most ? upTo : Math.min(upTo, found.peek() - 1);
      keep(found, most, numbers(source, viewer.person(), from, to, most, false));
    }
    return found.stream().sorted().toList();
  }

  /** The numbers of the last {@code most} visible events up to {@code upTo}, in no order. */
  private PriorityQueue<Long> newest(Viewer viewer, long upTo, int most) throws SQLException {
    PriorityQueue<Long> found = new PriorityQueue<>();
    RetentionMarks floors = floors();
    for (EventIndex source : talks(viewer)) {
      long from = floors.from(source, null, found.size() < most ? 1 : found.peek() + 1);
      keep(found, most, numbers(source, viewer.person(), from, upTo, most, true));
    }
    for (Sight.Span span : spans(viewer, 0, upTo).reversed()) {
      for (EventIndex source : EventIndex.OF_ROOM) {
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

  long nthNewestVisible(Viewer viewer, long upTo, int n) throws SQLException {
    PriorityQueue<Long> found = newest(viewer, upTo, n);
    return found.size() < n ? 0 : found.peek();
  }

  long countVisible(Viewer viewer, long after, long upTo, long atMost) throws SQLException {
    long count = 0;
    RetentionMarks floors = floors();
    for (EventIndex source : talks(viewer)) {
      long from = floors.from(source, null, after + 1);
      count += count(source, viewer.person(), from, upTo, atMost - count);
    }
    for (Sight.Span span : spans(viewer, after, upTo)) {
      for (EventIndex source : EventIndex.OF_ROOM) {
        if (count < atMost) {
          long from = floors.from(source, span.room(), span.from());
          count += count(source, span.room(), from, span.to(), atMost - count);
        }
      }
    }
    return count;
  }

  private static Sight sight(Viewer viewer, List<Sight.Span> spans) {
    return new Sight(viewer.person(), viewer.scope().readsTalks(), spans);
  }

  private static List<EventIndex> talks(Viewer viewer) {
    return viewer.scope().readsTalks() ? EventIndex.OF_TALKS : List.of();
  }

  /** The person's memberships of rooms that they are told of, cut to {@code (after, upTo]}. */
  private List<Sight.Span> spans(Viewer viewer, long after, long upTo) throws SQLException {
    List<Sight.Span> spans = new ArrayList<>();
    try (ResultSet row = sql.bound(SPANS, viewer.person(), upTo, after).executeQuery()) {
      while (row.next()) {
        long left = row.getLong(3);
        long to = row.wasNull() ? upTo : Math.min(left, upTo);
        if (viewer.scope().reads(row.getString(1))) {
          spans.add(new Sight.Span(row.getString(1), Math.max(row.getLong(2), after + 1), to));
        }
      }
    }
    return spans;
  }

  private List<Long> numbers(
      EventIndex source, String key, long from, long to, int most, boolean newestFirst)
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

  private long count(EventIndex source, String key, long from, long to, long most)
      throws SQLException {
    try (ResultSet row = sql.bound(source.count(), key, from, to, most).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  History history(Sight sight, Place place, Long before, Long after, int limit, int maxBytes)
      throws SQLException {
    boolean newestFirst = after == null;
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    Long below = before;
    Long above = after;
    while (true) {
      List<Long> seqs = saidIn(place, below, above, limit + 1, newestFirst);
      for (long seq : seqs) {
        CurrentMessages.Retold retold = retelling.retold(seq);
        if (retold.entry() != null && isIn(place, retold.entry()) && sight.holds(place, seq)) {
          bytes += retold.bytes();
          if (entries.size() == limit || bytes > maxBytes && !entries.isEmpty()) {
            return history(entries, newestFirst, true);
          }
          Entry message = retelling.withReactions(retold.entry());
          bytes += bytes(message.fate().reactions());
          entries.add(message);
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

  OwnPage saidBy(String person, long after, long upTo, int most, int maxBytes) throws SQLException {
    OwnWords.Found found = OwnWords.said(sql, person, after, upTo, most);
    RetentionMarks floors = floors();
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    for (long seq : found.messages()) {
      CurrentMessages.Retold retold = retelling.retold(seq);
      Entry entry = retold.entry();
      if (entry == null
          || entry.fate().deleted()
          || floors.took(entry)
          || !person.equals(entry.change().person())) {
        continue;
      }
      bytes += retold.bytes();
      if (bytes > maxBytes && !entries.isEmpty()) {
        return new OwnPage(entries, seq - 1);
      }
      entries.add(entry);
    }
    return new OwnPage(entries, found.after());
  }

  /** What they add to a frame, about: what no frame holds is not counted either. */
  private static long bytes(List<Reaction> reactions) {
    long bytes = 0;
    for (Reaction reaction : reactions == null ? List.<Reaction>of() : reactions) {
      bytes += REACTION;
      for (String name : reaction.names()) {
        bytes += name.length() + 3;
      }
    }
    return bytes;
  }

  private static History history(List<Entry> entries, boolean newestFirst, boolean more) {
    return new History(newestFirst ? List.copyOf(entries.reversed()) : entries, more);
  }

  List<Entry> messages(List<Long> seqs) throws SQLException {
    List<Entry> entries = new ArrayList<>(seqs.size());
    RetentionMarks floors = floors();
    for (long seq : seqs) {
      Entry entry = retelling.retold(seq).entry();
      if (entry != null && !entry.fate().deleted() && !floors.took(entry)) {
        entries.add(retelling.withReactions(entry));
      }
    }
    return entries;
  }

  /**
   * The first event not before a time, of a range in which times never go back, so that halving the
   * numbers finds it.
   *
   * @return one more than {@code last} where there is none
   */
  long firstSince(long at, long from, long last) throws SQLException {
    long low = from;
    long high = last + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      try (ResultSet row = sql.bound(NEXT_AT, middle).executeQuery()) {
        if (!row.next() || row.getLong(2) >= at) {
          high = middle;
        } else {
          low = Math.min(high, row.getLong(1) + 1);
        }
      }
    }
    return low;
  }

  private List<Long> saidIn(Place place, Long before, Long after, int most, boolean newestFirst)
      throws SQLException {
    long least = after == null ? 1 : after + 1;
    long to = before == null ? Long.MAX_VALUE : before - 1;
    return switch (place) {
      case Place.Room room -> {
        String folded = room.folded();
        long from = floors().from(EventIndex.SAID, folded, least);
        yield numbers(EventIndex.SAID, folded, from, to, most, newestFirst);
      }
      case Place.Talk talk -> {
        boolean inOrder = talk.a().compareTo(talk.b()) <= 0;
        yield numbers(
            sql.bound(
                EventIndex.BETWEEN.numbers(newestFirst),
                inOrder ? talk.a() : talk.b(),
                inOrder ? talk.b() : talk.a(),
                floors().from(EventIndex.BETWEEN, null, least),
                to,
                most));
      }
    };
  }

  /** Whether the index that led to a message was right to. */
  private boolean isIn(Place place, Entry message) {
    boolean right = place.equals(message.change().audience());
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

  long saidIn(String room, long after, long upTo) throws SQLException {
    try (ResultSet row = sql.bound(SAID_IN_ROOM, room, after, upTo).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  long saidElsewhere(List<String> except, long after, long upTo) throws SQLException {
    String rooms = Json.MAPPER.writeValueAsString(except);
    try (ResultSet row = sql.bound(SAID_ELSEWHERE, after, upTo, rooms).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  public boolean refersTo(String sha256) throws SQLException {
    try (ResultSet row = sql.bound(Attachments.REFERS, sha256).executeQuery()) {
      return row.next();
    }
  }

  public long fileBytes() throws SQLException {
    try (ResultSet row = sql.get(FileBytes.SUM).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  public List<LoggedFile> files(String after, long most) throws SQLException {
    List<LoggedFile> files = new ArrayList<>();
    try (ResultSet row = sql.bound(Attachments.FILES, after, most).executeQuery()) {
      while (row.next()) {
        files.add(new LoggedFile(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
      }
    }
    return files;
  }

  Map<String, Integer> roomKeeps() throws SQLException {
    Map<String, Integer> keeps = new TreeMap<>();
    try (ResultSet row = sql.get(ROOM_KEEPS).executeQuery()) {
      while (row.next()) {
        keeps.put(row.getString(1), row.getInt(2));
      }
    }
    return keeps;
  }

  long roomSetAt(String folded) throws SQLException {
    try (ResultSet row = sql.bound(ROOM_SET, folded).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** When the newest event happened; 0 where there is none. */
  long lastAt() throws SQLException {
    try (ResultSet row = sql.get("SELECT max(seq), at FROM event").executeQuery()) {
      return row.next() ? row.getLong(2) : 0;
    }
  }

  RetentionMarks floors() throws SQLException {
    return RetentionMarks.read(sql.get(RetentionMarks.SELECT));
  }

  String meta(String key) throws SQLException {
    String select = "SELECT value FROM meta WHERE key = ?";
    try (ResultSet row = sql.bound(select, key).executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  List<Mute> mutes() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return StateLoader.mutes(statement);
    }
  }

  List<MutedPerson> mutedPeople(long now) throws SQLException {
    List<MutedPerson> muted = new ArrayList<>();
    try (ResultSet row = sql.bound(MUTED_PEOPLE, now).executeQuery()) {
      while (row.next()) {
        muted.add(new MutedPerson(row.getString(1), row.getString(2), row.getLong(3)));
      }
    }
    return muted;
  }

  List<KnownAccount> accounts() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return StateLoader.knownAccounts(statement);
    }
  }

  boolean isThere(long message) throws SQLException {
    Entry entry = retelling.retold(message).entry();
    return entry != null && !entry.fate().deleted();
  }

  String nameOf(String id) throws SQLException {
    try (ResultSet row = sql.bound(NAME, id).executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  List<KnownToken> tokens() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return StateLoader.tokens(statement);
    }
  }

  List<Invitation> invitations() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return StateLoader.invitations(statement);
    }
  }

  /** What was done by those who keep order, the newest first; some of it may be nobody's news. */
  List<Entry> audit(long before, int most) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    for (long seq : numbers(sql.bound(Audited.NEWEST, before, (long) most))) {
      Entry entry = retelling.retold(seq).entry();
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  List<Ban> bans() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return StateLoader.bans(statement);
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
