package parley.server.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.ReplyTo;
import parley.protocol.RoomInfo;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.ContentHash;
import parley.server.state.Entry;
import parley.server.state.Place;
import parley.server.state.Sent;

/** Who may correct, take back, react to and answer which message, and what comes of it. */
class MessageChangesTest {
  private static final long NEVER = 4_711;

  private final World world = new World();
  private final String alice = world.member("alice", "lobby");
  private final String bob = world.member("bob", "lobby");
  private final String carol = world.guest("carol");

  private Reply edit(String who, long target, String text) {
    return world.decide(new Act.Edit("e", Asker.person(who), target, text, null));
  }

  private Reply delete(String who, long target) {
    return world.decide(new Act.Delete("d", Asker.person(who), target));
  }

  private Reply react(String who, long target, String emoji, boolean remove) {
    return world.decide(new Act.React("r", Asker.person(who), target, emoji, remove));
  }

  private Reply react(String who, long target, String emoji) {
    return react(who, target, emoji, false);
  }

  private Reply answer(String who, String room, String to, long target) {
    return world.decide(
        new Act.Say(
            "s",
            Asker.person(who),
            Addressee.ofFields(room, to, null),
            new Content("answer", null, new ReplyTo(target, null), null),
            null));
  }

  private long said(String who, String text) {
    return done(world.say(who, "lobby", text)).seq();
  }

  private long whispered(String who, String to, String text) {
    return done(world.decide(World.say(who, null, to, text, null))).seq();
  }

  private static Reply.Sent done(Reply reply) {
    return assertInstanceOf(Reply.Sent.class, reply, reply::toString);
  }

  private static void refused(ErrorCode code, Reply reply) {
    assertEquals(code, assertInstanceOf(Reply.Refused.class, reply).code());
  }

  private void operator(String name) {
    world.decide(new Act.SetOperator(Asker.CONSOLE, name, true));
  }

  // ---- edit

  @Test
  void anEditKeepsAllOfTheMessageButItsText() {
    long first = said(bob, "an earlier one");
    Act.Say say =
        new Act.Say(
            "s",
            Asker.person(alice),
            new Addressee.Room("lobby"),
            new Content(
                "helo", parley.protocol.Request.Kind.ACTION, new ReplyTo(first, null), null),
            "n");
    long seq = done(world.decide(say)).seq();
    world.now += 5_000;
    Reply.Sent ok = done(edit(alice, seq, "hello"));
    assertEquals(seq + 1, ok.seq());
    assertEquals(Entry.iso(world.now), ok.at());
    assertEquals(
        new Change.Edited(
            seq,
            new Change.Said(
                new Addressee.Room("lobby"),
                new Author(alice, "alice"),
                new Content(
                    "hello", parley.protocol.Request.Kind.ACTION, new ReplyTo(first, "bob"), null),
                null)),
        world.last());
  }

  @Test
  void onlyTheAuthorEdits() {
    long seq = said(alice, "mine");
    refused(ErrorCode.FORBIDDEN, edit(bob, seq, "yours"));
    operator("bob");
    refused(ErrorCode.FORBIDDEN, edit(bob, seq, "an operator's"));
    refused(ErrorCode.NO_SUCH_MESSAGE, edit(carol, seq, "who is not in the room"));
    refused(ErrorCode.NO_SUCH_MESSAGE, edit(alice, NEVER, "what never was"));
    refused(ErrorCode.NO_SUCH_MESSAGE, edit(alice, 1, "what is no message"));
    long secret = whispered(alice, "bob", "psst");
    refused(ErrorCode.FORBIDDEN, edit(bob, secret, "the other one of the talk"));
    refused(ErrorCode.NO_SUCH_MESSAGE, edit(carol, secret, "a talk of two others"));
    done(edit(alice, secret, "psst!"));
    assertEquals("bob", ((Change.Edited) world.last()).addressee().person());
    assertEquals(new Place.Talk(alice, bob), world.last().audience());
  }

  @Test
  void whoLeftOrIsMutedDoesNotEdit() {
    long seq = said(alice, "one");
    world.decide(new Act.Mute(Asker.CONSOLE, "alice", 0, false));
    refused(ErrorCode.MUTED, edit(alice, seq, "two"));
    world.decide(new Act.Unmute(Asker.CONSOLE, "alice"));
    world.decide(new Act.Leave("l", Asker.person(alice), "lobby"));
    refused(ErrorCode.NOT_A_MEMBER, edit(alice, seq, "two"));
    world.decide(new Act.Join("j", Asker.person(alice), "lobby"));
    done(edit(alice, seq, "two"));
  }

  @Test
  void theSameTextIsThatEditAlready() {
    long seq = said(alice, "one");
    Reply.Sent same = done(edit(alice, seq, "one"));
    assertEquals(seq, same.seq());
    assertNull(same.duplicate());
    long edited = done(edit(alice, seq, "two")).seq();
    world.now += 1_000;
    long next = world.state.nextSeq();
    assertEquals(edited, done(edit(alice, seq, "two")).seq());
    assertEquals(next, world.state.nextSeq());
    assertEquals(next, done(edit(alice, seq, "one")).seq(), "the first text again is an edit");
  }

  @Test
  void aNonceIsForOneEdit() {
    long seq = said(alice, "one");
    Sent earlier = new Sent(77, 5_000, ContentHash.ofEdit(seq, "two"));
    Act.Edit again = new Act.Edit("e", Asker.person(alice), seq, "two", "n");
    Reply.Sent ok = done(world.decide(again, earlier));
    assertEquals(77, ok.seq());
    assertEquals(true, ok.duplicate());
    Act.Edit other = new Act.Edit("e", Asker.person(alice), seq, "three", "n");
    refused(ErrorCode.NONCE_REUSED, world.decide(other, earlier));
    Act.Edit elsewhere = new Act.Edit("e", Asker.person(alice), 2, "two", "n");
    refused(ErrorCode.NONCE_REUSED, world.decide(elsewhere, earlier));
    // A message sent under the nonce that an edit was made under.
    Act.Say say = World.say(alice, "lobby", null, "two", "n");
    refused(ErrorCode.NONCE_REUSED, world.decide(say, earlier));
    // Of what was changed since, only the nonce is known: it is done, whatever it was.
    Sent emptied = new Sent(77, 5_000, "");
    assertEquals(true, done(world.decide(other, emptied)).duplicate());
    assertEquals(true, done(world.decide(say, emptied)).duplicate());
  }

  // ---- delete

  @Test
  void theAuthorDeletesAndAnOperatorDoes() {
    long one = said(alice, "one");
    refused(ErrorCode.FORBIDDEN, delete(bob, one));
    refused(ErrorCode.NO_SUCH_MESSAGE, delete(carol, one));
    done(delete(alice, one));
    assertEquals(
        new Change.Deleted(one, new Addressee.Room("lobby"), new Author(alice, "alice"), "alice"),
        world.last());
    long two = said(alice, "two");
    operator("carol");
    done(delete(carol, two));
    assertEquals(
        new Change.Deleted(two, new Addressee.Room("lobby"), new Author(carol, "carol"), "alice"),
        world.last());
  }

  @Test
  void anOperatorDeletesNothingInATalkOfTwoOthers() {
    long secret = whispered(alice, "bob", "psst");
    operator("carol");
    refused(ErrorCode.NO_SUCH_MESSAGE, delete(carol, secret));
    refused(ErrorCode.FORBIDDEN, delete(bob, secret));
    operator("bob");
    done(delete(bob, secret));
    Change.Deleted deleted = (Change.Deleted) world.last();
    assertEquals(
        new Addressee.Person("alice", alice),
        deleted.addressee(),
        "the other one, seen from who did it");
  }

  @Test
  void deletedTwiceIsDeletedOnceAndGoneForAllOthers() {
    long seq = said(alice, "one");
    Reply.Sent first = done(delete(alice, seq));
    world.now += 1_000;
    long next = world.state.nextSeq();
    Reply.Sent again = done(delete(alice, seq));
    assertEquals(first.seq(), again.seq());
    assertEquals(first.at(), again.at());
    assertEquals(next, world.state.nextSeq());
    refused(ErrorCode.NO_SUCH_MESSAGE, delete(bob, seq));
    refused(ErrorCode.NO_SUCH_MESSAGE, edit(alice, seq, "back"));
    refused(ErrorCode.NO_SUCH_MESSAGE, edit(bob, seq, "back"));
    refused(ErrorCode.NO_SUCH_MESSAGE, react(bob, seq, "👍"));
    refused(ErrorCode.NO_SUCH_MESSAGE, answer(bob, "lobby", null, seq));
  }

  @Test
  void theAuthorTakesBackFromWhereverTheyAre() {
    long seq = said(alice, "one");
    world.decide(new Act.Leave("l", Asker.person(alice), "lobby"));
    world.decide(new Act.Mute(Asker.CONSOLE, "alice", 0, false));
    done(delete(alice, seq));
  }

  // ---- react

  @Test
  void whoCanReadReactsOnceInEachWay() {
    long seq = said(alice, "one");
    Reply.Sent first = done(react(bob, seq, "👍"));
    assertEquals(
        new Change.Reacted(
            seq, new Addressee.Room("lobby"), new Author(bob, "bob"), "👍", false, "alice"),
        world.last());
    long next = world.state.nextSeq();
    assertEquals(first.seq(), done(react(bob, seq, "👍", false)).seq());
    assertEquals(next, world.state.nextSeq());
    done(react(bob, seq, "👍", true));
    assertEquals(true, ((Change.Reacted) world.last()).removed());
    next = world.state.nextSeq();
    assertEquals(new Reply.Done("r"), react(bob, seq, "👍", true), "nothing to take back");
    assertEquals(next, world.state.nextSeq());
    refused(ErrorCode.NO_SUCH_MESSAGE, react(carol, seq, "👍"));
    refused(ErrorCode.NO_SUCH_MESSAGE, react(bob, NEVER, "👍"));
  }

  @Test
  void inATalkTheTwoReactAndNobodyElse() {
    long secret = whispered(alice, "bob", "psst");
    refused(ErrorCode.NO_SUCH_MESSAGE, react(carol, secret, "👍"));
    done(react(bob, secret, "👍"));
    assertEquals(new Place.Talk(alice, bob), world.last().audience());
    done(react(alice, secret, "👍"));
    assertEquals(new Place.Talk(alice, bob), world.last().audience());
  }

  @Test
  void whoIsMutedTakesAReactionBackAndAddsNone() {
    long seq = said(alice, "one");
    done(react(bob, seq, "👍"));
    world.decide(new Act.Mute(Asker.CONSOLE, "bob", 0, false));
    refused(ErrorCode.MUTED, react(bob, seq, "❤"));
    done(react(bob, seq, "👍", true));
  }

  @Test
  void aMessageTakesSoManyDifferentReactions() {
    long seq = said(alice, "one");
    for (int i = 0; i < Limits.REACTIONS; i++) {
      done(react(bob, seq, Character.toString('A' + i)));
    }
    refused(ErrorCode.LIMIT_REACHED, react(bob, seq, "z"));
    done(react(alice, seq, "A"));
  }

  // ---- answers

  @Test
  void anAnswerBelongsWhereItsMessageIs() {
    long here = said(alice, "one");
    done(answer(bob, "lobby", null, here));
    Change.Said said = (Change.Said) world.last();
    assertEquals(here, said.replyTo());
    assertEquals("alice", said.replyName());
    world.decide(new Act.Join("j", Asker.person(bob), "garden"));
    refused(ErrorCode.NO_SUCH_MESSAGE, answer(bob, "garden", null, here));
    refused(ErrorCode.NO_SUCH_MESSAGE, answer(bob, null, "alice", here));
    refused(ErrorCode.NO_SUCH_MESSAGE, answer(bob, "lobby", null, NEVER));
    refused(ErrorCode.NOT_A_MEMBER, answer(carol, "lobby", null, here));
    long secret = whispered(alice, "bob", "psst");
    done(answer(bob, null, "alice", secret));
    done(answer(alice, null, "bob", secret));
    refused(ErrorCode.NO_SUCH_MESSAGE, answer(carol, null, "alice", secret));
    refused(ErrorCode.NO_SUCH_MESSAGE, answer(bob, null, "carol", secret));
    refused(ErrorCode.NO_SUCH_MESSAGE, answer(bob, "lobby", null, secret));
  }

  @Test
  void anAnswerToAnotherMessageIsAnotherContent() {
    long one = said(alice, "one");
    long two = said(alice, "two");
    Sent earlier =
        new Sent(
            77,
            5_000,
            ContentHash.of(
                new Addressee.Room("lobby"),
                new Content("answer", null, new ReplyTo(one, null), null)));
    Act.Say say =
        new Act.Say(
            "s",
            Asker.person(bob),
            new Addressee.Room("lobby"),
            new Content("answer", null, new ReplyTo(one, null), null),
            "n");
    assertEquals(true, done(world.decide(say, earlier)).duplicate());
    Act.Say other =
        new Act.Say(
            "s",
            Asker.person(bob),
            new Addressee.Room("lobby"),
            new Content("answer", null, new ReplyTo(two, null), null),
            "n");
    refused(ErrorCode.NONCE_REUSED, world.decide(other, earlier));
  }

  // ---- read marks

  private Reply read(String who, String room, String with, long upTo) {
    return world.decide(
        new Act.MarkRead("m", Asker.person(who), Addressee.ofFields(room, with, null), upTo));
  }

  @Test
  void aMarkMovesOnAndIsItsOwnersAlone() {
    long one = said(alice, "one");
    long two = said(alice, "two");
    assertInstanceOf(Reply.Done.class, read(bob, "LOBBY", null, two));
    assertEquals(new Change.Read(new Addressee.Room("lobby"), bob, two), world.last());
    assertEquals(new Place.Talk(bob, bob), world.last().audience(), "no room is told");
    long next = world.state.nextSeq();
    assertInstanceOf(Reply.Done.class, read(bob, "lobby", null, one));
    assertInstanceOf(Reply.Done.class, read(bob, "lobby", null, two));
    assertEquals(next, world.state.nextSeq(), "a mark does not move back");
    assertInstanceOf(Reply.Done.class, read(bob, "lobby", null, Long.MAX_VALUE));
    assertEquals(next - 1, ((Change.Read) world.last()).upTo(), "not beyond what there is");
    refused(ErrorCode.NOT_A_MEMBER, read(carol, "lobby", null, one));
    refused(ErrorCode.NOT_A_MEMBER, read(bob, "nowhere", null, one));
    refused(ErrorCode.NO_SUCH_PERSON, read(bob, null, "nobody", one));
    assertInstanceOf(Reply.Done.class, read(bob, null, "alice", one));
    assertEquals(new Change.Read(new Addressee.Person("alice", alice), bob, one), world.last());
  }

  private static RoomInfo only(Reply rooms) {
    return assertInstanceOf(Reply.RoomList.class, rooms).rooms().getFirst();
  }

  @Test
  void onesOwnMarksAreToldAndNobodyElses() {
    long one = said(alice, "one");
    read(bob, "lobby", null, one);
    assertEquals(one, only(world.decide(new Act.ListRooms("r", Asker.person(bob), null))).read());
    assertNull(only(world.decide(new Act.ListRooms("r", Asker.person(alice), null))).read());
    assertNull(only(world.decide(new Act.ListRooms("r", Asker.SERVER, null))).read());
    Reply.Welcome welcome =
        assertInstanceOf(Reply.Welcome.class, world.hello("bob", "hash-2", null));
    assertEquals(one, welcome.rooms().getFirst().read());
    world.decide(new Act.Leave("l", Asker.person(bob), "lobby"));
    assertNull(only(world.decide(new Act.ListRooms("r", Asker.person(bob), null))).read());
  }
}
