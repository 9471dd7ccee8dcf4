package parley.server.logfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Content;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.server.config.UserError;
import parley.server.log.Log;
import parley.server.log.Page;
import parley.server.log.Story;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;

/**
 * A file in which something was changed: the start is refused with a sentence, or the check names
 * the damage, or nothing that means anything has changed. Whatever is read, no message is told that
 * is not one.
 */
class DamagedEventsTest {
  private static final int PAGE = 4096;

  @TempDir Path temp;
  private byte[] whole;
  private List<String> dump;

  /** What each person is told, by person and place. */
  private Map<String, List<Entry>> told;

  final Map<String, Integer> outcomes = new TreeMap<>();

  private static final List<String> PEOPLE = List.of("g1", "g2", "g3", "g4", "g5");

  @BeforeEach
  void fill() throws Exception {
    Path folder = temp.resolve("whole");
    try (Log log = Log.open(folder, 0)) {
      Story story = new Story(11);
      log.append(story.next(300));
      List<Entry> more = new ArrayList<>();
      for (Entry entry : List.copyOf(story.entries)) {
        long seq = story.entries.size() + more.size() + 1L;
        if (entry.change() instanceof Change.Said said && entry.seq() % 7 == 0) {
          more.add(new Entry(seq, 1L << 40, edited(entry.seq(), said)));
        } else if (entry.change() instanceof Change.Said said && entry.seq() % 11 == 0) {
          more.add(new Entry(seq, 1L << 40, deleted(entry.seq(), said)));
        } else if (entry.change() instanceof Change.Said said && entry.seq() % 5 == 0) {
          more.add(new Entry(seq, 1L << 40, reacted(entry.seq(), said)));
        }
      }
      log.append(more);
      told = told(log, log.last());
      assertTrue(told.values().stream().mapToInt(List::size).sum() > 500, "much is told");
    }
    whole = Files.readAllBytes(folder.resolve(LogFolder.FILE));
    dump = dump(folder.resolve(LogFolder.FILE));
  }

  private static Change.Edited edited(long target, Change.Said c) {
    // A long one is in pages of its own.
    String text = "edited ".repeat(target % 2 == 0 ? 1_500 : 3);
    return new Change.Edited(
        target, new Change.Said(c.addressee(), c.author(), Content.of(text), null));
  }

  private static Change.Deleted deleted(long target, Change.Said c) {
    return new Change.Deleted(target, c.addressee(), c.author(), c.name());
  }

  private static Change.Reacted reacted(long target, Change.Said c) {
    return new Change.Reacted(target, c.addressee(), c.author(), "👍", false, c.name());
  }

  private static Map<String, List<Entry>> told(Log log, long last) throws InterruptedException {
    Map<String, List<Entry>> told = new HashMap<>();
    for (String person : PEOPLE) {
      List<Entry> events = new ArrayList<>();
      try {
        for (long cursor = 0; cursor < last; ) {
          Page page = log.visible(person, cursor, last, 20_000);
          events.addAll(page.entries());
          cursor = page.upTo();
        }
      } catch (UncheckedIOException e) {
        // Nothing at all is told then.
      }
      told.put(person, events);
      List<Place> places = new ArrayList<>();
      List.of("lobby", "Straße", "café", "日本").forEach(r -> places.add(new Place.Room(r)));
      PEOPLE.forEach(other -> places.add(new Place.Talk(person, other)));
      for (Place place : places) {
        try {
          told.put(person + place, log.history(place, null, null, 1_000, 1 << 30).entries());
        } catch (UncheckedIOException e) {
          told.put(person + place, List.of());
        }
      }
    }
    return told;
  }

  private static List<String> dump(Path file) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
          while (row.next()) {
            StringBuilder fields = new StringBuilder(table);
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
              Object value = row.getObject(column);
              fields.append('|').append(value instanceof byte[] b ? Arrays.toString(b) : value);
            }
            rows.add(fields.toString());
          }
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  private void judge(String what, byte[] damaged) throws Exception {
    Path folder = Files.createTempDirectory(temp, "d");
    Path file = Files.write(folder.resolve(LogFolder.FILE), damaged);
    boolean named;
    try {
      named = !Checkup.of(file, null, Progress.NONE).whole();
    } catch (SQLException | UserError e) {
      named = true;
    }
    boolean refused = false;
    try (Log log = Log.open(folder, 0)) {
      log.load();
      for (Map.Entry<String, List<Entry>> place : told(log, log.last()).entrySet()) {
        for (Entry entry : place.getValue()) {
          Entry right = right(place.getKey(), entry.seq());
          assertEquals(
              right == null ? null : strip(right), strip(entry), () -> what + ": a wrong message");
        }
      }
    } catch (UserError | UncheckedIOException e) {
      refused = true;
      assertFalse(e.getMessage().isBlank(), what);
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
    if (named || refused) {
      outcomes.merge(refused ? "start refused" : "named by check", 1, Integer::sum);
    } else {
      assertEquals(dump, dump(file), () -> what + ": changed, and nobody noticed");
      outcomes.merge("harmless", 1, Integer::sum);
    }
    for (String name : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve(LogFolder.FILE + name));
    }
  }

  private Entry right(String place, long seq) {
    return told.get(place).stream().filter(e -> e.seq() == seq).findFirst().orElse(null);
  }

  /** Without the reactions and names from the tables, which the check looks after. */
  private static String strip(Entry entry) {
    boolean gone = entry.fate().deleted();
    return entry.seq()
        + " "
        + entry.at()
        + " "
        + (gone ? "deleted" : entry.fate().edited() + " " + entry.change());
  }

  void flips(int aPage, long seed) throws Exception {
    Random random = new Random(seed);
    for (int page = 0; page < whole.length / PAGE; page++) {
      for (int i = 0; i < aPage; i++) {
        // The beginning of a page says how the rest is to be read.
        int offset = (page + i) % 3 == 0 ? random.nextInt(100) : random.nextInt(PAGE);
        byte[] damaged = whole.clone();
        int bit = random.nextInt(8);
        damaged[page * PAGE + offset] ^= (byte) (1 << bit);
        judge("bit %d of byte %d of page %d".formatted(bit, offset, page + 1), damaged);
      }
    }
  }

  void truncations(int count, long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      int length = random.nextInt(whole.length);
      length = i % 2 == 0 ? length / PAGE * PAGE : length;
      if (length > 0) {
        judge("cut at " + length, Arrays.copyOf(whole, length));
      }
    }
  }

  @Test
  void aFlippedBitOrACutIsNoticedAndNoWrongMessageIsTold() throws Exception {
    flips(1, 1);
    truncations(10, 1);
    System.out.println("flips and cuts of " + whole.length / PAGE + " pages: " + outcomes);
    assertTrue(outcomes.getOrDefault("named by check", 0) > 10, outcomes.toString());
    assertTrue(outcomes.getOrDefault("start refused", 0) > 3, outcomes.toString());
  }

  @Test
  void whatAroundTheDamageIsWholeIsTold() throws Exception {
    Path folder = temp.resolve("one");
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve(LogFolder.FILE), whole);
    List<Entry> all = told.get("g1" + new Place.Room("lobby"));
    long moved = all.get(3).seq();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      // Its text is what it was, and yet it would be told with another time.
      statement.execute("UPDATE event SET at = at + 1 WHERE seq = " + moved);
    }
    try (Log log = Log.open(folder, 0)) {
      List<Entry> rest = log.history(new Place.Room("lobby"), null, null, 1_000, 1 << 30).entries();
      assertEquals(all.stream().filter(entry -> entry.seq() != moved).toList(), rest);
    }
  }
}
