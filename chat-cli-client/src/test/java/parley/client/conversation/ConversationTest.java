package parley.client.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.testkit.Effort;

class ConversationTest {
  private static final String AT = "2026-11-21T09:30:00.123Z";

  private final Conversation conversation = new Conversation(() -> List.of("nightly"));
  private Talk lobby;
  private Talk dev;

  @BeforeEach
  void rooms() {
    conversation.iAm("alice", "g1");
    lobby = conversation.room("lobby");
    dev = conversation.room("dev");
    conversation.turnTo(lobby, 0);
  }

  private static Event.Message said(long seq, String room, String from, String text) {
    String id = from.equals("alice") ? "g1" : "g-" + from;
    return new Event.Message(
        seq, new Addressee.Room(room), new Author(id, from), Content.of(text), AT);
  }

  private static List<String> texts(List<News> shown) {
    return shown.stream()
        .map(news -> news instanceof News.Fresh fresh ? fresh.entry().text() : news.toString())
        .toList();
  }

  /** Whether all of it is shown when its talk is turned to, and not before. */
  private static boolean isKept(List<News> news) {
    return !news.isEmpty() && news.stream().allMatch(News.Kept.class::isInstance);
  }

  @Test
  void aWordOfOnesOwnCallsAsTheNameDoes() {
    conversation.told(said(1, "dev", "bob", "the nights are long"));
    assertFalse(dev.mentioned());
    conversation.told(said(2, "dev", "bob", "Nightly is red"));
    assertTrue(dev.mentioned());
  }

  /** A server that tells of more talks than anybody reads harms nobody at another one. */
  @Test
  void aFloodOfTalksIsBoundedAndTold() throws Exception {
    Conversation[] flooded = {null};
    int[] last = {0};
    List<String> told = new ArrayList<>();
    Effort.isInProportion(
        "talks",
        10_000,
        size -> {
          Conversation made = new Conversation(List::of);
          made.iAm("alice", "g1");
          made.turnTo(made.room("lobby"), 0);
          for (int i = 1; i <= size; i++) {
            Addressee me = new Addressee.Person("alice", "g1");
            Author author = new Author("g-" + i, "p" + i);
            told.clear();
            told.addAll(
                texts(made.told(new Event.Message(i, me, author, Content.of("hello"), AT))));
            assertTrue(i == Conversation.MOST || told.size() == 1, told::toString);
            assertTrue(
                i != Conversation.MOST || told.getLast().startsWith("More than 2000 talks"),
                told::toString);
          }
          flooded[0] = made;
          last[0] = size;
        });
    assertTrue(flooded[0].talks().size() <= Conversation.MOST, "what is kept");
    assertTrue(flooded[0].withPerson("p" + last[0]).isPresent(), "the newest");
    assertTrue(flooded[0].withPerson("p1").isEmpty(), "the oldest");
    assertEquals("lobby", flooded[0].current().name());
    assertTrue(flooded[0].inRoom("lobby").isPresent(), "what is turned to");
  }

  @Test
  void whoSpeaksInPassingIsNotHereAndWhoThenComesInIsCountedOnce() {
    conversation.told(new Event.Joined(1, "lobby", "bob", "g2", AT));
    conversation.told(said(2, "lobby", "carol", "in passing"));
    assertEquals(List.of("bob"), lobby.people());
    conversation.told(new Event.Joined(3, "lobby", "carol", "g-carol", AT));
    assertEquals(2, lobby.count());
    assertEquals(Set.of("bob", "carol"), Set.copyOf(lobby.people()));
  }

  @Test
  void theCurrentRoomIsShownAndOthersAreCounted() {
    assertEquals(List.of("hi"), texts(conversation.told(said(1, "lobby", "bob", "hi"))));
    assertTrue(isKept(conversation.told(said(2, "dev", "bob", "psst"))));
    assertTrue(isKept(conversation.told(said(3, "dev", "alice", "own words"))));
    assertTrue(isKept(conversation.told(said(4, "dev", "bob", "Alice: look"))));
    assertEquals(2, dev.unread(), "who wrote from elsewhere saw nothing here");
    assertTrue(dev.mentioned());
    assertEquals(0, lobby.unread());
    Conversation.Turned turned = conversation.turnTo(dev, 2);
    assertEquals(List.of(), turned.read());
    assertEquals(
        List.of("psst", "own words", "Alice: look"),
        turned.unread().stream().map(TalkEntry::text).toList());
    assertEquals(0, dev.unread());
    assertFalse(dev.mentioned());
  }

  /** After a restore, bob's id and name may be another's, and message 7 another message. */
  @Test
  void withAnotherLogTalksWithPeopleEndAndRoomsBeginAnew() {
    conversation.told(said(7, "lobby", "bob", "hi"));
    Talk bob = conversation.with("bob");
    bob.isWith("g-bob");
    conversation.turnTo(bob, 0);
    conversation.beginAnew();
    assertNull(conversation.current(), "what is being typed goes to nobody");
    assertTrue(conversation.withPerson("bob").isEmpty());
    assertEquals(List.of(), conversation.with("bob").last(10));
    assertNull(conversation.with("bob").personId());
    Talk room = conversation.inRoom("lobby").orElseThrow();
    assertEquals(0, room.lastSeq());
    conversation.turnTo(room, 0);
    conversation.beginAnew();
    assertSame(conversation.inRoom("lobby").orElseThrow(), conversation.current());
  }

  @Test
  void aNameInsideAWordIsNoMention() {
    conversation.told(said(1, "dev", "bob", "malice aforethought"));
    assertFalse(dev.mentioned());
  }

  @Test
  void aRoomMayBeCalledAsAPersonIsWritten() {
    Talk room = conversation.room("@bob");
    Talk bob = conversation.with("bob");
    assertNotSame(room, bob);
    assertEquals("#@bob", room.title());
    assertEquals("@bob", bob.title());
    assertSame(bob, conversation.find(Addressee.of("@bob")).orElseThrow());
    assertSame(room, conversation.find(Addressee.of("#@Bob")).orElseThrow());
    conversation.told(said(1, "@bob", "mallory", "what was the code?"));
    assertEquals(1, room.unread());
    assertEquals(0, bob.unread());
    conversation.told(new Event.Left(2, "@bob", "alice", "g1", "kicked", AT));
    assertSame(bob, conversation.withPerson("BOB").orElseThrow());
  }

  @Test
  void theNameIsFoundInEverySpelling() {
    conversation.iAm("Straße", "g1");
    conversation.told(said(1, "dev", "bob", "STRASSE: look"));
    assertTrue(dev.mentioned());
  }

  @Test
  void directMessagesAreShownWhereverOneIs() {
    var direct =
        new Event.Message(
            5, new Addressee.Person("alice", null), new Author("g2", "bob"), Content.of("pst"), AT);
    List<News> shown = conversation.told(direct);
    assertEquals(List.of("pst"), texts(shown));
    assertEquals("@bob", shown.getFirst().talk().title());
    assertEquals(1, shown.getFirst().talk().unread());
    var own =
        new Event.Message(
            6,
            new Addressee.Person("bob", null),
            new Author("g1", "alice"),
            Content.of("yes?"),
            AT);
    assertEquals(List.of("yes?"), texts(conversation.told(own)));
    assertSame(shown.getFirst().talk(), conversation.withPerson("bob").orElseThrow());
    assertEquals(1, shown.getFirst().talk().unread(), "/msg from elsewhere shows nothing");
    assertEquals(0, shown.getFirst().talk().readMarkToTell());
    conversation.turnTo(shown.getFirst().talk(), 2);
    assertEquals(5, shown.getFirst().talk().readMarkToTell());
  }

  @Test
  void whatIsRecalledGoesBeforeWhatCameMeanwhileAndNothingTwice() {
    lobby.await("r1");
    assertEquals(List.of(), conversation.told(said(12, "lobby", "bob", "live")));
    List<News> shown =
        conversation.recalled(
            "r1",
            List.of(
                said(10, "lobby", "bob", "older"),
                said(11, "lobby", "bob", "old"),
                said(12, "lobby", "bob", "live")));
    assertEquals(List.of("older", "old", "live"), texts(shown));
    assertEquals(List.of("next"), texts(conversation.told(said(13, "lobby", "bob", "next"))));
    assertEquals(List.of(), conversation.recalled("r1", List.of(said(1, "lobby", "b", "late"))));
  }

  @Test
  void aRecallThatNeverComesLosesNothing() {
    lobby.await("r1");
    conversation.told(said(12, "lobby", "bob", "live"));
    assertEquals(List.of("live"), texts(conversation.recalled("r1", List.of())));
  }

  @Test
  void textOfOthersCannotCommandTheTerminal() {
    var shown = conversation.told(said(1, "lobby", "b\u001bob", "\u001b[2J\u202Eevil\r\nnext"));
    TalkEntry entry = ((News.Fresh) shown.getFirst()).entry();
    assertEquals("b\\x1bob", entry.from());
    assertEquals("\\x1b[2J\\u202eevil\\x0d\nnext", entry.text());
  }

  @Test
  void beingRemovedClosesTheRoomAndWhatIsBeingTypedGoesNowhereElse() {
    var kicked = new Event.Left(9, "lobby", "alice", "g1", "kicked", AT);
    assertEquals(List.of("You were removed from lobby."), texts(conversation.told(kicked)));
    assertNull(conversation.current());
    assertTrue(conversation.inRoom("lobby").isEmpty());
    var late = new Event.Left(10, "lobby", "bob", "g2", "left", AT);
    assertEquals(List.of(), conversation.told(late));
    assertTrue(conversation.inRoom("lobby").isEmpty(), "a late word does not open it again");
  }

  @Test
  void namesAndCountsFollowComingAndGoing() {
    conversation.told(new Event.Joined(1, "lobby", "bob", "g2", AT));
    conversation.told(new Event.Joined(2, "lobby", "carol", "g3", AT));
    conversation.told(new Event.Renamed(3, "lobby", "bob", "rob", "g2", AT));
    conversation.told(new Event.Left(4, "lobby", "carol", "g3", "quit", AT));
    assertEquals(List.of("rob"), lobby.people());
    assertEquals(1, lobby.count());
    conversation.told(new Event.Renamed(5, "lobby", "alice", "alicia", "g1", AT));
    assertEquals("alicia", conversation.name());
  }

  @Test
  void roomsAreTheSameWithoutRegardToCase() {
    conversation.told(said(1, "LOBBY", "bob", "hi"));
    assertEquals(2, conversation.talks().size());
    assertSame(lobby, conversation.find(Addressee.of("#Lobby")).orElseThrow());
  }

  @Test
  void aBusyRoomIsKeptOnlySoFar() {
    for (int i = 1; i <= 2_000; i++) {
      conversation.told(said(i, "dev", "bob", "message " + i));
    }
    Conversation.Turned turned = conversation.turnTo(dev, 10);
    assertEquals(2_000, turned.count());
    assertEquals(TalkEntries.KEPT, turned.unread().size());
    assertEquals("message 2000", turned.unread().getLast().text());
  }
}
