package parley.server.logfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.server.log.History;
import parley.server.log.Leftovers;
import parley.server.log.Log;
import parley.server.log.Page;
import parley.server.log.RawBytes;
import parley.server.log.Story;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;
import parley.server.state.State;

/** What guests who are gone left and nobody needs is taken out, and nothing else. */
class ForgettingTest {
  @TempDir Path temp;

  private Path file() {
    return temp.resolve(LogFolder.FILE);
  }

  private Checkup.Result check(LogHead expected) throws Exception {
    return Checkup.of(file(), expected, Progress.NONE);
  }

  private long number(String sql) throws Exception {
    try (Connection connection = Database.readOnly(file())) {
      return Schema.number(connection, sql);
    }
  }

  private Map<Long, LogHead> heads() throws Exception {
    Map<Long, LogHead> heads = new HashMap<>();
    try (Connection connection = Database.readOnly(file());
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT seq, digest FROM event")) {
      while (row.next()) {
        heads.put(row.getLong(1), LogHead.of(row.getLong(1), row.getBytes(2)));
      }
    }
    return heads;
  }

  /** Takes out all that can be, so many events at a time. */
  private static int forget(Log log, Story story, int most) throws Exception {
    int steps = 0;
    try (Leftovers leftovers = log.leftovers()) {
      Change.Forgotten found = leftovers.next(log.last(), most);
      while (found != null) {
        log.append(List.of(story.tell(found)));
        steps++;
        found = leftovers.next(log.last(), most);
      }
    }
    return steps;
  }

  private static List<Entry> messages(Log log, Story story, List<String> people) throws Exception {
    List<Entry> all = new ArrayList<>();
    for (var room : story.state.rooms()) {
      Place place = new Place.Room(room.name());
      all.addAll(log.history(place, null, null, 100_000, 1 << 30).entries());
    }
    for (String person : people) {
      for (String other : people) {
        Place place = new Place.Talk(person, other);
        all.addAll(log.history(place, null, null, 100_000, 1 << 30).entries());
      }
    }
    return all;
  }

  private static String told(State state) {
    StringBuilder told = new StringBuilder();
    state.people().stream()
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .forEach(p -> told.append(p.id()).append(p.name()).append(p.operator()).append(' '));
    state.rooms().forEach(r -> told.append(r.name()).append(r.topic()).append(r.members().size()));
    return told.append(state.nextPerson()).toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {71, 72})
  void whateverHappenedMessagesRightsAndTheChainStay(long seed) throws Exception {
    Story story = Story.withAccounts(seed);
    Random random = new Random(seed);
    int steps = 0;
    for (int round = 0; round < 3; round++) {
      try (Log log = Log.open(temp, 0)) {
        while (log.last() < 500L * (round + 1)) {
          log.append(story.next(1 + random.nextInt(40)));
        }
        assertEquals(List.of(), check(null).findings());
        List<String> people = List.of("g1", "g2", "g3", "g4", "g5");
        Map<Long, LogHead> heads = heads();
        List<Entry> before = messages(log, story, people);
        String state = told(log.load());
        Map<String, List<Entry>> seen = new HashMap<>();
        for (var person : story.state.people()) {
          seen.put(person.id(), said(log, person.id()));
        }
        steps += forget(log, story, 3 + random.nextInt(60));
        assertEquals(List.of(), check(null).findings());
        assertEquals(before, messages(log, story, people));
        assertEquals(state, told(log.load()));
        for (var person : story.state.people()) {
          assertEquals(seen.get(person.id()), said(log, person.id()), "replayed to the living");
        }
        for (int i = 0; i < 2; i++) {
          LogHead head = List.copyOf(heads.values()).get(random.nextInt(heads.size()));
          assertEquals(List.of(), check(head).findings(), "a head noted down before: " + head);
        }
      }
      // The newest events that a start looks at may have gaps among them.
      Log.open(temp, 0).close();
    }
    assertTrue(steps > 1, "steps: " + steps);
    assertTrue(number("SELECT count(*) FROM gap") > 10);
    assertEquals(
        0,
        number(
            """
            SELECT count(*) FROM event JOIN person ON id = event.person
            WHERE person.forgotten IS NOT NULL AND kind IN ('left', 'read', 'renamed')
              AND id NOT IN (SELECT person FROM keptname)
            """));
  }

  private static List<Entry> said(Log log, String person) throws InterruptedException {
    List<Entry> said = new ArrayList<>();
    long cursor = 0;
    while (cursor < log.last()) {
      Page page = log.visible(person, cursor, log.last(), 1 << 20);
      page.entries().stream().filter(e -> e.change() instanceof Change.Said).forEach(said::add);
      cursor = page.upTo();
    }
    return said;
  }

  /** Guests who look in and go, some of them with a word; the last one is the newest. */
  private Story visitors(Log log, int guests) throws Exception {
    Story story = new Story(1);
    log.append(List.of(story.tell(new Change.Came("g1", "ann", "hash 1"))));
    log.append(List.of(story.tell(new Change.Joined("lobby", "g1", "ann"))));
    for (int i = 2; i < guests + 2; i++) {
      String id = "g" + i;
      String name = "visitor-%04d".formatted(i);
      List<Entry> entries = new ArrayList<>();
      entries.add(story.tell(new Change.Came(id, name, "hash " + i)));
      entries.add(story.tell(new Change.Joined("lobby", id, name)));
      entries.add(story.tell(new Change.Read(new Addressee.Room("lobby"), id, 1)));
      if (i % 50 == 0) {
        entries.add(
            story.tell(
                new Change.Said(
                    new Addressee.Room("lobby"), new Author(id, name), Content.of("hello"), null)));
      }
      entries.add(story.tell(new Change.Named(id, name, name + "-b")));
      entries.add(story.tell(new Change.Renamed("lobby", id, name, name + "-b")));
      entries.add(story.tell(new Change.Left("lobby", id, name + "-b", "quit")));
      boolean silent = story.state.person(id).silent();
      entries.add(story.tell(new Change.Expired(id, name + "-b", silent ? true : null)));
      log.append(entries);
    }
    return story;
  }

  @Test
  void nothingIsLeftOfWhoOnlyLookedIn() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      Story story = visitors(log, 500);
      long before = log.last();
      forget(log, story, 256);
      assertEquals(10 + 1 + 1, number("SELECT count(*) FROM person"), "who spoke, ann, the newest");
      assertEquals(2, number("SELECT count(*) FROM membership"), "hers and the newest one's");
      assertTrue(number("SELECT count(*) FROM event") < 80);
      assertTrue(number("SELECT sum(length(digests)) FROM gap") <= 32 * before);
      assertEquals(502, log.load().nextPerson());
      assertEquals(List.of(), check(null).findings());
      History history = log.history(new Place.Room("lobby"), null, null, 100, 1 << 20);
      assertEquals(10, history.entries().size());
      assertEquals("g50", history.entries().getFirst().change().person());
      Page page = log.visible("g1", 0, log.last(), 1 << 20);
      assertEquals(14, page.entries().size(), "her joining, what was said, and the newest one");
    }
    for (String name : List.of("visitor-0003", "visitor-0499")) {
      assertEquals(List.of(), RawBytes.holding(temp, name));
    }
    assertTrue(RawBytes.holding(temp, "visitor-0050").size() == 1);
    assertEquals(List.of(), check(null).findings());
  }

  /** Bytes of the file that hold something. */
  private long used() throws Exception {
    return (number("PRAGMA page_count") - number("PRAGMA freelist_count"))
        * number("PRAGMA page_size");
  }

  @Test
  void aGuestCostsAFewBytesForEver() throws Exception {
    int guests = 2_000;
    try (Log log = Log.open(temp, 0)) {
      Story story = new Story(1);
      log.append(List.of(story.tell(new Change.Came("g1", "ann", "hash 1"))));
      log.append(List.of(story.tell(new Change.Joined("lobby", "g1", "ann"))));
      long empty = used();
      List<Entry> entries = new ArrayList<>();
      for (int i = 2; i < guests + 2; i++) {
        String id = "g" + i;
        String name = "visitor-%04d".formatted(i);
        entries.add(story.tell(new Change.Came(id, name, "%064x".formatted(i))));
        entries.add(story.tell(new Change.Joined("lobby", id, name)));
        entries.add(story.tell(new Change.Left("lobby", id, name, "quit")));
        entries.add(story.tell(new Change.Expired(id, name, true)));
      }
      log.append(entries);
      long before = (used() - empty) / guests;
      forget(log, story, 256);
      long after = (used() - empty) / guests;
      assertTrue(before > 800 && after < 200, "bytes a guest: " + before + ", then " + after);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ## ",
      value = {
        "DELETE FROM gap WHERE to_seq = (SELECT max(to_seq) FROM gap) ## missing",
        "UPDATE gap SET digests = zeroblob(length(digests)) ## is not as it was written",
        "INSERT INTO gap SELECT seq, seq, digest FROM event WHERE seq = 2;DELETE FROM event WHERE"
            + " seq = 2 ## events 2 to 2 were taken out, and no event says so",
        "UPDATE person SET forgotten = NULL ## the table person is not what the events make of it",
      })
  void aGapThatTheServerDidNotMakeIsNamed(String tampering, String finding) throws Exception {
    try (Log log = Log.open(temp, 0)) {
      forget(log, visitors(log, 100), 50);
    }
    assertEquals(List.of(), check(null).findings());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      for (String sql : tampering.split(";")) {
        statement.execute(sql);
      }
    }
    List<String> texts = check(null).findings().stream().map(Checkup.Finding::text).toList();
    assertTrue(texts.stream().anyMatch(text -> text.contains(finding)), texts::toString);
  }

  /** Somebody with very many deeds is forgotten in several steps, and none is too long. */
  @Test
  void manyDeedsOfOneGoInSteps() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      Story story = new Story(1);
      List<Entry> entries = new ArrayList<>();
      entries.add(story.tell(new Change.Came("g1", "ann", "hash 1")));
      entries.add(story.tell(new Change.Joined("lobby", "g1", "ann")));
      entries.add(story.tell(new Change.Came("g2", "bob", "hash 2")));
      for (int i = 0; i < 300; i++) {
        entries.add(story.tell(new Change.Joined("lobby", "g2", "bob")));
        entries.add(story.tell(new Change.Left("lobby", "g2", "bob", "left")));
      }
      entries.add(story.tell(new Change.Expired("g2", "bob", true)));
      entries.add(story.tell(new Change.Came("g3", "cat", "hash 3")));
      log.append(entries);
      try (Leftovers leftovers = log.leftovers()) {
        int steps = 0;
        for (Change.Forgotten found = leftovers.next(log.last(), 100);
            found != null;
            found = leftovers.next(log.last(), 100)) {
          long events = found.events().stream().mapToLong(run -> run.to() - run.from() + 1).sum();
          assertTrue(events <= 102, "events: " + events);
          log.append(List.of(story.tell(found)));
          assertEquals(List.of(), check(null).findings());
          steps++;
        }
        assertEquals(7, steps);
      }
      assertEquals(2, number("SELECT count(*) FROM person"));
    }
  }
}
