package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.admin.Guest;
import tools.jackson.databind.JsonNode;

/**
 * Who plays the sections of {@code rights.txt} that are of kinds of rooms: people with accounts who
 * are something in a room that is made anew after each request that changed it, on a server whose
 * guests come to the lobby alone.
 */
final class RoomCast implements AutoCloseable {
  private static final String PASSWORD = "a long password";

  /** What changes nothing. */
  private static final Set<String> QUESTIONS = Set.of("members", "history", "search", "whois");

  private final TestServer server;
  private final Map<String, Guest> cast = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private String room = "";
  private long seq;
  private int asked;

  RoomCast(TestServer server) throws IOException {
    this.server = server;
    for (String who :
        List.of(
            "owner",
            "moderator",
            "member",
            "author",
            "former",
            "invited",
            "account",
            "operator",
            "peer")) {
      names.put(who, RightsScene.name());
      cast.put(who, signIn(names.get(who)));
    }
    console("account role $operator operator");
    for (String who : List.of("guest", "guest-member")) {
      names.put(who, RightsScene.name());
      cast.put(who, new Guest(server.plain(), names.get(who)));
    }
  }

  /** A guest who makes an account of the name; one password is hashed, and not two. */
  private Guest signIn(String name) throws IOException {
    Guest guest = new Guest(server.plain(), name);
    String told = console("invite");
    String secret = told.substring(told.indexOf('#') + 1);
    String invitation = secret.substring(0, secret.indexOf('.'));
    JsonNode made = guest.ask("register", "password", PASSWORD, "invitation", invitation);
    assertEquals("ok", made.get("type").stringValue(), made::toString);
    return guest;
  }

  /** What comes of a row for who asks, in a room of a section's kind: as a cell says it. */
  String play(String section, String row, String who) throws IOException {
    String[] parts = who.split("\\+");
    String[] what = row.split(":");
    if (room.isEmpty()) {
      makeRoom(section);
    }
    if (parts.length > 1) {
      console("mute $" + parts[0] + " --alone");
    }
    String said = answer(parts[0], what[0], what.length > 1 ? what[1] : "");
    if (parts.length > 1) {
      console("unmute $" + parts[0]);
    }
    if (said.equals("ok") && !QUESTIONS.contains(what[0])) {
      console("close-room $room");
      room = "";
    }
    return said;
  }

  private void makeRoom(String section) throws IOException {
    room = RightsScene.name();
    good("owner", "{'type':'join','room':'$room'}");
    for (String member : List.of("moderator", "member", "author", "former", "peer")) {
      good(member, "{'type':'join','room':'$room'}");
    }
    good("owner", "{'type':'role','room':'$room','person':'$moderator','role':'moderator'}");
    seq = good("author", "{'type':'send','room':'$room','text':'hi'}").get("seq").asLong();
    good("former", "{'type':'leave','room':'$room'}");
    good("owner", "{'type':'invite','room':'$room','person':'$invited'}");
    good("owner", "{'type':'room','room':'$room','set':{'guests':true}}");
    good("guest-member", "{'type':'join','room':'$room'}");
    good("owner", "{'type':'room','room':'$room','set':" + kind(section) + "}");
  }

  private static String kind(String section) {
    return switch (section) {
      case "open-room" -> "{'guests':false}";
      case "guest-room" -> "{'guests':true}";
      case "private-room" -> "{'guests':false,'private':true}";
      case "read-only-room" -> "{'guests':false,'readOnly':true}";
      case "archived-room" -> "{'guests':false,'archived':true}";
      default -> throw new IllegalArgumentException(section);
    };
  }

  private String answer(String who, String what, String special) throws IOException {
    JsonNode reply = ask(who, request(what, special));
    if (what.equals("nick")) {
      // The others call them what they were called.
      ask(who, "{'type':'nick','name':'$" + who + "'}");
    }
    return reply.get("type").asString().equals("error") ? reply.get("code").asString() : "ok";
  }

  private static String request(String what, String special) {
    String inRoom = "{'type':'" + what + "','room':'$room'";
    return switch (what) {
      case "join", "leave", "members", "history", "erase" -> inRoom + "}";
      case "room" ->
          inRoom
              + switch (special) {
                case "slow" -> ",'set':{'slow':1}}";
                case "topic-by" -> ",'set':{'topicBy':'owner'}}";
                case "keep" -> ",'set':{'keep':30}}";
                default -> "}";
              };
      case "search" -> inRoom + ",'query':'hi'}";
      case "read" -> inRoom + ",'seq':1}";
      case "send" -> inRoom + ",'text':'hi'}";
      case "topic" -> inRoom + ",'text':'about'}";
      case "edit" -> "{'type':'edit','seq':$seq,'text':'ho'}";
      case "report" -> "{'type':'report','seq':$seq}";
      case "delete" -> "{'type':'delete','seq':$seq}";
      case "react" -> "{'type':'react','seq':$seq,'emoji':'x'}";
      case "whois" -> "{'type':'whois','name':'$account'}";
      case "invite" ->
          inRoom + ",'person':'$account'" + (special.equals("back") ? ",'remove':true}" : "}");
      case "role" -> inRoom + ",'person':'$peer','role':'moderator'}";
      case "nick" -> "{'type':'nick','name':'" + RightsScene.name() + "'}";
      case "bar" -> inRoom + ",'person':'$peer','bar':'mute','for':60}";
      case "kick" -> inRoom + ",'person':'" + (special.equals("owner") ? "$owner" : "$peer") + "'}";
      default -> throw new IllegalArgumentException("no request for " + what);
    };
  }

  private JsonNode good(String who, String template) throws IOException {
    JsonNode reply = ask(who, template);
    assertEquals("ok", reply.get("type").stringValue(), () -> who + ": " + reply);
    return reply;
  }

  private JsonNode ask(String who, String template) throws IOException {
    String id = "c" + asked++;
    String request = fill(template).replace('\'', '"');
    return cast.get(who).askJson("{\"id\":\"" + id + "\"," + request.substring(1), id);
  }

  private String fill(String template) {
    String filled = template.replace("$room", room).replace("$seq", "" + seq);
    for (Map.Entry<String, String> name : names.entrySet()) {
      filled = filled.replace("$" + name.getKey(), name.getValue());
    }
    return filled;
  }

  private String console(String line) {
    AdminResult result = server.server.admin().run(fill(line), Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  @Override
  public void close() throws IOException {
    for (Guest guest : cast.values()) {
      guest.close();
    }
  }
}
