package parley.server.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.protocol.ErrorCode;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.server.state.Asker;

/** Who may be called what, beside those who are there. */
class NamingTest {
  private final World world = new World();

  private Reply join(String person, String room) {
    return world.decide(new Act.Join("j", Asker.person(person), room));
  }

  private Reply rename(String person, String name) {
    return world.decide(new Act.Rename("n", Asker.person(person), name));
  }

  private static String refused(ErrorCode code, Reply reply) {
    Reply.Refused refused = assertInstanceOf(Reply.Refused.class, reply);
    assertEquals(code, refused.code(), refused.message());
    return refused.message();
  }

  @Test
  void nobodyLooksLikeSomebodyWhoIsThere() {
    String alice = world.guest("alice");
    for (String name : List.of("a1ice", "aIice", "ALICE", "ɑlice")) {
      String why = refused(ErrorCode.NAME_TAKEN, world.hello(name, null, null));
      assertTrue(why.contains("taken"), why);
    }
    assertEquals(
        "The name a1ice looks like alice, which is taken. Choose another.",
        refused(ErrorCode.NAME_TAKEN, world.hello("a1ice", null, null)));
    String bob = world.guest("bob");
    refused(ErrorCode.NAME_TAKEN, rename(bob, "a1ice"));
    assertInstanceOf(Reply.Ok.class, rename(alice, "a1ice"), "one's own look is one's own");
    refused(ErrorCode.NAME_TAKEN, world.hello("alice", null, null));
    assertInstanceOf(Reply.Ok.class, rename(alice, "carol"));
    assertInstanceOf(Reply.Welcome.class, world.hello("alice", null, null), "it is free again");
  }

  /** Whatever case the two are in, and whatever their script. */
  @Test
  void whatLooksAlikeInCapitalsIsTakenToo() {
    String bob = world.guest("bob");
    Map<String, List<String>> alike =
        Map.of(
            "alice", List.of("ALlCE", "AL1CE", "aLlCe", "аӏісе", "ᴀʟɪᴄᴇ", "ali\u0307ce"),
            "Bill", List.of("BlLL", "B1LL", "bilI", "Blll"),
            "apple", List.of("аррӏе", "АРРӀЕ"),
            "will", List.of("vvill", "VVlLL", "ᴡɪʟʟ"),
            "BURNS", List.of("bums", "BUMS"),
            "tom", List.of("том", "ТОМ", "t0m"),
            "ΝΙΝΑ", List.of("nina", "NlNA"));
    alike.forEach(
        (name, others) -> {
          String there = world.guest(name);
          String room = world.member("founder-of-" + there, name);
          for (String other : others) {
            refused(ErrorCode.NAME_TAKEN, world.hello(other, null, null));
            refused(ErrorCode.NAME_TAKEN, rename(bob, other));
            if (!Names.fold(other).equals(Names.fold(name))) {
              refused(ErrorCode.NAME_TAKEN, join(room, other));
            }
          }
        });
  }

  @Test
  void whatDiffersIsWelcome() {
    for (String name :
        List.of("José", "Jose", "Anna", "Hanna", "user1", "user2", "tim", "tom", "Ali", "m3")) {
      assertInstanceOf(Reply.Welcome.class, world.hello(name, null, null), name);
    }
  }

  @Test
  void aNameIsFreeAgainWhenItsBearerIsGone() {
    world.guest("alice");
    world.decide(new Act.Gone(world.connection(), true));
    assertInstanceOf(Reply.Welcome.class, world.hello("a1ice", null, null));
  }

  @Test
  void whatIsNoNameOrTheServersOwnIsRefusedBySentence() {
    String bob = world.guest("bob");
    for (String name : List.of("--", "!", "[ops]", "alice(operator)", "alice꞉", "аlice", "@al")) {
      refused(ErrorCode.BAD_NAME, world.hello(name, null, null));
      refused(ErrorCode.BAD_NAME, rename(bob, name));
      refused(ErrorCode.BAD_NAME, join(bob, name));
    }
    for (String name :
        List.of(
            "Server",
            "admin",
            "conso1e",
            "g1",
            "u7",
            "everyone",
            "ADMlN",
            "ѕуѕтем",
            "ᴀᴅᴍɪɴ",
            "5y5tem",
            "ad.min",
            "@all",
            "r00t")) {
      refused(ErrorCode.NAME_TAKEN, world.hello(name, null, null));
      refused(ErrorCode.NAME_TAKEN, rename(bob, name));
      refused(ErrorCode.NAME_TAKEN, join(bob, name));
    }
  }

  @Test
  void whatIrcCannotCarryIsARoomsNameAtMost() {
    String bob = world.guest("bob");
    for (String name : List.of("j.smith", "2fast")) {
      refused(ErrorCode.BAD_NAME, world.hello(name, null, null));
      refused(ErrorCode.BAD_NAME, rename(bob, name));
      assertInstanceOf(Reply.Ok.class, join(bob, name));
    }
    for (String name :
        List.of("a!b", "a,b", "@ops", "a@b", "x$", "a&b", "~a", "50%", "a+b", "a?")) {
      refused(ErrorCode.BAD_NAME, world.hello(name, null, null));
      refused(ErrorCode.BAD_NAME, rename(bob, name));
      refused(ErrorCode.BAD_NAME, join(bob, name));
    }
    assertInstanceOf(Reply.Welcome.class, world.hello("anna-2", null, null));
  }

  @Test
  void noNewRoomLooksLikeAnotherOrLikeTheFirstOne() {
    String alice = world.member("alice", "ops1");
    refused(ErrorCode.NAME_TAKEN, join(alice, "opsl"));
    refused(ErrorCode.NAME_TAKEN, join(alice, "1obby"));
    assertInstanceOf(Reply.Ok.class, join(alice, "OPS1"), "that is the room itself");
    assertInstanceOf(Reply.Ok.class, join(alice, "lobby"));
  }

  /** In a data folder from before there was this rule. */
  @Test
  void namesFromBeforeStayUsable() {
    world.state.restore("g1", "alice꞉", "hash", false, 0, 0);
    world.state.restore("g2", "аlice", "hash2", false, 0, 0);
    world.state.restore("g3", "alice", "hash3", false, 0, 0);
    world.state.restore("g4", "АLlСЕ", "hash4", false, 0, 0);
    world.state.restore("g5", "ᴀᴅᴍɪɴ", "hash5", false, 0, 0);
    world.state.restore("g6", "j.smith", "hash6", false, 0, 0);
    world.state.restore("g7", "2fast!", "hash7", false, 0, 0);
    world.state.restore("a,b", "", 0, 1, 0, RoomSettings.PLAIN);
    world.state.restore("@ops", "", 0, 1, 0, RoomSettings.PLAIN);
    world.state.restore("[ops]", "", 0, 1, 0, RoomSettings.PLAIN);
    world.state.restore("1obby", "", 0, 1, 0, RoomSettings.PLAIN);
    world.state.restore("[ops]", "g1", RoomRole.MEMBER, 1);
    String bob = world.guest("bob");
    assertInstanceOf(Reply.Ok.class, join(bob, "[ops]"));
    assertInstanceOf(Reply.Ok.class, join("g1", "1obby"));
    assertInstanceOf(Reply.Ok.class, join(bob, "lobby"), "nobody is kept out of it");
    assertInstanceOf(Reply.Ok.class, world.say("g1", "[ops]", "hi"));
    assertInstanceOf(Reply.Ok.class, rename("g1", "alice꞉"));
    assertInstanceOf(Reply.Ok.class, join("g4", "[ops]"));
    assertInstanceOf(Reply.Ok.class, join("g5", "[ops]"));
    assertInstanceOf(Reply.Ok.class, world.say("g5", "[ops]", "still here"));
    assertInstanceOf(Reply.Ok.class, join("g6", "a,b"));
    assertInstanceOf(Reply.Ok.class, join("g7", "@ops"));
    assertInstanceOf(Reply.Ok.class, rename("g6", "j.smith"));
    for (String name : List.of("j.smith", "2fast!")) {
      assertInstanceOf(Reply.Ok.class, world.decide(World.say(bob, null, name, "hi", null)));
      assertInstanceOf(
          Reply.PersonFound.class, world.decide(new Act.Whois("w", Asker.person(bob), name)));
    }
    assertInstanceOf(
        Reply.Welcome.class, world.hello("j.smith", "hash6", null), "a saved session comes back");
    assertInstanceOf(Reply.Ok.class, rename("g2", "dora"), "a better name than before");
    refused(ErrorCode.NAME_TAKEN, world.hello("a1ice", null, null));
  }
}
