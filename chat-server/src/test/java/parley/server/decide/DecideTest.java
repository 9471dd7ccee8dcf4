package parley.server.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.server.state.Change;
import parley.server.state.Content;
import parley.server.state.Sent;

class DecideTest {
  private static final long HOUR = 3_600_000;

  private final World world = new World();

  private static void refused(ErrorCode code, Reply reply) {
    assertEquals(code, assertInstanceOf(Reply.Refused.class, reply).code());
  }

  // ---- arrivals

  @Test
  void guestsGetIdsThatAreNeverUsedAgain() {
    String first = world.guest("alice");
    world.decide(new Command.Gone(world.connection(), true));
    String second = world.guest("alice");
    assertNotEquals(first, second);
    assertEquals(
        List.of(
            new Change.Came("g1", "alice", "hash-1"),
            new Change.Expired("g1", "alice"),
            new Change.Came("g2", "alice", "hash-2")),
        world.lasting());
  }

  @Test
  void namesAreUniqueWithoutRegardToCase() {
    world.guest("Ünal");
    refused(ErrorCode.NAME_TAKEN, world.hello("üNAL", null, null));
    refused(ErrorCode.NAME_TAKEN, world.hello("Server", null, null));
  }

  @Test
  void aSessionTakesItsPlaceBackAndEndsTheOlderConnection() {
    String alice = world.member("alice", "lobby");
    Reply back = world.hello("somebody", "hash-1", 0L);
    Reply.Welcome welcome = assertInstanceOf(Reply.Welcome.class, back);
    assertEquals(alice, welcome.id());
    assertEquals("alice", welcome.name(), "the place has its own name");
    assertEquals(List.of("lobby"), welcome.rooms().stream().map(RoomInfo::room).toList());
    assertTrue(
        world.passing.stream()
            .anyMatch(
                p ->
                    p instanceof Change.Ended e
                        && e.connection() == 1
                        && e.reason().equals("replaced")));
    Change.Connected connected =
        (Change.Connected)
            world.passing.stream().filter(p -> p instanceof Change.Connected).toList().getLast();
    assertEquals(0, connected.cursor());
    assertTrue(connected.replay());
    world.decide(new Command.Gone(1, false));
    assertTrue(world.state.person(alice).connected(), "the old line's end ends nothing any more");
  }

  @Test
  void anExpiredGuestsSessionIsRefusedThoughTheNameIsFree() {
    world.guest("alice");
    world.decide(new Command.Gone(1, false));
    world.now += 60_000;
    world.decide(new Command.Tick(60_000));
    refused(ErrorCode.BAD_SESSION, world.hello("alice", "hash-1", null));
    assertInstanceOf(Reply.Welcome.class, world.hello("alice", null, null));
  }

  @Test
  void aClockThatIsSetEndsNoGraceBanOrMute() {
    for (long hours : List.of(5L, -5L)) {
      World clock = new World();
      clock.now = 10 * HOUR;
      String bob = clock.member("bob", "lobby");
      clock.guest("alice");
      clock.decide(new Command.Gone(clock.connection(), false));
      clock.decide(new Command.Ban("console", "mallory", false, clock.now + HOUR, ""));
      clock.decide(new Command.Mute("console", "bob", clock.now + HOUR));
      clock.now += hours * HOUR;
      clock.ahead -= hours * HOUR;
      clock.decide(new Command.Tick(60_000));
      assertNotNull(clock.state.named("alice"), "the grace goes on");
      refused(ErrorCode.BANNED, clock.hello("mallory", null, null));
      refused(ErrorCode.MUTED, clock.say(bob, "lobby", "hi"));
      clock.ahead += HOUR;
      clock.decide(new Command.Tick(60_000));
      assertNull(clock.state.named("alice"), "the grace is over");
      assertInstanceOf(Reply.Welcome.class, clock.hello("mallory", null, null));
      assertInstanceOf(Reply.Ok.class, clock.say(bob, "lobby", "hi"));
    }
  }

  @Test
  void aCursorOfTheFutureIsNotBelieved() {
    world.guest("alice");
    world.hello("alice", "hash-1", 1_000_000L);
    Change.Connected connected =
        (Change.Connected)
            world.passing.stream().filter(p -> p instanceof Change.Connected).toList().getLast();
    assertEquals(world.state.nextSeq() - 1, connected.cursor());
    assertFalse(connected.replay());
  }

  @Test
  void aBrokenLineKeepsTheMembershipForTheGraceAndAGoodbyeDoesNot() {
    String alice = world.member("alice", "lobby");
    world.decide(new Command.Gone(1, false));
    assertEquals(new Change.Presence(alice, "alice", false), world.passing.getLast());
    world.now += 59_999;
    world.decide(new Command.Tick(60_000));
    assertEquals(1, world.state.room("lobby").members().size());
    world.now += 1;
    world.decide(new Command.Tick(60_000));
    assertTrue(world.lasting().contains(new Change.Left("lobby", alice, "alice", "lost")));
    assertNull(world.state.person(alice));

    String bob = world.member("bob", "lobby");
    world.decide(new Command.Gone(2, true));
    assertTrue(world.lasting().contains(new Change.Left("lobby", bob, "bob", "quit")));
  }

  @Test
  void theNumberOfGuestsIsBounded() {
    world.rules = World.rules(0, 0, 1);
    world.guest("alice");
    refused(ErrorCode.LIMIT_REACHED, world.hello("bob", null, null));
  }

  @Test
  void aNewNameIsToldInEveryRoomAndFreesTheOldOne() {
    String alice = world.member("alice", "lobby");
    world.decide(new Command.Join("j", alice, "dev"));
    world.decide(new Command.Rename("n", alice, "ada"));
    assertTrue(world.lasting().contains(new Change.Renamed("lobby", alice, "alice", "ada")));
    assertTrue(world.lasting().contains(new Change.Renamed("dev", alice, "alice", "ada")));
    world.guest("alice");
    refused(ErrorCode.NAME_TAKEN, world.decide(new Command.Rename("n", alice, "ALICE")));
    assertInstanceOf(
        Reply.Ok.class, world.decide(new Command.Rename("n", alice, "Ada")), "one's own name");
  }

  // ---- rooms

  @Test
  void joiningAgainIsNoSecondEvent() {
    String alice = world.member("alice", "Lobby");
    int before = world.entries.size();
    Reply.Ok again = (Reply.Ok) world.decide(new Command.Join("j", alice, "LOBBY"));
    assertEquals("Lobby", again.room(), "a room keeps the name it was made with");
    assertNull(again.seq());
    assertEquals(before, world.entries.size());
  }

  @Test
  void roomsAreBoundedInAllAndForOnePerson() {
    world.rules = World.rules(2, 1, 0);
    String alice = world.member("alice", "one");
    refused(ErrorCode.LIMIT_REACHED, world.decide(new Command.Join("j", alice, "two")));
    world.member("bob", "two");
    String carol = world.guest("carol");
    refused(ErrorCode.LIMIT_REACHED, world.decide(new Command.Join("j", carol, "three")));
  }

  @Test
  void aLongListOfMembersIsReadOn() {
    for (int i = 0; i < Limits.MEMBERS_MAX + 5; i++) {
      world.member("p%04d".formatted(i), "lobby");
    }
    Reply.Ok first = (Reply.Ok) world.decide(new Command.ListMembers("m", "lobby", null));
    assertEquals(Limits.MEMBERS_MAX, first.members().size());
    assertEquals(Limits.MEMBERS_MAX + 5, first.count());
    assertTrue(first.more());
    String last = first.members().getLast().name();
    Reply.Ok second = (Reply.Ok) world.decide(new Command.ListMembers("m", "lobby", last));
    assertEquals(5, second.members().size());
    assertNull(second.more());
  }

  @Test
  void onlyMembersReadSpeakAndSetTheTopic() {
    world.member("alice", "lobby");
    String bob = world.guest("bob");
    refused(ErrorCode.NOT_A_MEMBER, world.say(bob, "lobby", "hi"));
    refused(ErrorCode.NOT_A_MEMBER, world.decide(new Command.SetTopic("t", bob, "lobby", "x")));
    refused(ErrorCode.NOT_A_MEMBER, world.decide(new Command.MayRead("r", bob, "lobby", null)));
    refused(ErrorCode.NOT_A_MEMBER, world.decide(new Command.Leave("l", bob, "lobby")));
    refused(ErrorCode.NOT_A_MEMBER, world.say(bob, "nowhere", "hi"));
  }

  // ---- messages

  @Test
  void theOkBearsTheNumberThatTheEventGets() {
    String alice = world.member("alice", "lobby");
    Reply.Ok ok = (Reply.Ok) world.say(alice, "lobby", "hi");
    assertEquals(world.entries.getLast().seq(), ok.seq());
    assertEquals("1970-01-01T00:00:01.000Z", ok.at());
  }

  @Test
  void aNonceGetsItsFirstAnswerAgainEvenForOneWhoMayNoLongerSpeak() {
    String alice = world.member("alice", "lobby");
    Sent sent = new Sent(7, 5_000, Content.of("lobby", null, null, null, null, "hi"));
    world.decide(new Command.Leave("l", alice, "lobby"));
    Command.Say again = World.say(alice, "lobby", null, "hi", "n1").with(sent, null);
    assertEquals(Reply.Ok.sent("s", 7, "1970-01-01T00:00:05.000Z", true), world.decide(again));
    Command.Say other = World.say(alice, "lobby", null, "something else", "n1").with(sent, null);
    refused(ErrorCode.NONCE_REUSED, world.decide(other));
  }

  @Test
  void aDirectMessageGoesToThePersonNotToTheName() {
    String alice = world.guest("alice");
    String bob = world.guest("bob");
    world.decide(World.say(alice, null, "BOB", "psst", null));
    Change.Said said = assertInstanceOf(Change.Said.class, world.last());
    assertEquals(bob, said.recipient());
    assertNull(said.room());
    refused(ErrorCode.NO_SUCH_PERSON, world.decide(World.say(alice, null, "eve", "psst", null)));
  }

  // ---- moderation

  @Test
  void theMutedAreToldWhenToTryAgain() {
    String alice = world.member("alice", "lobby");
    world.decide(new Command.Mute("console", "alice", world.now + 1_500));
    Reply.Refused refused = (Reply.Refused) world.say(alice, "lobby", "hi");
    assertEquals(ErrorCode.MUTED, refused.code());
    assertEquals(2, refused.retryAfter());
    world.now += 1_500;
    assertInstanceOf(Reply.Ok.class, world.say(alice, "lobby", "hi"));
    world.decide(new Command.Mute("console", "alice", 0));
    assertNull(((Reply.Refused) world.say(alice, "lobby", "hi")).retryAfter());
    world.decide(new Command.Unmute("console", "alice"));
    assertInstanceOf(Reply.Ok.class, world.say(alice, "lobby", "hi"));
  }

  @Test
  void aBannedNameIsOutAndStaysOutUntilItsTimeIsOver() {
    String alice = world.member("Alice", "lobby");
    world.decide(new Command.Ban("console", "alice", false, world.now + 1_000, "spam"));
    assertTrue(world.lasting().contains(new Change.Left("lobby", alice, "Alice", "kicked")));
    assertTrue(
        world.passing.stream()
            .anyMatch(p -> p instanceof Change.Ended e && e.reason().equals("banned")));
    refused(ErrorCode.BANNED, world.hello("ALICE", null, null));
    String bob = world.guest("bob");
    refused(ErrorCode.NAME_TAKEN, world.decide(new Command.Rename("n", bob, "alice")));
    world.now += 1_000;
    world.decide(new Command.Tick(60_000));
    assertTrue(world.lasting().contains(new Change.Unbanned("alice", "time")));
    assertInstanceOf(Reply.Welcome.class, world.hello("alice", null, null));
  }

  @Test
  void aBannedAddressMayNotComeUnderAnyName() {
    world.decide(new Command.Ban("console", "192.0.2.1", true, 0, ""));
    refused(ErrorCode.BANNED, world.hello("alice", null, null));
    world.decide(new Command.Unban("console", "192.0.2.1"));
    assertInstanceOf(Reply.Welcome.class, world.hello("alice", null, null));
  }

  @Test
  void aClosedRoomIsEmptyAndGone() {
    String alice = world.member("alice", "dev");
    world.decide(new Command.CloseRoom("console", "dev"));
    assertEquals(new Change.RoomClosed("dev", "console"), world.last());
    assertTrue(world.lasting().contains(new Change.Left("dev", alice, "alice", "closed")));
    assertNull(world.state.room("dev"));
    assertTrue(world.state.person(alice).rooms().isEmpty());
  }
}
