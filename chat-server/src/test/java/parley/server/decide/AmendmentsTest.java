package parley.server.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.server.state.Change;
import parley.server.state.Content;
import parley.server.state.Entry;
import parley.server.state.Sent;
import parley.server.state.Target;

/** Who may correct, take back, react to and answer which message, and what comes of it. */
class AmendmentsTest {
  private static final long NEVER = 4_711;

  private final World world = new World();
  private final String alice = world.member("alice", "lobby");
  private final String bob = world.member("bob", "lobby");
  private final String carol = world.guest("carol");

  private Reply edit(String who, long target, String text) {
    return world.decide(
        new Command.Edit("e", who, target, text, null).with(null, world.target(target)));
  }

  private Reply delete(String who, long target) {
    return world.decide(new Command.Delete("d", who, target, world.target(target)));
  }

  private Reply react(String who, long target, String emoji, boolean remove, Target.Done mine) {
    return world.decide(
        new Command.React("r", who, target, emoji, remove).with(world.target(target), mine));
  }

  private Reply react(String who, long target, String emoji) {
    return react(who, target, emoji, false, null);
  }

  private Reply answer(String who, String room, String to, long target) {
    return world.decide(
        new Command.Say("s", who, room, to, "answer", null, null, target)
            .with(null, world.target(target)));
  }

  private long said(String who, String text) {
    return done(world.say(who, "lobby", text)).seq();
  }

  private long whispered(String who, String to, String text) {
    return done(world.decide(World.say(who, null, to, text, null))).seq();
  }

  private static Reply.Ok done(Reply reply) {
    return assertInstanceOf(Reply.Ok.class, reply, reply::toString);
  }

  private static void refused(ErrorCode code, Reply reply) {
    assertEquals(code, assertInstanceOf(Reply.Refused.class, reply).code());
  }

  private void operator(String name) {
    world.decide(new Command.SetOperator("console", name, true));
  }

  // ---- edit

  @Test
  void anEditKeepsAllOfTheMessageButItsText() {
    long first = said(bob, "an earlier one");
    Command.Say say =
        new Command.Say(
            "s", alice, "lobby", null, "helo", parley.protocol.Request.Kind.ACTION, "n", first);
    long seq = done(world.decide(say.with(null, world.target(first)))).seq();
    world.now += 5_000;
    Reply.Ok ok = done(edit(alice, seq, "hello"));
    assertEquals(seq + 1, ok.seq());
    assertEquals(Entry.iso(world.now), ok.at());
    assertEquals(
        new Change.Edited(
            seq,
            "lobby",
            null,
            null,
            alice,
            "alice",
            "hello",
            parley.protocol.Request.Kind.ACTION,
            null,
            first,
            "bob",
            null),
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
    assertEquals("bob", ((Change.Edited) world.last()).toName());
    assertEquals(bob, world.last().recipient());
  }

  @Test
  void whoLeftOrIsMutedDoesNotEdit() {
    long seq = said(alice, "one");
    world.decide(new Command.Mute("console", "alice", 0));
    refused(ErrorCode.MUTED, edit(alice, seq, "two"));
    world.decide(new Command.Unmute("console", "alice"));
    world.decide(new Command.Leave("l", alice, "lobby"));
    refused(ErrorCode.NOT_A_MEMBER, edit(alice, seq, "two"));
    world.decide(new Command.Join("j", alice, "lobby"));
    done(edit(alice, seq, "two"));
  }

  @Test
  void theSameTextIsThatEditAlready() {
    long seq = said(alice, "one");
    Reply.Ok same = done(edit(alice, seq, "one"));
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
    Sent earlier = new Sent(77, 5_000, Content.ofEdit(seq, "two"));
    Command.Edit again = new Command.Edit("e", alice, seq, "two", "n").with(earlier, null);
    Reply.Ok ok = done(world.decide(again));
    assertEquals(77, ok.seq());
    assertEquals(true, ok.duplicate());
    Command.Edit other = new Command.Edit("e", alice, seq, "three", "n").with(earlier, null);
    refused(ErrorCode.NONCE_REUSED, world.decide(other));
    Command.Edit elsewhere = new Command.Edit("e", alice, 2, "two", "n").with(earlier, null);
    refused(ErrorCode.NONCE_REUSED, world.decide(elsewhere));
    // A message sent under the nonce that an edit was made under.
    Command.Say say = World.say(alice, "lobby", null, "two", "n").with(earlier, null);
    refused(ErrorCode.NONCE_REUSED, world.decide(say));
    // Of what was changed since, only the nonce is known: it is done, whatever it was.
    Sent emptied = new Sent(77, 5_000, "");
    assertEquals(true, done(world.decide(other.with(emptied, null))).duplicate());
    assertEquals(true, done(world.decide(say.with(emptied, null))).duplicate());
  }

  // ---- delete

  @Test
  void theAuthorDeletesAndAnOperatorDoes() {
    long one = said(alice, "one");
    refused(ErrorCode.FORBIDDEN, delete(bob, one));
    refused(ErrorCode.NO_SUCH_MESSAGE, delete(carol, one));
    done(delete(alice, one));
    assertEquals(
        new Change.Deleted(one, "lobby", null, null, alice, "alice", "alice"), world.last());
    long two = said(alice, "two");
    operator("carol");
    done(delete(carol, two));
    assertEquals(
        new Change.Deleted(two, "lobby", null, null, carol, "carol", "alice"), world.last());
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
    assertEquals(alice, deleted.to(), "the other one, seen from who did it");
    assertEquals("alice", deleted.toName());
  }

  @Test
  void deletedTwiceIsDeletedOnceAndGoneForAllOthers() {
    long seq = said(alice, "one");
    Reply.Ok first = done(delete(alice, seq));
    world.now += 1_000;
    long next = world.state.nextSeq();
    Reply.Ok again = done(delete(alice, seq));
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
    world.decide(new Command.Leave("l", alice, "lobby"));
    world.decide(new Command.Mute("console", "alice", 0));
    done(delete(alice, seq));
  }

  // ---- react

  @Test
  void whoCanReadReactsOnceInEachWay() {
    long seq = said(alice, "one");
    Reply.Ok first = done(react(bob, seq, "👍"));
    assertEquals(
        new Change.Reacted(seq, "lobby", null, null, bob, "bob", "👍", false, "alice"),
        world.last());
    Target.Done mine = new Target.Done(first.seq(), world.now);
    long next = world.state.nextSeq();
    assertEquals(first.seq(), done(react(bob, seq, "👍", false, mine)).seq());
    assertEquals(next, world.state.nextSeq());
    done(react(bob, seq, "👍", true, mine));
    assertEquals(true, ((Change.Reacted) world.last()).removed());
    next = world.state.nextSeq();
    assertNull(done(react(bob, seq, "👍", true, null)).seq(), "nothing to take back");
    assertEquals(next, world.state.nextSeq());
    refused(ErrorCode.NO_SUCH_MESSAGE, react(carol, seq, "👍"));
    refused(ErrorCode.NO_SUCH_MESSAGE, react(bob, NEVER, "👍"));
  }

  @Test
  void inATalkTheTwoReactAndNobodyElse() {
    long secret = whispered(alice, "bob", "psst");
    refused(ErrorCode.NO_SUCH_MESSAGE, react(carol, secret, "👍"));
    done(react(bob, secret, "👍"));
    assertEquals(alice, world.last().recipient());
    done(react(alice, secret, "👍"));
    assertEquals(bob, world.last().recipient());
  }

  @Test
  void whoIsMutedTakesAReactionBackAndAddsNone() {
    long seq = said(alice, "one");
    Target.Done mine = new Target.Done(done(react(bob, seq, "👍")).seq(), world.now);
    world.decide(new Command.Mute("console", "bob", 0));
    refused(ErrorCode.MUTED, react(bob, seq, "❤"));
    done(react(bob, seq, "👍", true, mine));
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
    world.decide(new Command.Join("j", bob, "garden"));
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
    Sent earlier = new Sent(77, 5_000, Content.of("lobby", null, null, one, null, "answer"));
    Command.Say say = new Command.Say("s", bob, "lobby", null, "answer", null, "n", one);
    assertEquals(true, done(world.decide(say.with(earlier, world.target(one)))).duplicate());
    Command.Say other = new Command.Say("s", bob, "lobby", null, "answer", null, "n", two);
    refused(ErrorCode.NONCE_REUSED, world.decide(other.with(earlier, world.target(two))));
  }

  // ---- read marks

  private Reply read(String who, String room, String with, long upTo) {
    return world.decide(new Command.MarkRead("m", who, room, with, upTo));
  }

  @Test
  void aMarkMovesOnAndIsItsOwnersAlone() {
    long one = said(alice, "one");
    long two = said(alice, "two");
    done(read(bob, "LOBBY", null, two));
    assertEquals(new Change.Read("lobby", null, null, bob, two), world.last());
    assertNull(world.last().room(), "no room is told");
    assertEquals(bob, world.last().recipient());
    long next = world.state.nextSeq();
    done(read(bob, "lobby", null, one));
    done(read(bob, "lobby", null, two));
    assertEquals(next, world.state.nextSeq(), "a mark does not move back");
    done(read(bob, "lobby", null, Long.MAX_VALUE));
    assertEquals(next - 1, ((Change.Read) world.last()).upTo(), "not beyond what there is");
    refused(ErrorCode.NOT_A_MEMBER, read(carol, "lobby", null, one));
    refused(ErrorCode.NOT_A_MEMBER, read(bob, "nowhere", null, one));
    refused(ErrorCode.NO_SUCH_PERSON, read(bob, null, "nobody", one));
    done(read(bob, null, "alice", one));
    assertEquals(new Change.Read(null, alice, "alice", bob, one), world.last());
  }

  private static RoomInfo only(Reply rooms) {
    return done(rooms).rooms().getFirst();
  }

  @Test
  void onesOwnMarksAreToldAndNobodyElses() {
    long one = said(alice, "one");
    read(bob, "lobby", null, one);
    assertEquals(one, only(world.decide(new Command.ListRooms("r", bob, null))).read());
    assertNull(only(world.decide(new Command.ListRooms("r", alice, null))).read());
    assertNull(only(world.decide(new Command.ListRooms("r", null, null))).read());
    Reply.Welcome welcome =
        assertInstanceOf(Reply.Welcome.class, world.hello("bob", "hash-2", null));
    assertEquals(one, welcome.rooms().getFirst().read());
    world.decide(new Command.Leave("l", bob, "lobby"));
    assertNull(only(world.decide(new Command.ListRooms("r", bob, null))).read());
  }
}
