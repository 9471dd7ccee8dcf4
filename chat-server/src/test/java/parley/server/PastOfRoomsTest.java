package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Json;
import parley.server.admin.Guest;
import parley.testkit.Client;
import tools.jackson.databind.JsonNode;

/** Where the past is not for newcomers, and where a room is at rest: by every way to its words. */
class PastOfRoomsTest {
  @TempDir private static Path folder;

  private static Cast cast;

  @BeforeAll
  static void start() throws Exception {
    cast = new Cast(folder);
    for (String name : List.of("ann", "ben", "cat")) {
      cast.account(name);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    cast.close();
  }

  private static long file(String who, String room, String name, String bytes) throws IOException {
    SentFile sent = new SentFile(name, bytes.getBytes(StandardCharsets.UTF_8));
    String ticket =
        cast.good(
                who,
                "'type':'upload','room':'%s','name':'%s','size':%d,'sha256':'%s'"
                    .formatted(room, name, bytes.length(), sent.sha256()))
            .get("ticket")
            .asString();
    try (Socket socket =
        new Socket(cast.server.plain().getAddress(), cast.server.plain().getPort())) {
      socket.setSoTimeout(Client.PATIENCE_MILLIS);
      String transfer = "{\"type\":\"transfer\",\"id\":\"t\",\"ticket\":\"" + ticket + "\"}\n";
      socket.getOutputStream().write((transfer + bytes).getBytes(StandardCharsets.UTF_8));
      String told = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String[] lines = told.split("\n");
      return Json.MAPPER.readTree(lines[lines.length - 1]).get("seq").asLong();
    }
  }

  /** A time of day may have the same digits, but a colon behind them, or a dot. */
  private static boolean tellsOf(long seq, String message) {
    return Pattern.compile(":" + seq + "[,}\\]]").matcher(message).find();
  }

  /** Said before somebody came, or while they were out. */
  @Test
  void whatWasSaidBeforeOneCameIsHadByNoWay() throws Exception {
    cast.good("ann", "'type':'join','room':'ops'");
    cast.good("ann", "'type':'room','room':'ops','set':{'history':'joined'}");
    cast.good("ben", "'type':'join','room':'ops'");
    long seen = cast.say("ann", "ops", "seen by ben");
    cast.good("ben", "'type':'read','room':'ops','seq':" + seen);
    cast.good("ben", "'type':'leave','room':'ops'");
    long old = cast.say("ann", "ops", "old words");
    long older = cast.say("ann", "ops", "old other words");
    long gone = cast.say("ann", "ops", "old gone words");
    long file = file("ann", "ops", "old-file", "old bytes");
    cast.good("ann", "'type':'react','seq':" + old + ",'emoji':'x'");
    cast.of("ben").passed();
    for (String who : List.of("ben", "cat")) {
      cast.good(who, "'type':'join','room':'ops'");
      assertEquals(
          0,
          cast.good(who, "'type':'rooms'").get("rooms").get(0).path("unread").asInt(),
          who + " has not read what is not theirs to read");
      for (String asked :
          List.of(
              "'type':'history','room':'ops'",
              "'type':'history','room':'ops','before':" + (file + 1),
              "'type':'history','room':'ops','after':" + (old - 1),
              "'type':'search','query':'old'",
              "'type':'search','query':'old','room':'ops'",
              "'type':'search','query':'seen','room':'ops'")) {
        assertEquals(0, cast.good(who, asked).get("messages").size(), who + " " + asked);
      }
      for (long message : List.of(old, file)) {
        cast.refused("no-such-message", who, "'type':'react','seq':" + message + ",'emoji':'y'");
        cast.refused("no-such-message", who, "'type':'report','seq':" + message);
        cast.refused("no-such-file", who, "'type':'download','seq':" + message);
        cast.refused(
            "no-such-message", who, "'type':'send','room':'ops','text':'so?','replyTo':" + message);
      }
    }
    // What happens to old words is old, too.
    cast.good("ann", "'type':'edit','seq':" + older + ",'text':'old corrected words'");
    cast.good("ann", "'type':'react','seq':" + older + ",'emoji':'z'");
    cast.good("ann", "'type':'delete','seq':" + gone);
    cast.say("ann", "ops", "new words");
    for (String who : List.of("ben", "cat")) {
      List<String> told = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                told.addAll(cast.heard(who, ""));
                return told.stream().anyMatch(m -> m.contains("new words"));
              });
      assertTrue(told.stream().noneMatch(m -> m.contains("old")), told::toString);
      assertTrue(told.stream().noneMatch(m -> tellsOf(older, m)), told::toString);
      Guest again = cast.silent("again");
      again.askJson(
          "{\"type\":\"hello\",\"id\":\"h\",\"name\":\"%s\",\"password\":\"%s\",\"since\":1,\"log\":%s}"
              .formatted(who, Cast.PASSWORD, logOf()),
          "h");
      JsonNode last = again.next("message");
      List<String> replayed = new ArrayList<>();
      while (!last.path("text").asString("").equals("new words")) {
        replayed.add(last.toString());
        last = again.next("message");
      }
      again.passed().forEach(m -> replayed.add(m.toString()));
      assertTrue(replayed.stream().noneMatch(m -> m.contains("old")), replayed::toString);
      assertTrue(replayed.stream().noneMatch(m -> tellsOf(older, m)), replayed::toString);
    }
  }

  private static JsonNode logOf() throws IOException {
    cast.silent("who");
    return cast.good(
            "who", "'type':'hello','name':'ann','password':'" + Cast.PASSWORD + "','device':'d'")
        .get("log");
  }

  @Test
  void aRoomAtRestIsNoWayInAndKeepsWhatItHad() throws Exception {
    cast.good("ann", "'type':'join','room':'vault'");
    cast.good("ann", "'type':'room','room':'vault','set':{'private':true}");
    cast.good("ann", "'type':'invite','room':'vault','person':'cat'");
    cast.good("cat", "'type':'join','room':'vault'");
    long file = file("ann", "vault", "vault-file", "vault bytes");
    cast.good("ann", "'type':'room','room':'vault','set':{'archived':true}");
    for (String asked :
        List.of(
            "'type':'join','room':'vault'",
            "'type':'members','room':'vault'",
            "'type':'room','room':'vault'",
            "'type':'history','room':'vault'",
            "'type':'search','query':'bytes','room':'vault'",
            "'type':'download','seq':" + file)) {
      String code = cast.outcome("ben", asked);
      assertTrue(
          List.of("no-such-room", "not-a-member", "no-such-file").contains(code),
          asked + " " + code);
    }
    assertEquals(0, cast.good("ben", "'type':'search','query':'vault'").get("messages").size());
    cast.good("cat", "'type':'download','seq':" + file);
    for (String asked :
        List.of(
            "'type':'send','room':'vault','text':'hi'",
            "'type':'upload','room':'vault','name':'f','size':3,'sha256':'" + "ab".repeat(32) + "'",
            "'type':'topic','room':'vault','text':'x'",
            "'type':'react','seq':" + file + ",'emoji':'x'",
            "'type':'edit','seq':" + file + ",'text':'x'",
            "'type':'invite','room':'vault','person':'ben'",
            "'type':'kick','room':'vault','person':'cat'",
            "'type':'room','room':'vault','set':{'description':'x'}")) {
      for (String who : List.of("ann", "cat")) {
        cast.refused("forbidden", who, asked);
      }
    }
  }
}
