package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.logfile.Database;
import parley.server.logfile.EventIndex;
import parley.server.logfile.LogFolder;
import parley.server.logfile.VerifiedRows;
import parley.server.net.Network;
import parley.server.state.Entry;
import parley.server.state.Place;
import parley.server.state.Sight;

class HistoryTest {
  @TempDir static Path empty;
  @TempDir Path temp;

  @BeforeAll
  static void makeEmpty() throws Exception {
    Log.open(empty, 0).close();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void whatIsReadBackIsWhatTheModelHolds(long seed) throws Exception {
    Story story = new Story(seed);
    Model model = new Model();
    story.next(2_000).forEach(model::add);
    try (Log log = Log.open(temp, 0)) {
      log.append(story.entries);
      for (int question = 0; question < 100; question++) {
        String viewer = "g" + (1 + story.random().nextInt(8));
        Place place =
            story.random().nextBoolean()
                ? new Place.Room(story.any(List.of("LOBBY", "strasse", "café", "nowhere")))
                : new Place.Talk(viewer, "g" + (1 + story.random().nextInt(8)));
        long mark = story.random().nextInt(2_100);
        int limit = 1 + story.random().nextInt(50);
        List<Entry> all = model.said(place);
        List<Entry> before = all.stream().filter(e -> e.seq() < mark).toList();
        List<Entry> after = all.stream().filter(e -> e.seq() > mark).toList();

        assertEquals(
            new History(last(all, limit), all.size() > limit),
            log.history(place, null, null, limit, 1 << 20));
        assertEquals(
            new History(last(before, limit), before.size() > limit),
            log.history(place, mark, null, limit, 1 << 20));
        assertEquals(
            new History(first(after, limit), after.size() > limit),
            log.history(place, null, mark, limit, 1 << 20));
        assertEquals(all, backwards(log, place, limit, story.random().nextInt(3_000)));

        Sight part = part(place, mark, mark + story.random().nextInt(500));
        assertEquals(
            new History(all.stream().filter(e -> part.holds(place, e.seq())).toList(), false),
            log.history(Network.NOWHERE, part, place, null, 0L, 5_000, 1 << 30));
      }
    }
  }

  /** Of a room some numbers, and of a talk nothing. */
  private static Sight part(Place place, long from, long to) {
    List<Sight.Span> spans =
        place instanceof Place.Room room
            ? List.of(new Sight.Span(room.folded(), from, to))
            : List.of();
    return new Sight("g1", false, spans);
  }

  private static List<Entry> last(List<Entry> list, int count) {
    return list.subList(Math.max(0, list.size() - count), list.size());
  }

  private static List<Entry> first(List<Entry> list, int count) {
    return list.subList(0, Math.min(count, list.size()));
  }

  /** Reads page after page from the newest to the oldest, as a person scrolls. */
  private static List<Entry> backwards(Log log, Place place, int limit, int maxBytes)
      throws InterruptedException {
    List<Entry> read = new ArrayList<>();
    Long before = null;
    boolean more = true;
    while (more) {
      History page = log.history(place, before, null, limit, maxBytes);
      int bytes = page.entries().stream().mapToInt(VisibilityTest::bytes).sum();
      assertTrue(bytes <= maxBytes || page.entries().size() == 1, "bounded in bytes");
      assertTrue(!page.more() || !page.entries().isEmpty(), "more to read needs a place to go on");
      read.addAll(0, page.entries());
      before = page.entries().isEmpty() ? null : page.entries().getFirst().seq();
      more = page.more();
    }
    return read;
  }

  static Stream<Arguments> queries() {
    Stream<Arguments> ofSources =
        Stream.of(EventIndex.values())
            .flatMap(
                s -> {
                  String index = "event_" + s.name().toLowerCase(Locale.ROOT);
                  return Stream.of(s.numbers(false), s.numbers(true), s.count())
                      .map(sql -> Arguments.of(sql, "SEARCH event USING INDEX " + index + " ("));
                });
    return Stream.concat(
        ofSources,
        Stream.of(
            Arguments.of(Reader.SPANS, "SEARCH membership USING PRIMARY KEY (person=? AND from"),
            Arguments.of(Reader.MEMBER, "SEARCH membership USING PRIMARY KEY (person=?"),
            Arguments.of(Reader.UNREAD, "SEARCH event USING INDEX event_said (room=? AND rowid>?"),
            Arguments.of(OwnTalks.HEAD, "SEARCH event USING INTEGER PRIMARY KEY (rowid=?)"),
            Arguments.of(OwnTalks.SAID_SINCE, "SEARCH event USING INDEX event_between ("),
            Arguments.of(OwnTalks.UNREAD, "SEARCH event USING INDEX event_between ("),
            Arguments.of(Reader.ROOM_OF, "SEARCH event USING INTEGER PRIMARY KEY (rowid=?)"),
            Arguments.of(VerifiedRows.ROW, "SEARCH event USING INTEGER PRIMARY KEY (rowid=?)")));
  }

  /** An index gives the rows in their order, so that a read costs what it answers. */
  @ParameterizedTest
  @MethodSource("queries")
  void everyReadIsOneRangeOfAnIndex(String sql, String search) throws Exception {
    try (Connection connection = Database.reader(empty.resolve(LogFolder.FILE))) {
      String plan = plan(connection, sql).replace("COVERING INDEX", "INDEX");
      assertTrue(plan.contains(search), plan);
      assertFalse(plan.contains("SCAN event"), plan);
      assertFalse(plan.contains("SCAN membership"), plan);
      assertFalse(plan.contains("TEMP B-TREE"), plan);
      if (plan.contains("USING INDEX")) {
        assertTrue(plan.contains("rowid>? AND rowid<?"), plan);
      }
    }
  }

  static String plan(Connection connection, String sql) throws SQLException {
    StringBuilder plan = new StringBuilder(sql);
    try (PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
        ResultSet row = explain.executeQuery()) {
      while (row.next()) {
        plan.append('\n').append(row.getString("detail"));
      }
    }
    return plan.toString();
  }
}
