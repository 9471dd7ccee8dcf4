package parley.server.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.protocol.RoomSettings;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Room;

/** How rooms come and go. */
class RoomsTest {
  private final World world = new World();

  private Reply join(String person, String room) {
    return world.decide(new Act.Join("j", Asker.person(person), room));
  }

  private static Reply.Refused refused(ErrorCode code, Reply reply) {
    Reply.Refused refused = assertInstanceOf(Reply.Refused.class, reply);
    assertEquals(code, refused.code());
    return refused;
  }

  private List<String> rooms() {
    return world.state.rooms().stream().map(Room::name).toList();
  }

  @Test
  void aRoomInWhichNobodySpokeGoesWithItsLastMember() {
    String alice = world.member("alice", "attic");
    String bob = world.member("bob", "attic");
    world.decide(new Act.SetTopic("t", Asker.person(alice), "attic", "not a word"));
    world.decide(new Act.Leave("l", Asker.person(alice), "attic"));
    assertEquals(List.of("attic"), rooms(), "bob is in it");
    world.decide(new Act.Leave("l", Asker.person(bob), "attic"));
    assertEquals(List.of(), rooms());
    assertEquals(
        List.of(
            new Change.Left("attic", bob, "bob", "left"), new Change.RoomClosed("attic", "server")),
        world.lasting().subList(world.entries.size() - 2, world.entries.size()));
    assertEquals("", ((Reply.Joined) join(bob, "attic")).topic(), "it is another room");
  }

  @Test
  void whatWasSpokenInStaysAndSoDoesTheFirstRoom() {
    String alice = world.member("alice", "attic");
    world.say(alice, "attic", "a word");
    join(alice, "Lobby");
    join(alice, "cellar");
    world.decide(new Act.Gone(world.connection(), true));
    assertEquals(List.of("attic", "Lobby"), rooms());
  }

  @Test
  void everyWayOutOfARoomEndsIt() {
    world.member("ann", "one");
    world.decide(new Act.Gone(world.connection(), true));
    world.member("ben", "two");
    world.decide(new Act.Kick(Asker.CONSOLE, "ben", "two", null));
    world.member("cat", "three");
    world.decide(new Act.Kick(Asker.CONSOLE, "cat", null, null));
    world.member("dan", "four");
    world.decide(new Act.Ban(Asker.CONSOLE, "dan", false, 0, null, true));
    assertEquals(List.of(), rooms());
    world.member("eve", "five");
    world.decide(new Act.Gone(world.connection(), false));
    world.member("fay", "five");
    world.decide(new Act.Gone(world.connection(), false));
    world.decide(new Act.Tick(0));
    assertEquals(List.of(), rooms(), "both went in one decision");
  }

  @Test
  void whatAnOlderLogLeftOverGoesInTime() {
    for (int i = 0; i < 300; i++) {
      world.state.restore("room" + i, "", i, 0, 0, RoomSettings.PLAIN);
    }
    world.state.restore("used", "", 1, 1, 0, RoomSettings.PLAIN);
    world.decide(new Act.Tick(60_000));
    world.decide(new Act.Tick(60_000));
    assertEquals(List.of("used"), rooms());
    int before = world.entries.size();
    world.decide(new Act.Tick(60_000));
    assertEquals(before, world.entries.size());
  }

  @Test
  void whereThereIsNoPlaceTheRoomThatIsLeastMissedGivesIt() {
    world.limits = World.rules(3, 0, 0);
    String alice = world.guest("alice");
    for (String room : List.of("busy", "idle", "quiet")) {
      join(alice, room);
      world.say(alice, room, "a word");
    }
    world.say(alice, "busy", "and another");
    for (String room : List.of("busy", "quiet", "idle")) {
      world.decide(new Act.Leave("l", Asker.person(alice), room));
    }
    Reply.Joined made = (Reply.Joined) join(alice, "new");
    assertEquals(List.of("busy", "idle", "new"), rooms(), "quiet was empty for longer than idle");
    assertEquals(world.state.nextSeq() - 1, made.seq());
    join(alice, "newer");
    join(alice, "newest");
    assertEquals(List.of("new", "newer", "newest"), rooms());
    refused(ErrorCode.LIMIT_REACHED, join(alice, "one-too-many"));
    assertInstanceOf(Reply.Ok.class, join(alice, "lobby"));
    assertInstanceOf(Reply.Ok.class, join(world.guest("bob"), "new"));
  }

  @Test
  void whoMadeTooManyWaitsButJoinsWhatIsThere() {
    String alice = world.guest("alice");
    Reply.Refused refused =
        refused(
            ErrorCode.RATE_LIMITED,
            world.decide(new Act.Join("j", Asker.person(alice), "attic", 90, false)));
    assertEquals(90, refused.retryAfter());
    assertTrue(refused.message().contains("try again in 90 s"), refused.message());
    assertNull(world.state.room("attic"));
    world.decide(new Act.Join("j", Asker.person(alice), "lobby", 90, false));
    world.member("bob", "attic");
    world.decide(new Act.Join("j", Asker.person(alice), "attic", 90, false));
    assertEquals(2, world.state.room("attic").members().size());
    world.decide(new Act.SetOperator(Asker.CONSOLE, "alice", true));
    world.decide(new Act.Join("j", Asker.person(alice), "cellar", 90, false));
    assertNotNull(world.state.room("cellar"));
  }

  @Test
  void whoSpeaksInPassingIsSeenByTheirMessageAlone() {
    world.member("alice", "attic");
    String bob = world.guest("bob");
    int before = world.entries.size();
    assertInstanceOf(Reply.Sent.class, world.decide(passing(bob, "Attic")));
    assertEquals(before + 1, world.entries.size());
    Change.Said said = assertInstanceOf(Change.Said.class, world.last());
    assertEquals("attic", said.addressee().room(), "by its own name");
    refused(ErrorCode.NO_SUCH_ROOM, world.decide(passing(bob, "attics")));
    refused(
        ErrorCode.NO_SUCH_ROOM, world.decide(new Act.Join("j", Asker.person(bob), "x", 0, true)));
    assertEquals(List.of("attic"), rooms(), "nothing is made");
    refused(ErrorCode.NOT_A_MEMBER, world.decide(World.say(bob, "attic", null, "hi", null)));
  }

  @Test
  void theFirstRoomIsMadeByTheFirstWordInIt() {
    String alice = world.guest("alice");
    assertEquals(
        world.state.nextSeq() + 1,
        assertInstanceOf(Reply.Sent.class, world.decide(passing(alice, "lobby"))).seq());
    assertEquals(List.of("lobby"), rooms());
    assertEquals(0, world.state.room("lobby").members().size());
    Reply.Joined joined = (Reply.Joined) join(world.guest("bob"), "lobby");
    assertEquals(1, joined.count());
  }

  private static Act.Say passing(String person, String room) {
    Act.Say say = World.say(person, room, null, "hi", null);
    return new Act.Say(say.re(), say.by(), say.to(), say.content(), null, true);
  }
}
