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
import parley.protocol.Addressee;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Goodbye;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.ContentHash;
import parley.server.state.Place;
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
    world.decide(new Act.Gone(world.connection(), true));
    String second = world.guest("alice");
    assertNotEquals(first, second);
    assertEquals(
        List.of(
            new Change.Came("g1", "alice", "hash-1"),
            new Change.Expired("g1", "alice", true),
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
                        && e.reason() == Goodbye.REPLACED));
    Change.Connected connected =
        (Change.Connected)
            world.passing.stream().filter(p -> p instanceof Change.Connected).toList().getLast();
    assertEquals(0, connected.cursor());
    assertTrue(connected.replay());
    world.decide(new Act.Gone(1, false));
    assertTrue(world.state.person(alice).connected(), "the old line's end ends nothing any more");
  }

  @Test
  void anExpiredGuestsSessionIsRefusedThoughTheNameIsFree() {
    world.guest("alice");
    world.decide(new Act.Gone(1, false));
    world.now += 60_000;
    world.decide(new Act.Tick(60_000));
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
      clock.decide(new Act.Gone(clock.connection(), false));
      clock.decide(new Act.Ban(Asker.CONSOLE, "mallory", false, clock.now + HOUR, ""));
      clock.decide(new Act.Mute(Asker.CONSOLE, "bob", clock.now + HOUR, false));
      clock.now += hours * HOUR;
      clock.ahead -= hours * HOUR;
      clock.decide(new Act.Tick(60_000));
      assertNotNull(clock.state.named("alice"), "the grace goes on");
      refused(ErrorCode.BANNED, clock.hello("mallory", null, null));
      refused(ErrorCode.MUTED, clock.say(bob, "lobby", "hi"));
      clock.ahead += HOUR;
      clock.decide(new Act.Tick(60_000));
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
    world.decide(new Act.Gone(1, false));
    world.now += 4_999;
    world.decide(new Act.Tick(60_000));
    assertEquals(List.of(), world.presence(), "the line may be back in a moment");
    world.now += 1;
    world.decide(new Act.Tick(60_000));
    world.decide(new Act.Tick(60_000));
    Change.Presence offline = new Change.Presence(alice, "alice", false);
    assertEquals(List.of(offline), world.presence(), "told once");
    world.now += 54_999;
    world.decide(new Act.Tick(60_000));
    assertEquals(1, world.state.room("lobby").members().size());
    world.now += 1;
    world.decide(new Act.Tick(60_000));
    assertTrue(world.lasting().contains(new Change.Left("lobby", alice, "alice", "lost")));
    assertNull(world.state.person(alice));

    String bob = world.member("bob", "lobby");
    world.decide(new Act.Gone(2, true));
    assertTrue(world.lasting().contains(new Change.Left("lobby", bob, "bob", "quit")));
  }

  @Test
  void whoIsBackBeforeOthersAreToldIsNotTold() {
    String alice = world.member("alice", "lobby");
    for (int connection = 1; connection < 10; connection++) {
      world.decide(new Act.Gone(connection, false));
      world.now += 4_000;
      world.decide(new Act.Tick(60_000));
      world.hello("alice", world.state.person(alice).session(), null);
    }
    world.now += 100_000;
    world.decide(new Act.Tick(60_000));
    assertEquals(List.of(), world.presence());
  }

  @Test
  void whoWasNotHereSinceTheStartIsNotMissedByTheOthers() {
    world.state.restore("g77", "ghost", "hash", false, 0, world.now);
    world.state.restore("lobby", "", 0, 0, 0, RoomSettings.PLAIN);
    world.state.restore("lobby", "g77", RoomRole.MEMBER, 1);
    world.now += 30_000;
    world.decide(new Act.Tick(60_000));
    assertEquals(List.of(), world.presence());
  }

  @Test
  void theNumberOfGuestsIsBounded() {
    world.limits = World.rules(0, 0, 1);
    world.guest("alice");
    refused(ErrorCode.LIMIT_REACHED, world.hello("bob", null, null));
  }

  @Test
  void aNewNameIsToldInEveryRoomAndFreesTheOldOne() {
    String alice = world.member("alice", "lobby");
    world.decide(new Act.Join("j", Asker.person(alice), "dev"));
    world.decide(new Act.Rename("n", Asker.person(alice), "ada"));
    assertTrue(world.lasting().contains(new Change.Renamed("lobby", alice, "alice", "ada")));
    assertTrue(world.lasting().contains(new Change.Renamed("dev", alice, "alice", "ada")));
    world.guest("alice");
    refused(ErrorCode.NAME_TAKEN, world.decide(new Act.Rename("n", Asker.person(alice), "ALICE")));
    assertInstanceOf(
        Reply.Ok.class,
        world.decide(new Act.Rename("n", Asker.person(alice), "Ada")),
        "one's own name");
  }

  // ---- rooms

  @Test
  void joiningAgainIsNoSecondEvent() {
    String alice = world.member("alice", "Lobby");
    int before = world.entries.size();
    Reply.Joined again =
        (Reply.Joined) world.decide(new Act.Join("j", Asker.person(alice), "LOBBY"));
    assertEquals("Lobby", again.room(), "a room keeps the name it was made with");
    assertNull(again.seq());
    assertEquals(before, world.entries.size());
  }

  @Test
  void nobodyIsToldWhoIsThereBeforeHelloOrAfterTheirEnd() {
    world.member("alice", "lobby");
    String bob = world.guest("bob");
    world.decide(new Act.Gone(world.connection(), true));
    for (Asker asker : List.of(Asker.person(bob), new Asker.Newcomer(99))) {
      for (Act act :
          List.of(
              new Act.ListRooms("r", asker, null),
              new Act.ListMembers("m", asker, "lobby", null),
              new Act.Whois("w", asker, "alice"))) {
        refused(ErrorCode.HELLO_FIRST, world.decide(act));
      }
    }
  }

  @Test
  void roomsAreBoundedInAllAndForOnePerson() {
    world.limits = World.rules(2, 1, 0);
    String alice = world.member("alice", "one");
    refused(ErrorCode.LIMIT_REACHED, world.decide(new Act.Join("j", Asker.person(alice), "two")));
    world.member("bob", "two");
    String carol = world.guest("carol");
    refused(ErrorCode.LIMIT_REACHED, world.decide(new Act.Join("j", Asker.person(carol), "three")));
  }

  @Test
  void aLongListOfMembersIsReadOn() {
    for (int i = 0; i < Limits.MEMBERS_MAX + 5; i++) {
      world.member("p%04d".formatted(i), "lobby");
    }
    Reply.MemberList first =
        (Reply.MemberList) world.decide(new Act.ListMembers("m", Asker.SERVER, "lobby", null));
    assertEquals(Limits.MEMBERS_MAX, first.members().size());
    assertEquals(Limits.MEMBERS_MAX + 5, first.count());
    assertTrue(first.more());
    String last = first.members().getLast().name();
    Reply.MemberList second =
        (Reply.MemberList) world.decide(new Act.ListMembers("m", Asker.SERVER, "lobby", last));
    assertEquals(5, second.members().size());
    assertNull(second.more());
  }

  @Test
  void onlyMembersReadSpeakAndSetTheTopic() {
    world.member("alice", "lobby");
    String bob = world.guest("bob");
    refused(ErrorCode.NOT_A_MEMBER, world.say(bob, "lobby", "hi"));
    refused(
        ErrorCode.NOT_A_MEMBER,
        world.decide(new Act.SetTopic("t", Asker.person(bob), "lobby", "x")));
    refused(
        ErrorCode.NOT_A_MEMBER,
        world.decide(new Act.May("r", Asker.person(bob), Right.READ, On.room("lobby"))));
    refused(ErrorCode.NOT_A_MEMBER, world.decide(new Act.Leave("l", Asker.person(bob), "lobby")));
    refused(ErrorCode.NOT_A_MEMBER, world.say(bob, "nowhere", "hi"));
  }

  // ---- messages

  @Test
  void theOkBearsTheNumberThatTheEventGets() {
    String alice = world.member("alice", "lobby");
    Reply.Sent ok = (Reply.Sent) world.say(alice, "lobby", "hi");
    assertEquals(world.entries.getLast().seq(), ok.seq());
    assertEquals("1970-01-01T00:00:01.000Z", ok.at());
  }

  @Test
  void aNonceGetsItsFirstAnswerAgainEvenForOneWhoMayNoLongerSpeak() {
    String alice = world.member("alice", "lobby");
    Sent sent = new Sent(7, 5_000, ContentHash.of(new Addressee.Room("lobby"), Content.of("hi")));
    world.decide(new Act.Leave("l", Asker.person(alice), "lobby"));
    Act.Say again = World.say(alice, "lobby", null, "hi", "n1");
    assertEquals(
        new Reply.Sent("s", 7, "1970-01-01T00:00:05.000Z", true), world.decide(again, sent));
    Act.Say other = World.say(alice, "lobby", null, "something else", "n1");
    refused(ErrorCode.NONCE_REUSED, world.decide(other, sent));
  }

  @Test
  void aDirectMessageGoesToThePersonNotToTheName() {
    String alice = world.guest("alice");
    String bob = world.guest("bob");
    world.decide(World.say(alice, null, "BOB", "psst", null));
    Change.Said said = assertInstanceOf(Change.Said.class, world.last());
    assertEquals(new Place.Talk(alice, bob), said.audience());
    refused(ErrorCode.NO_SUCH_PERSON, world.decide(World.say(alice, null, "eve", "psst", null)));
  }

  // ---- moderation

  @Test
  void theMutedAreToldWhenToTryAgain() {
    String alice = world.member("alice", "lobby");
    world.decide(new Act.Mute(Asker.CONSOLE, "alice", world.now + 1_500, false));
    Reply.Refused refused = (Reply.Refused) world.say(alice, "lobby", "hi");
    assertEquals(ErrorCode.MUTED, refused.code());
    assertEquals(2, refused.retryAfter());
    world.now += 1_500;
    assertInstanceOf(Reply.Ok.class, world.say(alice, "lobby", "hi"));
    world.decide(new Act.Mute(Asker.CONSOLE, "alice", 0, false));
    assertNull(((Reply.Refused) world.say(alice, "lobby", "hi")).retryAfter());
    world.decide(new Act.Unmute(Asker.CONSOLE, "alice"));
    assertInstanceOf(Reply.Ok.class, world.say(alice, "lobby", "hi"));
  }

  @Test
  void aBannedNameIsOutAndStaysOutUntilItsTimeIsOver() {
    String alice = world.member("Alice", "lobby");
    world.decide(new Act.Ban(Asker.CONSOLE, "alice", false, world.now + 1_000, "spam"));
    assertTrue(world.lasting().contains(new Change.Left("lobby", alice, "Alice", "kicked")));
    assertTrue(
        world.passing.stream()
            .anyMatch(p -> p instanceof Change.Ended e && e.reason() == Goodbye.BANNED));
    world.address = "192.0.2.2";
    refused(ErrorCode.BANNED, world.hello("ALICE", null, null));
    String bob = world.guest("bob");
    refused(ErrorCode.NAME_TAKEN, world.decide(new Act.Rename("n", Asker.person(bob), "alice")));
    world.now += 1_000;
    world.decide(new Act.Tick(60_000));
    assertTrue(world.lasting().contains(new Change.Unbanned("alice", "time")));
    assertInstanceOf(Reply.Welcome.class, world.hello("alice", null, null));
  }

  @Test
  void aBannedAddressMayNotComeUnderAnyName() {
    world.decide(new Act.Ban(Asker.CONSOLE, "192.0.2.1", true, 0, ""));
    refused(ErrorCode.BANNED, world.hello("alice", null, null));
    world.decide(new Act.Unban(Asker.CONSOLE, "192.0.2.1"));
    assertInstanceOf(Reply.Welcome.class, world.hello("alice", null, null));
  }

  @Test
  void aClosedRoomIsEmptyAndGone() {
    String alice = world.member("alice", "dev");
    world.decide(new Act.CloseRoom(Asker.CONSOLE, "dev", false, false));
    assertEquals(new Change.RoomClosed("dev", "console"), world.last());
    assertTrue(
        world
            .lasting()
            .contains(new Change.Left("dev", alice, "alice", "closed", "console", null)));
    assertNull(world.state.room("dev"));
    assertTrue(world.state.person(alice).rooms().isEmpty());
  }
}
