package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Json;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.admin.Guest;
import tools.jackson.databind.JsonNode;

/** What operators read of who did what to whom, and what they are told of who may what. */
class AuditTest {
  @TempDir Path folder;

  private static String console(TestServer server, String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  private static Guest account(TestServer server, String name) throws Exception {
    Guest guest = Guest.silent(server.plain(), "127.0.0.1");
    String told = console(server, "account add " + name);
    String secret = told.substring(told.indexOf('#') + 1);
    String invitation = secret.substring(0, secret.indexOf('.'));
    guest.ask("register", "name", name, "password", "a long password", "invitation", invitation);
    guest.ask("hello", "name", name, "password", "a long password");
    return guest;
  }

  @Test
  void everyDeedHasItsDoerAndItsReasonAndNoSecret() throws Exception {
    try (TestServer server =
            TestServer.in(folder, "accounts.password-memory=7168", "accounts.password-passes=1");
        Guest ann = account(server, "ann");
        Guest mallory = new Guest(server.plain(), "mallory")) {
      ann.ask("join", "room", "ops");
      mallory.ask("join", "room", "ops");
      ann.ask("bar", "room", "ops", "person", "mallory", "bar", "mute", "reason", "noise");
      ann.ask("kick", "room", "ops", "person", "mallory", "reason", "more noise");
      console(server, "operator ann");
      JsonNode ok =
          ann.ask("admin", "line", "ban mallory --alone --for 1d --reason \"third time\"");
      assertEquals("ok", ok.get("type").stringValue());
      String token = console(server, "operator-token");
      String line = console(server, "invite --room ops");
      String audit = console(server, "audit");
      for (String deed :
          List.of(
              "ann      muted mallory in ops for ever: noise",
              "ann      put mallory out of ops: more noise",
              "ann      ban mallory --alone --for 1d --reason \"third time\"",
              "console  operator ann",
              "console  invited somebody into ops",
              "console  operator-token")) {
        assertTrue(audit.contains(deed), deed + " in\n" + audit);
      }
      assertTrue(audit.matches("(?s).*ann +banned mallory until .*: third time.*"), audit);
      assertTrue(line.matches("(?s).*\n  bin/chat 'parley://\\S+#\\S+'"), line);
      String secret = line.substring(line.indexOf('#') + 1).split("\\.")[0];
      assertFalse(audit.contains(secret), "an invitation's secret");
      String told = token.substring(token.lastIndexOf(' ') + 1);
      assertFalse(audit.contains(told), "the operator's token");
      assertFalse(audit.contains("a long password"));
      console(server, "account reset ann");
      String number = console(server, "token add ann ci").split(" ")[1];
      console(server, "token revoke " + number);
      String named = console(server, "audit ann");
      for (String deed :
          List.of(
              "console  let ann choose a new password",
              "console  made the token ci of the account ann",
              "console  ended token " + number + " of the account ann")) {
        assertTrue(named.contains(deed), deed + " in\n" + named);
      }

      JsonNode json = Json.MAPPER.readTree(console(server, "audit mallory --json --limit 2"));
      assertEquals(2, json.size());
      assertTrue(json.get(0).get("seq").asLong() > json.get(1).get("seq").asLong());
      JsonNode whole = Json.MAPPER.readTree(console(server, "audit --json --limit 500"));
      String page = console(server, "audit --limit 2");
      String older = page.substring(page.lastIndexOf(' ') + 1);
      assertEquals(whole.get(1).get("seq").asString(), older, "where the page ends");
      JsonNode next = Json.MAPPER.readTree(console(server, "audit --json --before " + older));
      assertEquals(whole.get(2).get("seq"), next.get(0).get("seq"));
      String before = console(server, "audit");
      for (int i = 0; i < 3; i++) {
        try (Guest passer = new Guest(server.plain(), "passer")) {
          passer.ask("join", "room", "ops");
          passer.ask("bye");
        }
      }
      assertEquals(before, console(server, "audit"), "who comes and goes is no news");
      String looked = console(server, "audit");
      console(server, "who");
      assertEquals(looked, console(server, "audit"), "who only looks leaves no trace");
    }
  }

  @Test
  void whatIsExplainedIsTheRuleThatDecides() throws Exception {
    try (TestServer server =
            TestServer.in(
                folder,
                "accounts.guests=lobby",
                "accounts.password-memory=7168",
                "accounts.password-passes=1");
        Guest ann = account(server, "ann");
        Guest guest = new Guest(server.plain(), "guest")) {
      ann.ask("join", "room", "ops");
      assertTrue(console(server, "explain ann speak ops").contains("yes: Its members may."));
      assertTrue(
          console(server, "explain guest join ops")
              .contains("no: There is no room ops for people without an account."));
      console(server, "room set ops read-only on");
      assertTrue(console(server, "explain ann speak ops").contains("moderators may"));
      console(server, "mute guest --alone");
      guest.ask("join", "room", "lobby");
      String there = console(server, "explain ann ops");
      for (String line :
          List.of(
              "In ops:\n",
              "read +yes: Its members may\\. \\(members\\)",
              "rule-room +yes: .* \\(room-owners\\)",
              "On the server:\n",
              "command +no: .*\\(not-an-operator\\)")) {
        assertTrue(there.matches("(?s).*" + line + ".*"), line + " in\n" + there);
      }
      assertEquals(there, console(server, "explain ann --room ops"));
      AdminResult neither = server.server.admin().run("explain ann sing", Caller.console());
      assertEquals(
          "There is neither a right nor a room sing; explain NAME lists the rights.",
          neither.text());
      String all = console(server, "explain guest");
      assertTrue(all.endsWith("In a room: explain guest ROOM"), all);
      assertTrue(all.matches("(?s).*name +no: You may not speak\\. \\(muted\\).*"), all);
    }
  }
}
