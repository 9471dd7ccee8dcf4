package parley.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.Snippet;
import parley.server.admin.Caller;
import parley.testkit.Client;

/** Searching as people do it: over real sockets, in their own rooms and talks and no others. */
class SearchOverWireTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private static Reply.History search(Client client, String query) throws IOException {
    return client.ask(
        Reply.History.class, new Request.Search(client.id(), query, null, null, null, null));
  }

  private static List<String> texts(Client client, String query) throws IOException {
    return search(client, query).messages().stream().map(Event.Message::text).toList();
  }

  @Test
  void oneFindsWhatOneJustSaidWithItsHitsMarked() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      alice.say("lobby", "Lunch at the 😀 Café?");
      Reply.History found = search(alice, "cafe");
      Event.Message message = found.messages().getFirst();
      assertEquals("Lunch at the 😀 Café?", message.text());
      assertEquals("lobby", message.room());
      assertEquals(
          new Snippet("Lunch at the 😀 Café?", List.of(new Snippet.Hit(15, 19))),
          message.snippet());
      assertFalse(found.more());
      assertEquals(0, server.figure("search", "lag"));
    }
  }

  @Test
  void roomsAndTalksOfOthersAreNotSearched() throws Exception {
    try (TestServer server = TestServer.in(folder, "session.grace=0s");
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby");
        Client carol = Client.in(server.plain(), "carol", "lobby")) {
      alice.join("ops");
      bob.join("ops");
      alice.say("ops", "the code is seven");
      alice.say("lobby", "what code?");
      alice.ask(
          Reply.Sent.class, new Request.Send("d", null, "bob", "my code is nine", null, null));

      List<String> all = List.of("the code is seven", "what code?", "my code is nine");
      assertEquals(all, texts(alice, "code"), "oldest first, as in history");
      assertEquals(all, texts(bob, "code"));
      assertEquals(List.of("what code?"), texts(carol, "code"));
      assertEquals(List.of(), texts(carol, "from:alice nine"));
      for (Request.Search asked :
          List.of(
              new Request.Search("n", "code", "ops", null, null, null),
              new Request.Search("n", "code room:ops", null, null, null, null),
              new Request.Search("n", "code room:nowhere", null, null, null, null))) {
        assertEquals(ErrorCode.NOT_A_MEMBER, carol.refused(asked));
      }
      assertEquals(
          List.of("the code is seven"),
          bob
              .ask(Reply.History.class, new Request.Search("n", "code", "ops", "alice", null, null))
              .messages()
              .stream()
              .map(Event.Message::text)
              .toList());

      bob.ask(Reply.Done.class, new Request.Leave("l", "ops"));
      assertEquals(List.of("what code?", "my code is nine"), texts(bob, "code"), "after leaving");
      bob.join("ops");
      assertEquals(all, texts(bob, "code"), "a member reads all of the room");
      server.server.admin().run("kick bob ops", Caller.console());
      bob.event(Event.Left.class, e -> e.name().equals("bob") && e.reason().equals("kicked"));
      assertEquals(List.of("what code?", "my code is nine"), texts(bob, "code"), "after a kick");
    }
  }

  @Test
  void pagesAreReadOnWithBefore() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      String filler = " x".repeat(Limits.TEXT_BYTES / 2 - 20);
      for (int i = 0; i < 12; i++) {
        alice.say("lobby", "number " + i + filler);
      }
      int seen = 0;
      Long before = null;
      Reply.History page;
      do {
        Request.Search next = new Request.Search("s", "number", null, null, 500, before);
        page = alice.ask(Reply.History.class, next);
        assertTrue(Json.bytes(page).length <= Limits.FRAME_BYTES, "a reply fits one frame");
        for (Event.Message message : page.messages().reversed()) {
          assertTrue(message.text().startsWith("number " + (11 - seen) + " "));
          seen++;
        }
        before = page.messages().getFirst().seq();
      } while (page.more());
      assertEquals(12, seen);
    }
  }

  @Test
  void whatCanNotBeFoundCostsNothing() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      Request.Search fine = new Request.Search("s", "x", null, null, null, null);
      String json = new String(Json.bytes(fine), UTF_8);
      for (String garbage :
          List.of(
              "\\\"*-( ".repeat(3_000),
              "a ".repeat(8_000),
              "語".repeat(5_000),
              "-".repeat(16_000))) {
        byte[] request = json.replace("\"x\"", "\"" + garbage + "\"").getBytes(UTF_8);
        alice.socket.getOutputStream().write(alice.mode.frame(request));
        ErrorCode code = alice.reply(Reply.Refused.class, "s").code();
        assertEquals(ErrorCode.BAD_TEXT, code);
      }
      assertEquals(
          ErrorCode.BAD_REQUEST,
          alice.refused(new Request.Search("m", "a ".repeat(500), null, null, null, null)));
      assertEquals(List.of(), texts(alice, "\"*\" () ^"));
    }
  }

  @Test
  void theIndexIsMadeAnewWhileTheServerServes() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      alice.say("lobby", "before the damage");
      assertEquals(List.of("before the damage"), texts(alice, "damage"));
    }
    Path file = folder.resolve("data").resolve("search.db");
    Files.write(file, "garbage".repeat(5_000).getBytes(US_ASCII));
    try (TestServer server = TestServer.in(folder);
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      bob.say("lobby", "after the damage");
      await()
          .atMost(PATIENCE)
          .until(
              () -> texts(bob, "damage").equals(List.of("before the damage", "after the damage")));
    }
    try (TestServer server = TestServer.in(folder, "search.index=off");
        Client bob = Client.in(server.plain(), "bert", "lobby")) {
      assertFalse(Files.exists(file), "an index that nobody keeps up would keep what is deleted");
      assertEquals(
          ErrorCode.FORBIDDEN,
          bob.refused(new Request.Search("s", "damage", null, null, null, null)));
    }
  }

  @Test
  void aPersonTypesIt() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Typist bob = Typist.named(server.plain(), "bob")) {
      alice.say("lobby", "the deployment\nis done");
      bob.type("/search DEPLOY*");
      bob.await("[lobby] alice: the *deployment* is done");
      bob.type("/search nobody said this");
      bob.await("-- nothing was found");
      bob.type("/search");
      bob.await("! It goes: /search WORDS");
    }
  }
}
