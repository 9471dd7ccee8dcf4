package parley.server.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.protocol.RoomInfo;
import parley.protocol.RoomRole;
import parley.protocol.RoomWords;
import parley.server.config.GuestRooms;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Room;
import parley.server.state.ServerRole;

/** What rooms are like, who is what in them, and what others can find out. */
class RoomKeepingTest {
  private final World world = new World();
  private String ann;
  private String ben;
  private String cat;

  @BeforeEach
  void guestsComeToTheLobbyAlone() {
    world.state.guestRooms(new GuestRooms(true, false, Set.of("lobby")));
    ann = account("ann");
    ben = account("ben");
    cat = account("cat");
    join(ann, "ops");
  }

  private String account(String name) {
    String id = world.guest(name);
    world.state.apply(
        new Entry(
            world.state.nextSeq(),
            world.now,
            new Change.AccountMade(id, name, ServerRole.MEMBER, "root", null)));
    return id;
  }

  private Reply join(String person, String room) {
    return world.decide(new Act.Join("j", Asker.person(person), room));
  }

  private Reply set(String person, String word, String value) {
    return world.decide(
        new Act.SetRoom("s", Asker.person(person), "ops", RoomWords.change(word, value), false));
  }

  private Reply invite(String person, String name) {
    return world.decide(new Act.InviteIn("i", Asker.person(person), "ops", name, false, false));
  }

  private Reply role(String person, String name, RoomRole role, boolean instead) {
    return world.decide(
        new Act.GiveRoomRole("r", Asker.person(person), "ops", name, role, instead, false));
  }

  private Reply kick(String person, String name) {
    return world.decide(new Act.PutOut("k", Asker.person(person), "ops", name, null));
  }

  private Room ops() {
    return world.state.room("ops");
  }

  private static void refused(ErrorCode code, Reply reply) {
    assertEquals(code, assertInstanceOf(Reply.Refused.class, reply).code());
  }

  private List<String> roomsSeenBy(String person) {
    Reply.RoomList list =
        (Reply.RoomList) world.decide(new Act.ListRooms("l", Asker.person(person), null));
    assertEquals(list.rooms().size(), list.count(), "nothing is counted that is not shown");
    return list.rooms().stream().map(RoomInfo::room).toList();
  }

  @Test
  void whoMakesARoomOwnsItAndAGuestNever() {
    assertEquals(RoomRole.OWNER, ops().role(ann));
    join(ben, "lobby");
    assertEquals(RoomRole.MEMBER, world.state.room("lobby").role(ben));
    world.state.guestRooms(GuestRooms.EVERYWHERE);
    String guest = world.guest("guest");
    join(guest, "attic");
    assertEquals(RoomRole.MEMBER, world.state.room("attic").role(guest));
  }

  @Test
  void aPrivateRoomIsNotThereForOthers() {
    set(ann, "private", "on");
    assertEquals(List.of("ops"), roomsSeenBy(ann));
    assertEquals(List.of(), roomsSeenBy(ben));
    for (Act asked :
        List.of(
            new Act.Join("q", Asker.person(ben), "ops"),
            new Act.ListMembers("q", Asker.person(ben), "ops", null),
            new Act.SetRoom("q", Asker.person(ben), "ops", null, false),
            World.say(ben, "ops", null, "hi", null),
            new Act.SetTopic("q", Asker.person(ben), "ops", "x"),
            new Act.InviteIn("q", Asker.person(ben), "ops", "cat", false, false),
            new Act.PutOut("q", Asker.person(ben), "ops", "ann", null))) {
      Reply there = world.decide(asked);
      if (!(asked instanceof Act.Join)) {
        assertEquals(told(elsewhere(asked)), told(there), () -> "" + asked);
      }
      assertInstanceOf(Reply.Refused.class, there);
    }
  }

  /** The same about a room that never was. */
  private Reply elsewhere(Act asked) {
    return world.decide(
        switch (asked) {
          case Act.ListMembers c -> new Act.ListMembers(c.re(), c.by(), "none", null);
          case Act.SetRoom c -> new Act.SetRoom(c.re(), c.by(), "none", c.set(), false);
          case Act.Say _ -> World.say(ben, "none", null, "hi", null);
          case Act.SetTopic c -> new Act.SetTopic(c.re(), c.by(), "none", "x");
          case Act.InviteIn c -> new Act.InviteIn(c.re(), c.by(), "none", "cat", false, false);
          case Act.PutOut c -> new Act.PutOut(c.re(), c.by(), "none", "ann", null);
          default -> throw new IllegalArgumentException("" + asked);
        });
  }

  private static String told(Reply reply) {
    Reply.Refused refused = assertInstanceOf(Reply.Refused.class, reply);
    return refused.code() + " " + refused.message().replace("none", "ops");
  }

  @Test
  void theInvitedComeInOnceAndSeeItBefore() {
    set(ann, "private", "on");
    invite(ann, "ben");
    assertEquals(List.of("ops"), roomsSeenBy(ben));
    assertInstanceOf(Reply.Joined.class, join(ben, "ops"));
    assertFalse(ops().invites(ben), "the invitation is used");
    world.decide(new Act.Leave("l", Asker.person(ben), "ops"));
    refused(ErrorCode.NO_SUCH_ROOM, join(ben, "ops"));
    invite(ann, "ben");
    world.decide(new Act.InviteIn("i", Asker.person(ann), "ops", "ben", true, false));
    refused(ErrorCode.NO_SUCH_ROOM, join(ben, "ops"));
  }

  @Test
  void nobodyIsLeftOverInAPrivateRoomsName() {
    set(ann, "private", "on");
    world.limits = World.rules(1, 0, 0);
    world.state.guestRooms(GuestRooms.EVERYWHERE);
    world.say(ann, "ops", "a word");
    world.decide(new Act.Leave("l", Asker.person(ann), "ops"));
    assertTrue(ops() != null && ops().members().isEmpty(), "somebody spoke in it");
    refused(ErrorCode.LIMIT_REACHED, join(ben, "attic"));
    refused(ErrorCode.NO_SUCH_ROOM, join(ben, "ops"));
  }

  @Test
  void aPrivateRoomsPastIsNobodysWhoMakesItAgain() {
    set(ann, "private", "on");
    world.decide(new Act.CloseRoom(Asker.CONSOLE, "ops", false, true));
    assertNull(ops());
    refused(ErrorCode.NO_SUCH_ROOM, join(ben, "ops"));
    refused(ErrorCode.NO_SUCH_ROOM, join(ann, "OPS"));
    world.decide(new Act.CloseRoom(Asker.CONSOLE, "ops", true, true));
    assertInstanceOf(Reply.Joined.class, join(ben, "ops"));
  }

  @Test
  void theLastOwnerStaysOrIsSucceeded() {
    join(ben, "ops");
    join(cat, "ops");
    refused(ErrorCode.FORBIDDEN, world.decide(new Act.Leave("l", Asker.person(ann), "ops")));
    refused(ErrorCode.FORBIDDEN, role(ann, "ann", RoomRole.MEMBER, false));
    role(ann, "ben", RoomRole.MODERATOR, false);
    refused(ErrorCode.FORBIDDEN, role(ben, "cat", RoomRole.MODERATOR, false));
    refused(ErrorCode.FORBIDDEN, kick(ben, "ann"));
    world.decide(new Act.DeleteAccount(Asker.CONSOLE, "ann", false));
    assertEquals(RoomRole.OWNER, ops().role(ben), "the moderator is the owner now");
    role(ben, "cat", RoomRole.OWNER, true);
    assertEquals(RoomRole.OWNER, ops().role(cat));
    assertEquals(RoomRole.MODERATOR, ops().role(ben));
  }

  @Test
  void whoIsSuspendedRulesNoRoomMeanwhile() {
    join(ben, "ops");
    join(cat, "ops");
    role(ann, "ben", RoomRole.OWNER, false);
    world.decide(new Act.Suspend(Asker.CONSOLE, "ben", "noise"));
    refused(ErrorCode.FORBIDDEN, world.decide(new Act.Leave("l", Asker.person(ann), "ops")));
    role(ann, "cat", RoomRole.MODERATOR, false);
    world.decide(new Act.DeleteAccount(Asker.CONSOLE, "ann", false));
    assertEquals(RoomRole.OWNER, ops().role(cat), "the moderator rules it while ben may not");
  }

  @Test
  void oneTickPutsNobodyOutTwice() {
    set(ann, "guests", "on");
    String guest = world.guest("guest");
    join(guest, "ops");
    world.decide(new Act.Gone(world.connection(), false));
    // The setting is another one from the tick on that finds them gone for too long.
    world.state.guestRooms(GuestRooms.EVERYWHERE);
    set(ann, "guests", "off");
    world.state.guestRooms(new GuestRooms(true, false, Set.of("lobby")));
    world.now += 120_000;
    world.decide(new Act.Tick(60_000));
    assertEquals(
        1,
        world.lasting().stream()
            .filter(c -> c instanceof Change.Left l && l.person().equals(guest))
            .count());
    assertNull(world.state.person(guest));
  }

  @Test
  void aGuestIsOutAtOnceWhereGuestsAreNoMore() {
    set(ann, "guests", "on");
    String guest = world.guest("guest");
    assertInstanceOf(Reply.Joined.class, join(guest, "ops"));
    refused(ErrorCode.FORBIDDEN, role(ann, "guest", RoomRole.MODERATOR, false));
    set(ann, "guests", "off");
    assertNull(ops().role(guest));
    set(ann, "guests", "on");
    join(guest, "ops");
    join(guest, "lobby");
    world.state.guestRooms(new GuestRooms(true, false, Set.of()));
    refused(ErrorCode.NOT_A_MEMBER, world.say(guest, "lobby", "hi"));
    world.decide(new Act.Tick(60_000));
    assertNull(world.state.room("lobby").role(guest), "within the next second");
    assertEquals(RoomRole.MEMBER, ops().role(guest), "this one is marked");
  }

  @Test
  void aGuestKnowsWhoIsInTheirRoomsAlone() {
    String guest = world.member("guest", "lobby");
    refused(ErrorCode.NO_SUCH_PERSON, world.decide(new Act.Whois("w", Asker.person(guest), "ann")));
    refused(ErrorCode.NO_SUCH_PERSON, world.decide(World.say(guest, null, "ann", "hi", null)));
    join(ann, "lobby");
    assertInstanceOf(
        Reply.PersonFound.class, world.decide(new Act.Whois("w", Asker.person(guest), "ann")));
    assertInstanceOf(Reply.Sent.class, world.decide(World.say(guest, null, "ann", "hi", null)));
  }

  @Test
  void inASlowRoomMembersWaitAndComingBackDoesNotHelp() {
    set(ann, "slow", "10");
    join(ben, "ops");
    assertInstanceOf(Reply.Sent.class, world.say(ben, "ops", "one"));
    world.now += 4_000;
    Reply.Refused wait = assertInstanceOf(Reply.Refused.class, world.say(ben, "ops", "two"));
    assertEquals(ErrorCode.RATE_LIMITED, wait.code());
    assertEquals(6, wait.retryAfter());
    world.decide(new Act.Leave("l", Asker.person(ben), "ops"));
    join(ben, "ops");
    refused(ErrorCode.RATE_LIMITED, world.say(ben, "ops", "two"));
    assertInstanceOf(Reply.Sent.class, world.say(ann, "ops", "one"));
    assertInstanceOf(Reply.Sent.class, world.say(ann, "ops", "owners do not wait"));
    world.now += 6_000;
    assertInstanceOf(Reply.Sent.class, world.say(ben, "ops", "two"));
  }

  @Test
  void whereThePastIsNotForNewcomersItIsNotHadByItsNumbers() {
    set(ann, "history", "joined");
    long before = ((Reply.Sent) world.say(ann, "ops", "old")).seq();
    join(ben, "ops");
    refused(
        ErrorCode.NO_SUCH_MESSAGE,
        world.decide(new Act.React("r", Asker.person(ben), before, "x", false)));
    refused(ErrorCode.NO_SUCH_FILE, world.decide(new Act.Fetch("f", Asker.person(ben), before)));
    long after = ((Reply.Sent) world.say(ann, "ops", "new")).seq();
    assertInstanceOf(
        Reply.Sent.class, world.decide(new Act.React("r", Asker.person(ben), after, "x", false)));
  }

  @Test
  void whereOnlyModeratorsSpeakNobodyElseDoesByAnotherWay() {
    join(ben, "ops");
    long own = ((Reply.Sent) world.say(ben, "ops", "before")).seq();
    set(ann, "read-only", "on");
    for (Act asked :
        List.of(
            World.say(ben, "ops", null, "hi", null),
            new Act.Edit("e", Asker.person(ben), own, "other words", null),
            new Act.React("r", Asker.person(ben), own, "x", false),
            new Act.SetTopic("t", Asker.person(ben), "ops", "words"))) {
      refused(ErrorCode.FORBIDDEN, world.decide(asked));
    }
    assertInstanceOf(Reply.Sent.class, world.decide(new Act.Delete("d", Asker.person(ben), own)));
  }

  private Reply bar(String person, String name, RoomBar bar, long until, boolean remove) {
    return world.decide(
        new Act.BarFrom(
            "b", Asker.person(person), "ops", name, bar, until, "noise", remove, false));
  }

  @Test
  void theLastOwnerPutsNoOtherInTheirPlaceByPuttingThemselvesOut() {
    join(ben, "ops");
    refused(ErrorCode.FORBIDDEN, kick(ann, "ann"));
    refused(ErrorCode.FORBIDDEN, bar(ann, "ann", RoomBar.MUTE, 0, false));
    refused(ErrorCode.FORBIDDEN, bar(ann, "ann", RoomBar.BAN, 0, false));
    role(ann, "ben", RoomRole.OWNER, false);
    assertInstanceOf(Reply.Done.class, kick(ann, "ann"));
    assertEquals(RoomRole.OWNER, ops().role(ben));
  }

  @Test
  void whoIsMutedInARoomSpeaksElsewhereAndAgainWhenItIsOver() {
    join(ben, "ops");
    join(ben, "lobby");
    long own = ((Reply.Sent) world.say(ben, "ops", "before")).seq();
    bar(ann, "ben", RoomBar.MUTE, world.now + 5_000, false);
    for (Act asked :
        List.of(
            World.say(ben, "ops", null, "hi", null),
            new Act.Edit("e", Asker.person(ben), own, "other words", null),
            new Act.React("r", Asker.person(ben), own, "x", false),
            new Act.Rename("n", Asker.person(ben), "words"),
            new Act.SetTopic("t", Asker.person(ben), "ops", "words"))) {
      Reply.Refused muted = assertInstanceOf(Reply.Refused.class, world.decide(asked));
      assertEquals(ErrorCode.MUTED, muted.code());
      assertEquals(5, muted.retryAfter());
      assertTrue(muted.message().contains("noise"), muted.message());
    }
    assertInstanceOf(Reply.Sent.class, world.say(ben, "lobby", "hi"));
    world.decide(new Act.Leave("l", Asker.person(ben), "ops"));
    assertInstanceOf(
        Reply.Named.class, world.decide(new Act.Rename("n", Asker.person(ben), "benny")));
    world.decide(new Act.Rename("n", Asker.person(ben), "ben"));
    join(ben, "ops");
    refused(ErrorCode.MUTED, world.say(ben, "ops", "hi"));
    world.now += 5_000;
    world.decide(new Act.Tick(60_000));
    assertTrue(ops().bars().isEmpty());
    assertInstanceOf(Reply.Sent.class, world.say(ben, "ops", "hi"));
  }

  @Test
  void whoIsBannedFromARoomIsOutAndNeitherNameNorGoodbyeHelps() {
    set(ann, "guests", "on");
    String guest = world.member("guest", "ops");
    join(ben, "ops");
    role(ann, "ben", RoomRole.MODERATOR, false);
    bar(ben, "guest", RoomBar.BAN, 0, false);
    assertNull(ops().role(guest));
    refused(ErrorCode.BANNED, join(guest, "ops"));
    world.decide(new Act.Gone(world.connection(), true));
    refused(ErrorCode.BANNED, join(world.guest("somebody"), "ops"));
    world.address = "198.51.100.7";
    assertInstanceOf(Reply.Joined.class, join(world.guest("else"), "ops"));
    refused(ErrorCode.FORBIDDEN, bar(ben, "ann", RoomBar.BAN, 0, false));
    refused(ErrorCode.FORBIDDEN, bar(ann, "ann", RoomBar.BAN, 0, false));
    bar(ann, "ben", RoomBar.BAN, 0, false);
    refused(ErrorCode.BANNED, join(ben, "ops"));
    world.decide(new Act.Rename("n", Asker.person(ben), "benno"));
    refused(ErrorCode.BANNED, join(ben, "ops"));
    bar(ann, "ben", RoomBar.BAN, 0, true);
    assertInstanceOf(Reply.Joined.class, join(ben, "ops"));
  }

  @Test
  void aRoomInWhichNobodySpokeKeepsNoPlaceWhateverItIsLike() {
    set(ann, "private", "on");
    set(ann, "description", "a place");
    world.decide(new Act.Leave("l", Asker.person(ann), "ops"));
    assertNull(ops());
  }

  @Test
  void whoIsSuspendedKeepsRoomAndRole() {
    join(ben, "ops");
    role(ann, "ben", RoomRole.MODERATOR, false);
    world.decide(new Act.Suspend(Asker.CONSOLE, "ann", "for an hour"));
    set(ben, "slow", "5");
    assertEquals(RoomRole.OWNER, ops().role(ann));
  }

  @Test
  void aModeratorUndoesNothingThatAnOwnerSaid() {
    join(ben, "ops");
    join(cat, "ops");
    role(ann, "ben", RoomRole.MODERATOR, false);
    bar(ann, "ben", RoomBar.MUTE, 0, false);
    refused(ErrorCode.MUTED, bar(ben, "ben", RoomBar.MUTE, 0, true));
    refused(ErrorCode.MUTED, kick(ben, "cat"));
    bar(ann, "ben", RoomBar.MUTE, 0, true);
    bar(ann, "cat", RoomBar.MUTE, 0, false);
    refused(ErrorCode.FORBIDDEN, bar(ben, "cat", RoomBar.MUTE, 0, true));
    bar(ben, "cat", RoomBar.BAN, 0, false);
    bar(ben, "cat", RoomBar.BAN, 0, true);
    assertEquals(1, ops().bars().all().size());
  }

  @Test
  void whoComesFromWhereSomebodyIsMutedLeavesNothingBehind() {
    set(ann, "guests", "on");
    world.member("guest", "ops");
    bar(ann, "guest", RoomBar.MUTE, 0, false);
    world.decide(new Act.Gone(world.connection(), true));
    for (int i = 0; i < 5; i++) {
      String next = world.member("next" + (char) ('a' + i), "ops");
      refused(ErrorCode.MUTED, world.say(next, "ops", "hi"));
      world.decide(new Act.Gone(world.connection(), true));
    }
    assertEquals(1, ops().bars().all().size(), "but for what was said of the first");
  }

  @Test
  void slowIsSlowForEditsToo() {
    join(ben, "ops");
    set(ann, "slow", "10");
    long seq = ((Reply.Sent) world.say(ben, "ops", "one")).seq();
    refused(
        ErrorCode.RATE_LIMITED,
        world.decide(new Act.Edit("e", Asker.person(ben), seq, "two", null)));
    world.now += 10_000;
    assertInstanceOf(
        Reply.Sent.class, world.decide(new Act.Edit("e", Asker.person(ben), seq, "two", null)));
    refused(ErrorCode.RATE_LIMITED, world.say(ben, "ops", "three"));
  }

  @Test
  void noWayOfSayingSomethingPassesTheBlockedWords() {
    long own = ((Reply.Sent) world.say(ann, "ops", "before")).seq();
    world.limits = World.blocking("scam,x");
    Asker.Person by = Asker.person(ann);
    FileInfo file = new FileInfo("s\u200Bcam.pdf", 1, "0f".repeat(32));
    Content captioned = new Content("a file", Request.Kind.MESSAGE, null, file);
    Addressee there = new Addressee.Room("ops");
    for (Act asked :
        List.of(
            World.say(ann, "ops", null, "a Scam", null),
            new Act.Say("s", by, there, captioned, null),
            new Act.Offer(new Act.Say("s", by, there, captioned, null)),
            new Act.Edit("e", by, own, "scam", null),
            new Act.React("r", by, own, "x", false),
            new Act.SetTopic("t", by, "ops", "no scam"),
            new Act.SetRoom("s", by, "ops", RoomWords.change("description", "scam"), false),
            new Act.PutOut("k", by, "ops", "ben", "scam"),
            new Act.BarFrom("b", by, "ops", "ben", RoomBar.MUTE, 0, "scam", false, false),
            new Act.Join("j", by, "scam"),
            new Act.Rename("n", by, "scam"))) {
      refused(ErrorCode.BAD_TEXT, world.decide(asked));
    }
    refused(ErrorCode.BAD_TEXT, world.hello("scam", null, null));
    assertInstanceOf(Reply.Sent.class, world.say(ann, "ops", "a scamper"));
  }

  @Test
  void soManyAreInvitedBarredAndKnownToHaveSpokenAndNoMore() {
    set(ann, "guests", "on");
    set(ann, "slow", "86400");
    for (int i = 0; i < 1_000; i++) {
      String id = "g" + world.state.nextPerson();
      Change.Lasting came = new Change.Came(id, "Guest-" + id, "hash-" + id);
      world.state.apply(new Entry(world.state.nextSeq(), world.now, came));
      world.state.apply(
          new Entry(
              world.state.nextSeq(),
              world.now,
              new Change.RoomInvited("ops", id, id, "ann", false)));
      world.state.apply(
          new Entry(
              world.state.nextSeq(),
              world.now,
              new Change.RoomBarred(
                  "ops", RoomBar.MUTE, id, id, 0, "", "ann", List.of("192.0.2.9"))));
    }
    refused(ErrorCode.LIMIT_REACHED, invite(ann, "ben"));
    refused(ErrorCode.LIMIT_REACHED, bar(ann, "ben", RoomBar.MUTE, 0, false));
    for (int i = 0; i < 10_001; i++) {
      world.state.apply(
          new Entry(
              world.state.nextSeq(),
              world.now,
              new Change.Said(
                  new Addressee.Room("ops"),
                  new Author(i == 0 ? ben : "x" + i, "somebody"),
                  Content.of("hi"),
                  null)));
    }
    assertEquals(0, ops().saidAt(world.state.person(ben)), "who spoke first is forgotten first");
  }

  @Test
  void whoSpokeLongAgoInASlowRoomIsForgotten() {
    set(ann, "slow", "1");
    for (int i = 0; i < 3; i++) {
      String name = "slow" + (char) ('a' + i);
      String id = account(name);
      join(id, "ops");
      world.say(id, "ops", "hi");
      world.now += 5_000;
    }
    assertEquals(0, ops().saidAt(world.state.named("slowa")));
    assertTrue(ops().saidAt(world.state.named("slowc")) > 0);
  }

  @Test
  void theFirstRoomIsForEverybody() {
    join(ann, "lobby");
    refused(
        ErrorCode.FORBIDDEN,
        world.decide(
            new Act.SetRoom("s", Asker.CONSOLE, "lobby", RoomWords.change("private", "on"), true)));
  }
}
