package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Nobody reaches above themselves by a way round, nor keeps what was taken from them. */
class HigherRolesTest {
  @TempDir private static Path folder;

  private static Cast cast;

  @BeforeAll
  static void start() throws Exception {
    cast = new Cast(folder);
    for (String name : List.of("olivia", "otto", "ann", "mod", "ben", "cat")) {
      cast.account(name);
    }
    cast.console("account role olivia owner");
    cast.console("operator otto");
    for (String who : List.of("ann", "olivia", "mod", "ben", "otto")) {
      cast.good(who, "'type':'join','room':'ops'");
    }
    cast.good("ann", "'type':'role','room':'ops','person':'mod','role':'moderator'");
    cast.good("ann", "'type':'role','room':'ops','person':'olivia','role':'owner'");
  }

  @AfterAll
  static void stop() throws Exception {
    cast.close();
  }

  private static String admin(String who, String line) throws Exception {
    return cast.outcome(who, "'type':'admin','line':'" + line + "'");
  }

  /** An operator does to an owner of the server in a room what they may not do on the server. */
  @Test
  void anOperatorReachesNoOwnerByARoom() throws Exception {
    for (String line :
        List.of(
            "room bar ops olivia mute",
            "room bar ops olivia ban",
            "room role ops olivia member",
            "kick olivia ops",
            "kick olivia",
            "mute olivia",
            "account sign-out olivia",
            "account reset olivia")) {
      assertEquals("bad-command", admin("otto", line), line);
    }
    for (String line : List.of("room bar ops ben mute", "room bar ops ben mute --remove")) {
      assertEquals("ok", admin("otto", line), line);
    }
    assertEquals("ok", admin("olivia", "room bar ops otto mute"));
    assertEquals("ok", admin("olivia", "room bar ops otto mute --remove"));
  }

  /** A moderator touches no owner of the room, nor what an owner said. */
  @Test
  void aModeratorReachesNoOwnerSideways() throws Exception {
    long said = cast.say("ann", "ops", "a word of an owner");
    for (String asked :
        List.of(
            "'type':'kick','room':'ops','person':'ann'",
            "'type':'bar','room':'ops','person':'ann','bar':'mute'",
            "'type':'bar','room':'ops','person':'ann','bar':'ban'",
            "'type':'role','room':'ops','person':'ann','role':'member'",
            "'type':'role','room':'ops','person':'mod','role':'owner'",
            "'type':'role','room':'ops','person':'ben','role':'owner','instead':true",
            "'type':'erase','room':'ops'",
            "'type':'delete','seq':" + said,
            "'type':'edit','seq':" + said + ",'text':'other words'")) {
      cast.refused("forbidden", "mod", asked);
    }
    for (String set :
        List.of(
            "'private':true",
            "'guests':true",
            "'readOnly':true",
            "'archived':true",
            "'topicBy':'member'",
            "'keep':1",
            "'inviteBy':'member'",
            "'history':'all'",
            // What they may does not carry what they may not.
            "'slow':1,'private':true",
            "'description':'x','guests':true")) {
      JsonNode reply = cast.ask("mod", "'type':'room','room':'ops','set':{" + set + "}");
      String code = Cast.outcome(reply);
      assertTrue(List.of("forbidden", "bad-request").contains(code), set + ": " + reply);
    }
    cast.good("mod", "'type':'room','room':'ops','set':{'slow':0,'description':'a place'}");
    // Who keeps order in one room is nobody in the next.
    cast.good("mod", "'type':'join','room':'garden'");
    cast.good("ben", "'type':'join','room':'attic'");
    long elsewhere = cast.say("ben", "attic", "hi");
    cast.refused("no-such-message", "mod", "'type':'delete','seq':" + elsewhere);
    cast.good("mod", "'type':'join','room':'attic'");
    cast.refused("forbidden", "mod", "'type':'delete','seq':" + elsewhere);
  }

  /** In sessions that are open while it is taken, and after a start. */
  @Test
  void whatIsTakenIsTakenInOpenSessionsToo() throws Exception {
    cast.account("dora");
    cast.signIn("dora elsewhere", "dora");
    cast.console("operator dora");
    List<String> both = List.of("dora", "dora elsewhere");
    cast.good(both, "'type':'admin','line':'audit'");
    cast.good("dora", "'type':'join','room':'shed'");
    cast.good("cat", "'type':'join','room':'shed'");
    cast.good("dora", "'type':'role','room':'shed','person':'cat','role':'owner','instead':true");
    cast.good(both, "'type':'room','room':'shed','set':{'slow':1}");
    cast.silent("dora's bot");
    String token = cast.token("dora", "shed", "read,post");
    cast.good("dora's bot", "'type':'hello','token':'" + token + "'");
    cast.console("operator dora --take");
    cast.good("cat", "'type':'role','room':'shed','person':'dora','role':'member'");
    for (String who : both) {
      cast.refused("forbidden", who, "'type':'admin','line':'audit'");
      cast.refused("forbidden", who, "'type':'room','room':'shed','set':{'slow':2}");
      cast.refused("forbidden", who, "'type':'kick','room':'shed','person':'cat'");
    }
    cast.good("cat", "'type':'kick','room':'shed','person':'dora'");
    cast.good("cat", "'type':'topic','room':'shed','text':'a later topic'");
    cast.good("cat", "'type':'nick','name':'katya'");
    long said = cast.say("cat", "shed", "later words");
    cast.good("cat", "'type':'nick','name':'cat'");
    for (String who : List.of("dora", "dora elsewhere", "dora's bot")) {
      for (String word : List.of("later", "katya")) {
        assertEquals(List.of(), cast.heard(who, word), who);
      }
      cast.refused("not-a-member", who, "'type':'history','room':'shed'");
      cast.refused("not-a-member", who, "'type':'send','room':'shed','text':'hi'");
      cast.refused("no-such-message", who, "'type':'react','seq':" + said + ",'emoji':'x'");
    }
  }

  /** What was asked behind each other on one connection: nothing lands after the end. */
  @Test
  void whatWaitsInLineWhileTheRightIsTakenIsNotDone() throws Exception {
    cast.good("cat", "'type':'join','room':'ops'");
    for (int i = 0; i < 200; i++) {
      cast.of("cat").send("send", "room", "ops", "text", "line " + i);
    }
    cast.good("ann", "'type':'kick','room':'ops','person':'cat'");
    cast.say("ann", "ops", "after it");
    long kicked = 0;
    long last = 0;
    cast.good("ann", "'type':'ping'");
    for (JsonNode told : cast.of("ann").passed()) {
      if (told.get("type").asString().equals("left") && told.get("name").asString().equals("cat")) {
        kicked = told.get("seq").asLong();
      }
      if (told.path("text").asString("").startsWith("line ")) {
        last = told.get("seq").asLong();
      }
    }
    assertTrue(kicked > 0 && last < kicked, last + " " + kicked);
    cast.refused("not-a-member", "cat", "'type':'send','room':'ops','text':'hi'");
  }
}
