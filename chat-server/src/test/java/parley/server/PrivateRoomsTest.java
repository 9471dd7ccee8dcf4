package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is not for somebody is not there for them, whatever they ask. */
class PrivateRoomsTest {
  @TempDir private static Path folder;

  private static Cast cast;
  private static long secret;

  /** What the guest is called who is in the lobby, another one after a start. */
  private static String gus;

  /** In these nobody has said anything that could be found by its number. */
  private static final long NEVER = 999_999;

  private static final String FILE = "'name':'f','size':3,'sha256':'" + "ab".repeat(32) + "'";

  /** All that names a room. */
  private static final List<String> OF_A_ROOM =
      List.of(
          "'type':'leave','room':'R'",
          "'type':'members','room':'R'",
          "'type':'room','room':'R'",
          "'type':'room','room':'R','set':{'slow':1}",
          "'type':'room','room':'R','set':{'private':false}",
          "'type':'history','room':'R'",
          "'type':'search','room':'R','query':'vault'",
          "'type':'search','query':'words room:R'",
          "'type':'read','room':'R','seq':1",
          "'type':'send','room':'R','text':'hi'",
          "'type':'send','room':'R','text':'hi','replyTo':{'seq':1}",
          "'type':'upload','room':'R'," + FILE,
          "'type':'topic','room':'R','text':'x'",
          "'type':'invite','room':'R','person':'ben'",
          "'type':'invite','room':'R','person':'cat','remove':true",
          "'type':'invite','room':'R','person':'nobody'",
          "'type':'role','room':'R','person':'ann','role':'member'",
          "'type':'kick','room':'R','person':'ann'",
          "'type':'erase','room':'R'",
          "'type':'erase','room':'R','archive':true",
          "'type':'kick','room':'R','person':'nobody'",
          "'type':'bar','room':'R','person':'ann','bar':'ban'",
          "'type':'bar','room':'R','person':'ann','bar':'mute','remove':true",
          "'type':'token','name':'t','rooms':['R']");

  /** All that names a message. */
  private static final List<String> OF_A_MESSAGE =
      List.of(
          "'type':'edit','seq':N,'text':'ho'",
          "'type':'delete','seq':N",
          "'type':'react','seq':N,'emoji':'x'",
          "'type':'react','seq':N,'emoji':'x','remove':true",
          "'type':'report','seq':N",
          "'type':'download','seq':N",
          "'type':'send','room':'lobby','text':'so?','replyTo':{'seq':N}");

  private static final List<String> OUTSIDE =
      List.of("ben", "former", "kicked", "banned", "gus", "token", "modern");

  @BeforeAll
  static void start() throws Exception {
    cast = new Cast(folder, "accounts.guests=lobby", "limits.connections-per-address=0");
    for (String name : List.of("ann", "ben", "cat", "former", "kicked", "banned", "modern")) {
      cast.account(name);
      cast.good(name, "'type':'join','room':'lobby'");
    }
    List<String> inside = List.of("ann", "cat", "former", "kicked", "banned");
    cast.good(inside, "'type':'join','room':'vault'");
    secret = cast.say("ann", "vault", "vault words");
    cast.good("former", "'type':'leave','room':'vault'");
    cast.good("ann", "'type':'room','room':'vault','set':{'private':true}");
    cast.good("ann", "'type':'kick','room':'vault','person':'kicked'");
    cast.good("ann", "'type':'bar','room':'vault','person':'banned','bar':'ban'");
    cast.good("modern", "'type':'join','room':'garden'");
    come();
    // What they heard while they were inside was theirs to hear.
    for (String who : List.of("former", "kicked", "banned")) {
      Awaitility.await(who + " heard that they are out")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> cast.heard(who, "vault").stream().anyMatch(told -> told.contains("\"left\"")));
    }
  }

  /** Those who are nobody there, and come anew after a start. */
  private static void come() throws IOException {
    gus = RightsScene.name();
    cast.silent("gus");
    cast.good("gus", "'type':'hello','name':'" + gus + "'");
    cast.good("gus", "'type':'join','room':'lobby'");
    cast.silent("token");
    String token = cast.token("ben", "lobby", "read,post,talks");
    cast.good("token", "'type':'hello','token':'" + token + "'");
  }

  @AfterAll
  static void stop() throws Exception {
    cast.close();
  }

  /** What is answered, but for what differs by itself. */
  private static String told(String who, String request, String what) throws IOException {
    JsonNode reply = cast.ask(who, request);
    assertEquals("error", reply.get("type").asString(), () -> who + " " + request + ": " + reply);
    return reply.get("code").asString()
        + ": "
        + reply.get("message").asString().replace(what, "it")
        + reply.path("retryAfter");
  }

  private static List<String> differing() throws IOException {
    List<String> differing = new ArrayList<>();
    for (String who : OUTSIDE) {
      for (String request : OF_A_ROOM) {
        String there = told(who, request.replace("R", "vault"), "vault");
        String never = told(who, request.replace("R", "never"), "never");
        if (!there.equals(never)) {
          differing.add(who + " " + request + ": " + there + " | " + never);
        }
      }
      for (String request : OF_A_MESSAGE) {
        String there = told(who, request.replace("N", "" + secret), "" + secret);
        String never = told(who, request.replace("N", "" + NEVER), "" + NEVER);
        boolean own = who.equals("former") && request.contains("'edit'");
        if (!own && !there.equals(never)) {
          differing.add(who + " " + request + ": " + there + " | " + never);
        }
      }
    }
    return differing;
  }

  /** In code and words, for whoever was never there, was there once, or comes by something else. */
  @Test
  void aPrivateRoomAndItsMessagesAreAnsweredAsWhatNeverWas() throws Exception {
    assertEquals(List.of(), differing());
    // Who makes no rooms can't tell by that either.
    for (String said : List.of("", "mute " + gus + " --alone")) {
      if (!said.isEmpty()) {
        cast.console(said);
      }
      String there = told("gus", "'type':'join','room':'vault'", "vault");
      assertEquals(told("gus", "'type':'join','room':'never'", "never"), there, said);
    }
    cast.console("unmute " + gus);
    for (String who : OUTSIDE) {
      assertEquals(List.of(), cast.heard(who, "vault"), who);
    }
  }

  /** Typed, too. */
  @Test
  void whoTypesReadsTheSameOfBoth() throws Exception {
    String name = RightsScene.name();
    try (Typist guest = Typist.named(cast.server.plain(), name)) {
      guest.await(name + " joined");
      same(guest, "/join R");
      typesTheSame(guest);
    }
    try (Typist ben = Typist.at(cast.server.plain())) {
      ben.type("ben");
      ben.await("is an account's");
      ben.type(Cast.PASSWORD);
      ben.await("Welcome");
      typesTheSame(ben);
      same(ben, "/token t rooms=R");
    }
  }

  private static void typesTheSame(Typist typist) throws IOException {
    for (String line : List.of("/leave R", "/who R", "/search words room:R")) {
      same(typist, line);
    }
    List<String> both = new ArrayList<>();
    for (long message : List.of(secret, NEVER)) {
      both.add(answer(typist, "/get " + message).replace("" + message, "it"));
    }
    assertEquals(both.get(1), both.get(0));
  }

  private static void same(Typist typist, String line) throws IOException {
    String there = answer(typist, line.replace("R", "vault")).replace("vault", "it");
    assertEquals(answer(typist, line.replace("R", "never")).replace("never", "it"), there, line);
  }

  private static String answer(Typist typist, String line) throws IOException {
    typist.type("/echo begins");
    typist.await("begins");
    typist.type(line);
    typist.type("/echo ends");
    return typist.await("ends");
  }

  /** All that a guest can ask for, and all that is told to them while others talk elsewhere. */
  @Test
  void aGuestHearsOfNothingButTheirRooms() throws Exception {
    cast.good("ann", "'type':'join','room':'office'");
    cast.account("olga");
    cast.good("olga", "'type':'join','room':'office'");
    cast.say("ann", "office", "office words");
    cast.good("ann", "'type':'send','to':'olga','text':'talk words'");
    cast.good("olga", "'type':'nick','name':'olgana'");
    cast.good("ann", "'type':'topic','room':'office','text':'topic words'");
    List<String> all =
        List.of(
            "'type':'rooms'",
            "'type':'talks'",
            "'type':'stats'",
            "'type':'search','query':'words'",
            "'type':'search','query':'words','from':'ann'",
            "'type':'members','room':'lobby'",
            "'type':'room','room':'lobby'",
            "'type':'history','room':'lobby'",
            "'type':'history','with':'" + gus + "'",
            "'type':'whois','name':'" + gus + "'",
            "'type':'whois','name':'ann'",
            "'type':'sessions'",
            "'type':'export'",
            "'type':'tokens'");
    for (String request : all) {
      String told = cast.ask("gus", request).toString();
      for (String word : List.of("office", "vault", "garden", "olg", "words")) {
        assertFalse(told.contains(word), request + " told " + told);
      }
    }
    for (String word : List.of("office", "vault", "olg", "words")) {
      assertEquals(List.of(), cast.heard("gus", word));
    }
    // Rooms for accounts are as none, like private ones.
    for (String request : OF_A_ROOM) {
      String there = told("gus", request.replace("R", "garden"), "garden");
      assertEquals(told("gus", request.replace("R", "never"), "never"), there, request);
    }
    // Of people: who is in none of their rooms is as nobody.
    for (String request :
        List.of(
            "'type':'whois','name':'P'",
            "'type':'send','to':'P','text':'hi'",
            "'type':'upload','to':'P'," + FILE,
            "'type':'history','with':'P'",
            "'type':'read','with':'P','seq':1",
            "'type':'invite','room':'lobby','person':'P'",
            "'type':'kick','room':'lobby','person':'P'",
            "'type':'search','query':'words','from':'P'")) {
      String there = cast.ask("gus", request.replace("P", "olgana")).toString();
      String never = cast.ask("gus", request.replace("P", "nobody")).toString();
      assertEquals(
          never.replace("nobody", "them").replaceAll("\"q\\d+\"", ""),
          there.replace("olgana", "them").replaceAll("\"q\\d+\"", ""),
          request);
    }
  }

  @Test
  void afterARestartItIsTheSame() throws Exception {
    cast.restart();
    for (String name : List.of("ann", "ben", "cat", "former", "kicked", "banned", "modern")) {
      cast.signIn(name, name);
    }
    come();
    assertEquals(List.of(), differing());
    for (String who : OUTSIDE) {
      assertFalse(cast.good(who, "'type':'rooms'").toString().contains("vault"), who);
    }
    assertTrue(cast.good("cat", "'type':'rooms'").toString().contains("vault"));
  }
}
