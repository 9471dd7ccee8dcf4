package parley.client.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.MessageState;
import parley.protocol.Reaction;
import parley.protocol.ReplyTo;
import parley.protocol.RoomInfo;

/** What becomes of messages after they were said. */
class MessageEventsTest {
  private static final String AT = "2026-11-21T09:30:00.123Z";

  private final Conversation conversation = new Conversation(List::of);
  private Talk lobby;
  private Talk dev;

  @BeforeEach
  void rooms() {
    conversation.iAm("alice", "g1");
    lobby = conversation.room("lobby");
    dev = conversation.room("dev");
    conversation.turnTo(lobby, 0);
  }

  private static String id(String name) {
    return name.equals("alice") ? "g1" : "g-" + name;
  }

  private static Event.Message said(long seq, String room, String from, String text) {
    return new Event.Message(
        seq, new Addressee.Room(room), new Author(id(from), from), Content.of(text), AT);
  }

  private static Event.Message answer(long seq, String from, String text, long to, String toWhom) {
    return new Event.Message(
        seq,
        new Addressee.Room("lobby"),
        new Author(id(from), from),
        new Content(text, null, new ReplyTo(to, toWhom), null),
        AT);
  }

  private static Event.Edited edited(long seq, long target, String room, String by, String text) {
    return new Event.Edited(seq, target, room, null, by, id(by), text, null, AT);
  }

  private static Event.Deleted deleted(long seq, long target, String by) {
    return new Event.Deleted(seq, target, "lobby", null, by, id(by), "bob", AT);
  }

  private static Event.Reacted reacted(
      long seq, long target, String by, String emoji, boolean removed) {
    return new Event.Reacted(
        seq, target, "lobby", null, by, id(by), emoji, removed ? true : null, "bob", AT);
  }

  private static News.Changed changed(List<News> news) {
    assertEquals(1, news.size());
    return (News.Changed) news.getFirst();
  }

  private static List<String> texts(List<News> news) {
    return news.stream().map(one -> ((News.Fresh) one).entry().text()).toList();
  }

  private static Event.Message direct(
      long seq, String from, String fromId, String to, String toId) {
    return new Event.Message(
        seq, new Addressee.Person(to, toId), new Author(fromId, from), Content.of("hi"), AT);
  }

  @Test
  void aTalkIsForWhoItBeganWithAndAnotherOfThatNameIsToldOf() {
    conversation.iAm("alice", "g1");
    conversation.told(direct(1, "bob", "g2", "alice", "g1"));
    Talk talk = conversation.withPerson("bob").orElseThrow();
    assertEquals("g2", talk.personId());
    List<String> texts = texts(conversation.told(direct(2, "bob", "g3", "alice", "g1")));
    assertEquals("hi", texts.getLast());
    assertEquals(
        "This bob (g3) is not the one from before (g2), whom what you write here is for; /msg"
            + " bob:g3 TEXT writes to this one.",
        texts.getFirst());
    assertEquals("g2", talk.personId());
    conversation.told(direct(3, "alice", "g1", "bob", "g3"));
    assertEquals("g3", talk.personId(), "what one sent says whom one means");
    conversation.told(new Event.Renamed(4, "lobby", "bob", "robert", "g2", AT));
    assertEquals(talk, conversation.withPerson("bob").orElseThrow(), "it is the other one's name");
    conversation.told(new Event.Renamed(5, "lobby", "bob", "bert", "g3", AT));
    assertEquals(talk, conversation.withPerson("bert").orElseThrow());
  }

  @Test
  void anEditReplacesTheTextAndTwiceIsOnce() {
    conversation.told(said(1, "lobby", "bob", "helo"));
    News.Changed first = changed(conversation.told(edited(2, 1, "lobby", "bob", "hello")));
    assertEquals("hello", first.entry().text());
    assertEquals(TalkEntry.State.EDITED, first.entry().state());
    assertEquals("bob edited #1: hello", first.instead().text());
    assertEquals(List.of(), conversation.told(edited(2, 1, "lobby", "bob", "hello")));
    assertEquals("hello", conversation.turnTo(lobby, 5).read().getLast().text());
  }

  @Test
  void whatIsToldAgainWithItsEditAndThenEditedStaysAsItIs() {
    conversation.told(
        new Event.Message(
            1,
            new Addressee.Room("lobby"),
            new Author("g-bob", "bob"),
            Content.of("newest"),
            AT,
            new MessageState(AT, false, null),
            null));
    assertEquals(List.of(), conversation.told(edited(3, 1, "lobby", "bob", "newest")));
    conversation.told(
        new Event.Message(
            2,
            new Addressee.Room("lobby"),
            new Author("g-bob", "bob"),
            Content.of(""),
            AT,
            new MessageState(null, true, null),
            null));
    assertEquals(List.of(), conversation.told(deleted(4, 2, "bob")));
    assertEquals(List.of(), conversation.told(edited(5, 2, "lobby", "bob", "late")));
    assertEquals("", lobby.entry(2).orElseThrow().text());
  }

  @Test
  void ofADeletedMessageNothingStays() {
    conversation.told(said(1, "lobby", "bob", "secret"));
    conversation.told(reacted(2, 1, "carol", "👍", false));
    News.Changed gone = changed(conversation.told(deleted(3, 1, "olivia")));
    assertEquals("", gone.entry().text());
    assertTrue(gone.entry().reactions().isEmpty());
    assertEquals("olivia deleted #1.", gone.instead().text());
    assertEquals(List.of(), conversation.told(reacted(4, 1, "carol", "👍", false)));
    assertFalse(lobby.entry(1).orElseThrow().isThere());
  }

  @Test
  void reactionsAreCountedOncePerPersonAndTakenBack() {
    conversation.told(said(1, "lobby", "alice", "lunch?"));
    changed(conversation.told(reacted(2, 1, "bob", "👍", false)));
    assertEquals(List.of(), conversation.told(reacted(2, 1, "bob", "👍", false)));
    News.Changed second = changed(conversation.told(reacted(3, 1, "alice", "👍", false)));
    assertNull(second.instead(), "one's own is no news");
    Reactions.One one = lobby.entry(1).orElseThrow().reactions().all().getFirst();
    assertEquals(2, one.count());
    assertTrue(one.mine());
    changed(conversation.told(reacted(4, 1, "alice", "👍", true)));
    assertFalse(lobby.entry(1).orElseThrow().reactions().mine("👍"));
    changed(conversation.told(reacted(5, 1, "bob", "👍", true)));
    assertTrue(lobby.entry(1).orElseThrow().reactions().isEmpty());
    assertEquals(List.of(), conversation.told(reacted(6, 1, "bob", "👍", true)));
  }

  @Test
  void reactionsReadBackHoldMoreThanTheirNames() {
    lobby.await("r1");
    Reaction many = new Reaction("🎉", 12, List.of("bob", "ALICE"));
    conversation.recalled(
        "r1",
        List.of(
            new Event.Message(
                1,
                new Addressee.Room("lobby"),
                new Author("g-bob", "bob"),
                Content.of("done"),
                AT,
                new MessageState(null, false, List.of(many)),
                null)));
    Reactions.One one = lobby.entry(1).orElseThrow().reactions().all().getFirst();
    assertEquals(12, one.count());
    assertTrue(one.mine());
    conversation.told(reacted(2, 1, "bob", "🎉", false));
    assertEquals(12, lobby.entry(1).orElseThrow().reactions().all().getFirst().count());
    conversation.told(reacted(3, 1, "zoe", "🎉", false));
    assertEquals(13, lobby.entry(1).orElseThrow().reactions().all().getFirst().count());
  }

  @Test
  void whatIsNotKnownBreaksNothing() {
    assertEquals(
        List.of("bob edited #7: corrected"),
        texts(conversation.told(edited(20, 7, "lobby", "bob", "corrected"))));
    assertEquals(List.of(), conversation.told(deleted(21, 7, "bob")));
    assertEquals(List.of(), conversation.told(reacted(22, 7, "bob", "👍", false)));
    assertEquals(List.of(), conversation.told(edited(23, 7, "elsewhere", "bob", "x")));
    assertTrue(conversation.inRoom("elsewhere").isEmpty(), "nor opens a room");
    var direct = new Event.Edited(24, 7, null, "alice", "bob", "g-bob", "x", null, AT);
    assertEquals(List.of(), conversation.told(direct));
    assertEquals(List.of(), conversation.told(new Event.Read(25, "nowhere", null, 9, AT)));
  }

  @Test
  void aDirectTalkIsFoundByItsMessage() {
    conversation.told(
        new Event.Message(
            5,
            new Addressee.Person("alice", null),
            new Author("g-bob", "bob"),
            Content.of("pst"),
            AT));
    var own = new Event.Reacted(6, 5, null, "bob", "alice", "g1", "👍", null, "bob", AT);
    assertEquals("@bob", changed(conversation.told(own)).talk().title());
    var theirs = new Event.Edited(7, 5, null, "alice", "bob", "g-bob", "psst", null, AT);
    assertEquals("psst", changed(conversation.told(theirs)).entry().text());
  }

  @Test
  void changesWaitForWhatTheyChange() {
    lobby.await("r1");
    assertEquals(List.of(), conversation.told(edited(12, 10, "lobby", "bob", "newest")));
    assertEquals(List.of(), conversation.told(reacted(13, 10, "carol", "👍", false)));
    conversation.recalled("r1", List.of(said(10, "lobby", "bob", "first")));
    TalkEntry entry = lobby.entry(10).orElseThrow();
    assertEquals("newest", entry.text());
    assertEquals(1, entry.reactions().all().size());
  }

  @Test
  void anAnswerKnowsWhatItAnswers() {
    conversation.told(answer(9, "carol", "yes", 3, "bo\u001bb"));
    assertEquals(new TalkEntry.Answered(3, "bo\\x1bb"), lobby.entry(9).orElseThrow().answers());
  }

  @Test
  void nothingOfOthersIsRaw() {
    conversation.told(said(1, "lobby", "bob", "hi"));
    conversation.told(reacted(2, 1, "bob", "\u001b[2J", false));
    TalkEntry reactedTo = lobby.entry(1).orElseThrow();
    assertEquals("\\x1b[2J", reactedTo.reactions().all().getFirst().emoji());
    News.Changed edit =
        changed(conversation.told(edited(3, 1, "lobby", "b\u001bob", "\u001b]0;x\u0007")));
    assertEquals("\\x1b]0;x\\x07", edit.entry().text());
    assertEquals("b\\x1bob edited #1: \\x1b]0;x\\x07", edit.instead().text());
    News.Changed gone = changed(conversation.told(deleted(4, 1, "\u202Eeve")));
    assertEquals("\\u202eeve deleted #1.", gone.instead().text());
  }

  @Test
  void elsewhereNothingIsToldOfAChangeAndItIsThereOnTurning() {
    conversation.told(said(1, "dev", "bob", "helo"));
    assertNull(changed(conversation.told(edited(2, 1, "dev", "bob", "hello"))).instead());
    assertEquals("hello", conversation.turnTo(dev, 0).unread().getFirst().text());
  }

  @Test
  void aNameThatAnEditAddedOrTookIsAMentionOrNone() {
    conversation.told(said(1, "dev", "bob", "the build is red"));
    conversation.turnTo(dev, 0);
    conversation.turnTo(lobby, 0);
    assertEquals(0, dev.unread());
    conversation.told(edited(2, 1, "dev", "bob", "alice: the build is red"));
    assertTrue(dev.entry(1).orElseThrow().mention());
    assertTrue(dev.mentioned());
    assertEquals(1, dev.unread(), "it was read before, and now is not");
    assertEquals(
        List.of("alice: the build is red", "bob edited #1: alice: the build is red"),
        conversation.turnTo(dev, 5).read().stream().map(TalkEntry::text).toList());
    assertFalse(dev.mentioned());
    conversation.told(edited(3, 1, "dev", "bob", "the build is green"));
    assertFalse(dev.entry(1).orElseThrow().mention());
    conversation.told(said(4, "dev", "bob", "so"));
    conversation.told(edited(5, 4, "dev", "bob", "so, alice"));
    assertFalse(dev.mentioned(), "it is looked at");
    conversation.turnTo(lobby, 0);
    conversation.told(edited(6, 77, "dev", "bob", "older, alice"));
    assertTrue(dev.mentioned(), "of one that is not kept here, too");
  }

  @Test
  void theServersCountIsTakenAndGoesOn() {
    Talk ops = conversation.room(new RoomInfo("ops", "", 2, 40, 30L, 4));
    assertEquals(4, ops.unread());
    ops.await("r1");
    conversation.recalled(
        "r1",
        List.of(
            said(29, "ops", "bob", "read"),
            said(35, "ops", "bob", "alice?"),
            said(40, "ops", "bob", "unread")));
    assertEquals(4, ops.unread(), "what the server counted is not counted again");
    assertTrue(ops.mentioned());
    conversation.told(said(41, "ops", "bob", "live"));
    assertEquals(5, ops.unread());
    Conversation.Turned turned = conversation.turnTo(ops, 5);
    assertEquals(List.of("read"), turned.read().stream().map(TalkEntry::text).toList());
    assertEquals(5, turned.count());
    assertEquals(35, turned.unread().getFirst().seq());
    assertEquals(41, ops.readMarkToTell());
    ops.telling(41);
    assertEquals(0, ops.readMarkToTell());
    ops.tellAgain();
    assertEquals(41, ops.readMarkToTell());
  }

  @Test
  void turnedToBeforeItIsReadBackTheRuleIsStillDrawn() {
    Talk ops = conversation.room(new RoomInfo("ops", "", 2, 40, 30L, 4));
    ops.await("r1");
    conversation.turnTo(ops, 5);
    List<News> news =
        conversation.recalled(
            "r1",
            List.of(
                said(29, "ops", "bob", "read"),
                said(35, "ops", "bob", "first new"),
                said(40, "ops", "bob", "second")));
    assertEquals(
        List.of(false, true, false),
        news.stream().map(one -> ((News.Fresh) one).firstNew()).toList());
  }

  @Test
  void readElsewhereIsReadHere() {
    for (int seq = 1; seq <= 4; seq++) {
      conversation.told(said(seq, "dev", "bob", seq == 2 ? "alice!" : "message"));
    }
    assertTrue(dev.mentioned());
    conversation.told(new Event.Read(5, "dev", null, 3, AT));
    assertEquals(1, dev.unread());
    assertFalse(dev.mentioned());
    conversation.told(new Event.Read(6, "dev", null, 1, AT));
    assertEquals(1, dev.unread(), "marks only move on");
    conversation.told(new Event.Read(7, "dev", null, 4, AT));
    assertEquals(0, dev.unread());
  }

  @Test
  void whileNobodyLooksNothingIsRead() {
    conversation.told(said(1, "lobby", "bob", "seen"));
    conversation.looking(false);
    List<News> first = conversation.told(said(2, "lobby", "bob", "unseen"));
    assertTrue(((News.Fresh) first.getFirst()).firstNew());
    List<News> second = conversation.told(said(3, "lobby", "bob", "unseen too"));
    assertFalse(((News.Fresh) second.getFirst()).firstNew());
    assertEquals(2, lobby.unread());
    assertEquals(1, lobby.readMarkToTell());
    conversation.looking(true);
    assertEquals(0, lobby.unread());
    assertEquals(3, lobby.readMarkToTell());
  }
}
