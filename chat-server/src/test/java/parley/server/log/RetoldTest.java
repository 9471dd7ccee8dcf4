package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.server.logfile.Chain;
import parley.server.logfile.Database;
import parley.server.logfile.LogFolder;
import parley.server.logfile.Schema;
import parley.server.net.Network;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.NonceKey;
import parley.server.state.OldMessage;
import parley.server.state.Place;
import parley.server.state.ReactionKey;
import parley.server.state.Sent;

/** Messages that were edited, deleted or reacted to: what is told of them, and what is left. */
class RetoldTest {
  private static final List<String> PEOPLE = List.of("g1", "g2", "g3", "g4", "g5", "g6");

  @TempDir Path temp;

  /** A client: it applies what it is told, whether or not it was told before. */
  private static final class Follower {
    final Map<Long, String> texts = new TreeMap<>();
    long cursor;

    void told(Event.Logged event) {
      switch (event) {
        case Event.Message m -> texts.put(m.seq(), m.deleted() == null ? m.text() : "");
        case Event.Edited e -> texts.replace(e.target(), e.text());
        case Event.Deleted e -> texts.replace(e.target(), "");
        default -> {
          // Says nothing of a text.
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {33, 34, 35, 36, 37, 38})
  @Tag("campaign")
  void soItIsInOtherStories(long seed) throws Exception {
    whoFollowsWithPausesEndsWithWhatHistoryTells(seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void whoFollowsWithPausesEndsWithWhatHistoryTells(long seed) throws Exception {
    Story story = new Story(seed);
    Model model = new Model();
    Map<String, Follower> followers = new HashMap<>();
    PEOPLE.forEach(person -> followers.put(person, new Follower()));
    try (Log log = Log.open(temp, 0)) {
      for (int batch = 0; batch < 200; batch++) {
        List<Entry> news = story.next(1 + story.random().nextInt(20));
        news.forEach(model::add);
        log.append(news);
        for (String person : PEOPLE) {
          if (story.random().nextInt(5) == 0) {
            follow(log, person, followers.get(person));
          }
        }
      }
      int compared = 0;
      for (String person : PEOPLE) {
        Follower follower = followers.get(person);
        follow(log, person, follower);
        List<Long> seen = model.numbers(person, 0, log.last());
        for (Entry message : everything(log, story, person)) {
          if (seen.contains(message.seq()) && sawAll(story, seen, message.seq())) {
            String text = ((Change.Said) message.change()).text();
            assertEquals(text, follower.texts.get(message.seq()), "message " + message.seq());
            compared++;
          }
        }
      }
      assertTrue(compared > 100, "few messages were compared: " + compared);
    }
    assertTrue(holds(), "the chain");
  }

  private static void follow(Log log, String person, Follower follower)
      throws InterruptedException {
    long last = log.last();
    while (follower.cursor < last) {
      Page page = log.visible(person, follower.cursor, last, 2_000);
      page.entries().forEach(entry -> follower.told(entry.event()));
      follower.cursor = page.upTo();
    }
  }

  /** Messages of all rooms there are and of all talks of a person. */
  private static List<Entry> everything(Log log, Story story, String person)
      throws InterruptedException {
    List<Entry> all = new ArrayList<>();
    for (var room : story.state.rooms()) {
      all.addAll(read(log, new Place.Room(room.name())));
    }
    for (String other : PEOPLE) {
      all.addAll(read(log, new Place.Talk(person, other)));
    }
    return all;
  }

  private static List<Entry> read(Log log, Place place) throws InterruptedException {
    return log.history(place, null, null, 100_000, 1 << 30).entries();
  }

  /** Who was out of the room at an edit or a deletion was not told of it. */
  private static boolean sawAll(Story story, List<Long> seen, long target) {
    return story.entries.stream()
        .filter(
            e ->
                e.change() instanceof Change.Edited c && c.target() == target
                    || e.change() instanceof Change.Deleted d && d.target() == target)
        .allMatch(e -> seen.contains(e.seq()));
  }

  private boolean holds() throws SQLException {
    try (Connection connection = Database.reader(temp.resolve(LogFolder.FILE))) {
      return Chain.faultInTail(connection, 1 << 20).equals(OptionalLong.empty());
    }
  }

  private long count(String what) throws SQLException {
    try (Connection connection = Database.reader(temp.resolve(LogFolder.FILE))) {
      return Schema.number(connection, "SELECT count(*) FROM " + what);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42})
  void nothingIsLeftOfWhatWasEditedOrDeletedAndTheChainHolds(long seed) throws Exception {
    Story story = new Story(seed);
    try (Log log = Log.open(temp, 0)) {
      for (int batch = 0; batch < 50; batch++) {
        log.append(story.next(60));
      }
    }
    assertTrue(holds());
    assertTrue(count("event WHERE deleted IS NOT NULL") > 20);
    assertTrue(count("event WHERE latest IS NOT NULL") > 20);
    String changed = "event WHERE kind = 'said' AND (deleted IS NOT NULL OR latest IS NOT NULL)";
    assertEquals(0, count(changed + " AND (body IS NOT NULL OR salt IS NOT NULL)"));
    assertEquals(
        0,
        count(
            """
            event edit WHERE kind = 'edited' AND (body IS NOT NULL OR salt IS NOT NULL)
              AND NOT EXISTS (SELECT 1 FROM event WHERE latest = edit.seq)\
            """),
        "an edit that is not the newest, or of a deleted message");
    assertEquals(
        0,
        count("nonce JOIN event USING (seq) WHERE body IS NULL AND nonce.content <> ''"),
        "the digest of a text that is gone");
    assertTrue(count("nonce WHERE content = ''") > 10);
    assertEquals(0, count("reaction JOIN event ON event.seq = target WHERE deleted IS NOT NULL"));
    assertTrue(count("reaction") > 20);
  }

  private long seq;

  private Entry entry(Change.Lasting change) {
    seq++;
    return new Entry(seq, 1_000 * seq, change);
  }

  private Entry said(String room, String text, String nonce) {
    return entry(
        new Change.Said(
            new Addressee.Room(room), new Author("g1", "alice"), Content.of(text), nonce));
  }

  private Entry edited(long target, String text, String nonce) {
    return entry(
        new Change.Edited(
            target,
            new Change.Said(
                new Addressee.Room("lobby"), new Author("g1", "alice"), Content.of(text), nonce)));
  }

  private Entry came(String id, String name) {
    return entry(new Change.Came(id, name, "hash of " + id));
  }

  private Entry joined(String id, String name) {
    return entry(new Change.Joined("lobby", id, name));
  }

  private static List<String> told(List<Entry> entries) {
    return entries.stream()
        .map(Entry::event)
        .map(
            e ->
                switch (e) {
                  case Event.Message m ->
                      m.seq() + (m.deleted() == null ? " " + m.text() : " deleted");
                  case Event.Edited c -> c.seq() + " edited " + c.target() + " " + c.text();
                  case Event.Deleted c -> c.seq() + " deleted " + c.target();
                  default -> e.seq() + "";
                })
        .toList();
  }

  @Test
  void aTextThatCameAfterSomebodyLeftIsNotForThem() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      log.append(
          List.of(
              came("g1", "alice"), // 1
              came("g2", "bob"), // 2
              joined("g1", "alice"), // 3
              joined("g2", "bob"), // 4
              said("lobby", "one", null), // 5
              said("lobby", "two", null), // 6
              edited(5, "one, early", null), // 7
              entry(new Change.Left("lobby", "g2", "bob", "kicked")), // 8
              edited(6, "now that bob is out: a secret", null))); // 9
      assertEquals(
          List.of(
              "3",
              "4",
              "5 one, early",
              "6 now that bob is out: a secret",
              "7 edited 5 one, early",
              "8",
              "9 edited 6 now that bob is out: a secret"),
          told(log.visible("g1", 0, 9, 1 << 20).entries()));
      assertEquals(
          List.of("4", "5 one, early", "6 deleted", "7 edited 5 one, early", "8"),
          told(log.visible("g2", 0, 9, 1 << 20).entries()));
      log.append(List.of(joined("g2", "bob"))); // 10
      assertEquals(
          List.of(
              "4",
              "5 one, early",
              "6 now that bob is out: a secret",
              "7 edited 5 one, early",
              "8",
              "10"),
          told(log.visible("g2", 0, 10, 1 << 20).entries()),
          "a member may read all of the room");
    }
  }

  @Test
  void whatADecisionIsToKnowOfAMessageIsLookedUp() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      log.append(
          List.of(
              came("g1", "alice"),
              joined("g1", "alice"),
              said("lobby", "one", "n1"), // 3
              said("lobby", "two", "n2"), // 4
              edited(3, "three", "n3"), // 5
              entry(reaction(3, "g2", "👍", false)), // 6
              entry(reaction(3, "g1", "👍", false)), // 7
              entry(reaction(3, "g1", "❤", false)), // 8
              entry(reaction(3, "g1", "❤", true)), // 9
              entry(
                  new Change.Deleted(
                      4, new Addressee.Room("lobby"), new Author("g1", "alice"), "alice")))); // 10
      Map<Long, OldMessage> targets = log.targets(List.of(1L, 3L, 4L, 5L, 99L));
      assertEquals(java.util.Set.of(3L, 4L), targets.keySet(), "messages only");
      OldMessage edited = targets.get(3L);
      assertEquals("three", edited.said().text());
      assertEquals(new OldMessage.Done(5, 5_000), edited.latest());
      assertEquals(null, edited.deleted());
      assertEquals(java.util.Set.of("👍"), edited.reactions());
      OldMessage deleted = targets.get(4L);
      assertEquals(new OldMessage.Done(10, 10_000), deleted.deleted());
      assertEquals("g1", deleted.said().person());
      assertEquals(new Addressee.Room("lobby"), deleted.said().addressee());
      assertEquals(
          Map.of(new ReactionKey(3, "👍", "g2"), new OldMessage.Done(6, 6_000)),
          log.reacted(List.of(new ReactionKey(3, "👍", "g2"), new ReactionKey(3, "❤", "g1"))));
      Map<NonceKey, Sent> sent =
          log.sent(
              List.of(
                  new NonceKey("g1", "n1"), new NonceKey("g1", "n2"), new NonceKey("g1", "n3")));
      assertEquals("", sent.get(new NonceKey("g1", "n1")).content(), "edited");
      assertEquals("", sent.get(new NonceKey("g1", "n2")).content(), "deleted");
      assertFalse(sent.get(new NonceKey("g1", "n3")).content().isEmpty(), "the newest text's");
      assertEquals(3, sent.get(new NonceKey("g1", "n1")).seq());
    }
  }

  private static Change.Reacted reaction(long target, String by, String emoji, boolean removed) {
    return new Change.Reacted(
        target, new Addressee.Room("lobby"), new Author(by, "name"), emoji, removed, "alice");
  }

  @Test
  void unreadIsWhatOthersSaidAndDidNotTakeBack() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      log.append(
          List.of(
              came("g1", "alice"),
              came("g2", "bob"),
              joined("g1", "alice"),
              joined("g2", "bob"), // 4
              said("lobby", "one", null),
              said("lobby", "two", null), // 6
              said("elsewhere", "three", null),
              edited(5, "one!", null), // 8
              said("lobby", "four", null),
              entry(
                  new Change.Deleted(
                      9, new Addressee.Room("lobby"), new Author("g1", "alice"), "alice")), // 10
              said("lobby", "five", null))); // 11
      assertEquals(3, log.unread("g2", "LOBBY", 4, 11, 1_000));
      assertEquals(2, log.unread("g2", "lobby", 4, 10, 1_000));
      assertEquals(1, log.unread("g2", "lobby", 6, 11, 1_000));
      assertEquals(2, log.unread("g2", "lobby", 4, 11, 2), "counted no further");
      assertEquals(0, log.unread("g1", "lobby", 4, 11, 1_000), "one's own");
      assertEquals("lobby", log.roomOf(Network.NOWHERE, 5));
      assertEquals(null, log.roomOf(Network.NOWHERE, 1));
      assertEquals(null, log.roomOf(Network.NOWHERE, 99));
    }
  }
}
