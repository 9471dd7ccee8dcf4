package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Json;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import tools.jackson.databind.JsonNode;

/** Every way of doing something to others is written down with its doer. */
class DeedsTest {
  @TempDir Path folder;

  /** Commands, and a sentence of what followed, which has the same doer; empty for none. */
  private static final Map<String, String> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("account add eve", "made the account eve, a member");
    COMMANDS.put("account role eve operator", "made eve an operator");
    COMMANDS.put("account role eve member", "made eve a member");
    COMMANDS.put("account rename eve eva", "");
    COMMANDS.put("account suspend eva --reason noise", "suspended eva: noise");
    COMMANDS.put("account resume eva", "let eva sign in again");
    COMMANDS.put("account reset eva", "let eva choose a new password");
    COMMANDS.put("account sign-out eva", "");
    COMMANDS.put("token add eva ci --rooms ops", "made the token ci");
    COMMANDS.put("operator eva", "made eva an operator");
    COMMANDS.put("operator eva --take", "made eva a member");
    COMMANDS.put("invite --room ops", "invited somebody into ops");
    COMMANDS.put("room set ops slow 1", "made ops ");
    COMMANDS.put("room invite ops eva", "invited eva into ops");
    COMMANDS.put("room role ops ben moderator", "made ben a moderator of ops");
    COMMANDS.put("room bar ops ben mute --reason noise", "muted ben in ops");
    COMMANDS.put("room bar ops ben mute --remove", "let ben speak in ops");
    COMMANDS.put("topic ops words", "");
    COMMANDS.put("mute ben --for 1h", "muted ben");
    COMMANDS.put("unmute ben", "unmuted ben");
    COMMANDS.put("kick ben ops --reason noise", "put ben out of ops: noise");
    COMMANDS.put("ban 192.0.2.0/24 --reason noise", "banned 192.0.2.0/24");
    COMMANDS.put("unban 192.0.2.0/24", "ended the ban of 192.0.2.0/24");
    COMMANDS.put("limits set connections 9000", "");
    COMMANDS.put("log-level info", "");
    COMMANDS.put("reload", "");
    COMMANDS.put("say hello", "");
    COMMANDS.put("operator-token", "");
    COMMANDS.put("account delete eva", "deleted the account eva");
    COMMANDS.put("room erase ops --yes", "");
    COMMANDS.put("close-room ops", "closed ops");
  }

  private static List<JsonNode> audit(Cast cast) {
    List<JsonNode> all = new ArrayList<>();
    Json.MAPPER.readTree(cast.console("audit --json --limit 500")).forEach(all::add);
    return all;
  }

  private static boolean isWritten(List<JsonNode> audit, String by, String what) {
    return audit.stream()
        .anyMatch(
            deed ->
                deed.get("by").asString().equals(by) && deed.get("what").asString().contains(what));
  }

  /** By an operator in the chat, and by whoever types where the server runs. */
  @Test
  void everyCommandIsWrittenDownWithWhoGaveIt() throws Exception {
    for (String by : List.of("otto", "console")) {
      try (Cast cast = new Cast(folder.resolve(by))) {
        for (String name : List.of("otto", "ann", "ben")) {
          cast.account(name);
        }
        cast.console("operator otto");
        cast.good(List.of("ann", "ben", "otto"), "'type':'join','room':'ops'");
        for (String command : COMMANDS.keySet()) {
          give(cast, by, command);
        }
        assertEquals(List.of(), missing(cast, by));
        assertFalse(isWritten(audit(cast), by, "hello"), "what was said");
        String number = last(cast.console("invitations"));
        give(cast, by, "uninvite " + number);
        assertTrue(isWritten(audit(cast), by, "ended invitation " + number));
      }
    }
  }

  private static List<String> missing(Cast cast, String by) {
    List<JsonNode> audit = audit(cast);
    List<String> missing = new ArrayList<>();
    COMMANDS.forEach(
        (command, deed) -> {
          // What was said is nobody's to keep.
          String given = command.startsWith("say ") ? "say" : command.replace("\"", "");
          for (String what : List.of(given, deed)) {
            if (!isWritten(audit, by, what)) {
              missing.add(by + ": " + what);
            }
          }
        });
    return missing;
  }

  private static String last(String table) {
    return table.lines().toList().getLast().strip().split(" +")[0];
  }

  private static void give(Cast cast, String by, String line) throws Exception {
    if (by.equals("console")) {
      AdminResult result = cast.server.server.admin().run(line, Caller.console());
      assertTrue(result.ok(), line + ": " + result.text());
    } else {
      cast.good(by, "'type':'admin','line':'" + line + "'");
    }
  }

  /** In the chat, without a command; and nobody but operators reads of it. */
  @Test
  void whatModeratorsDoIsWrittenDownAndReadByOperatorsAlone() throws Exception {
    try (Cast cast = new Cast(folder)) {
      for (String name : List.of("ann", "ben", "cat")) {
        cast.account(name);
      }
      cast.good(List.of("ann", "ben", "cat"), "'type':'join','room':'ops'");
      long said = cast.say("ben", "ops", "private words");
      Map<String, String> deeds = new LinkedHashMap<>();
      deeds.put("'type':'room','room':'ops','set':{'slow':1}", "made ops ");
      deeds.put("'type':'role','room':'ops','person':'cat','role':'moderator'", "made cat a mod");
      deeds.put("'type':'delete','seq':" + said, "deleted message " + said + " of ben in ops");
      deeds.put(
          "'type':'bar','room':'ops','person':'ben','bar':'mute','reason':'noise'",
          "muted ben in ops for ever: noise");
      deeds.put(
          "'type':'bar','room':'ops','person':'ben','bar':'mute','remove':true", "let ben speak");
      deeds.put("'type':'kick','room':'ops','person':'ben'", "put ben out of ops");
      deeds.put("'type':'invite','room':'ops','person':'ben'", "invited ben into ops");
      deeds.put("'type':'token','name':'ci'", "made the token ci");
      deeds.put("'type':'erase','room':'ops'", "erase what was said in ops");
      for (Map.Entry<String, String> deed : deeds.entrySet()) {
        cast.good("ann", deed.getKey());
        assertTrue(isWritten(audit(cast), "ann", deed.getValue()), deed::toString);
      }
      assertTrue(audit(cast).stream().noneMatch(d -> d.toString().contains("private words")));
      for (String who : List.of("ann", "ben")) {
        cast.refused("forbidden", who, "'type':'admin','line':'audit'");
        assertEquals(List.of(), cast.heard(who, "made the token"));
      }
    }
  }
}
