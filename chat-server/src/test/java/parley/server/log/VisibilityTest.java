package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.logfile.EventBody;
import parley.server.state.Change;
import parley.server.state.Entry;

class VisibilityTest {
  @TempDir Path temp;

  @Test
  void aMemberSeesWhatHappensFromJoiningToLeavingAndNoMore() throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (String id : List.of("g1", "g2", "g3")) {
      add(entries, new Change.Came(id, "name-" + id, "hash-" + id));
    }
    add(entries, new Change.Joined("Lobby", "g1", "a")); // 4
    add(entries, said("Lobby", "before")); // 5
    add(entries, new Change.Joined("lobby", "g2", "b")); // 6
    add(entries, said("LOBBY", "first stay")); // 7
    add(entries, new Change.Left("Lobby", "g2", "b", "kicked")); // 8
    add(entries, said("Lobby", "while away")); // 9
    add(entries, new Change.Joined("Lobby", "g2", "b")); // 10
    add(entries, said("Lobby", "second stay")); // 11
    add(entries, direct("g1", "g2")); // 12
    add(entries, direct("g2", "g1")); // 13
    add(entries, direct("g1", "g3")); // 14
    add(entries, direct("g1", "g1")); // 15
    add(entries, new Change.Named("g1", "name-g1", "other")); // 16
    add(entries, new Change.Renamed("Lobby", "g1", "name-g1", "other")); // 17
    add(entries, new Change.Banned("name", 0, "x", "g1")); // 18
    add(entries, new Change.Expired("g2", "name-g2")); // 19
    add(entries, said("Lobby", "after the expiry")); // 20
    try (Log log = Log.open(temp, 0)) {
      log.append(entries);
      assertEquals(
          List.of(4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 17L, 20L),
          seqs(log.visible("g1", 0, 20, 1 << 20).entries()));
      assertEquals(
          List.of(6L, 7L, 8L, 10L, 11L, 12L, 13L, 17L),
          seqs(log.visible("g2", 0, 20, 1 << 20).entries()));
      assertEquals(List.of(14L), seqs(log.visible("g3", 0, 20, 1 << 20).entries()));
      assertEquals(List.of(), seqs(log.visible("nobody", 0, 20, 1 << 20).entries()));
      assertEquals(List.of(8L, 10L), seqs(log.visible("g2", 7, 10, 1 << 20).entries()));
      assertEquals(20, log.visible("g2", 0, 99, 1 << 20).upTo(), "no further than there is");
    }
  }

  private static void add(List<Entry> entries, Change.Lasting change) {
    entries.add(new Entry(entries.size() + 1, 1, change));
  }

  private static Change.Said said(String room, String text) {
    return new Change.Said(new Addressee.Room(room), new Author("g1", "a"), Content.of(text), null);
  }

  private static Change.Said direct(String from, String to) {
    return new Change.Said(
        new Addressee.Person("name", to), new Author(from, "name"), Content.of("psst"), null);
  }

  private static List<Long> seqs(List<Entry> entries) {
    return entries.stream().map(Entry::seq).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {14, 15, 16, 17, 18})
  @Tag("campaign")
  void soItIsInOtherStories(long seed) throws Exception {
    everyoneSeesWhatTheModelShowsThem(seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void everyoneSeesWhatTheModelShowsThem(long seed) throws Exception {
    Story story = new Story(seed);
    Model model = new Model();
    story.next(3_000).forEach(model::add);
    List<String> people = new ArrayList<>();
    for (int number = 1; number < story.state.nextPerson(); number++) {
      people.add("g" + number);
    }
    try (Log log = Log.open(temp, 0)) {
      log.append(story.entries);
    }
    // By turns from the file, and from what is remembered of what was just appended.
    boolean fromFile = seed % 2 == 0;
    try (Log log = Log.open(fromFile ? temp : temp.resolve("another"), 0)) {
      if (!fromFile) {
        log.append(story.entries);
      }
      for (int question = 0; question < 150; question++) {
        String person = story.any(people);
        long after = story.random().nextInt(3_000);
        long upTo = after + story.random().nextInt(3_200);
        List<Entry> expected = model.visible(person, after, upTo);
        int maxBytes = story.random().nextInt(20_000);
        assertEquals(expected, readOn(log, person, after, Math.min(upTo, 3_000), maxBytes));

        int most = 1 + story.random().nextInt(400);
        int count = model.numbers(person, after, upTo).size();
        assertEquals(Math.min(most, count), log.countVisible(person, after, upTo, most));
        List<Long> all = model.numbers(person, 0, upTo);
        assertEquals(
            all.size() < most ? 0 : all.get(all.size() - most),
            log.nthNewestVisible(person, upTo, most));
      }
      assertEquals(
          model.visible("g1", 0, 3_000), readOn(log, "g1", 0, 3_000, 1 << 30), "the longest one");
    }
  }

  private static List<Entry> readOn(Log log, String person, long after, long upTo, int maxBytes)
      throws InterruptedException {
    List<Entry> read = new ArrayList<>();
    long cursor = after;
    while (cursor < upTo) {
      Page page = log.visible(person, cursor, upTo, maxBytes);
      assertTrue(page.upTo() > cursor && page.upTo() <= upTo, "a page goes on, and not too far");
      assertTrue(page.entries().size() <= Reader.PAGE);
      int bytes = page.entries().stream().mapToInt(VisibilityTest::bytes).sum();
      assertTrue(bytes <= maxBytes || page.entries().size() == 1, "one page is bounded in bytes");
      read.addAll(page.entries());
      cursor = page.upTo();
    }
    return read;
  }

  static int bytes(Entry entry) {
    return entry.fate().deleted() ? 0 : EventBody.of(entry.change()).length;
  }
}
