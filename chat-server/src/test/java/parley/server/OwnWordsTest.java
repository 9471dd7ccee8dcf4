package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** A copy of all that one said oneself, and of nothing else. */
class OwnWordsTest {
  @TempDir Path folder;

  private static Client account(TestServer server, String name) throws Exception {
    Client client = Client.in(server.plain(), name, "lobby");
    client.ask(Reply.Registered.class, new Request.Register("a", null, "correct horse", null));
    return client;
  }

  private static List<Event.Message> exported(Client who) throws Exception {
    List<Event.Message> all = new ArrayList<>();
    long after = 0;
    while (true) {
      Reply.Exported page = who.ask(Reply.Exported.class, new Request.Export(who.id(), after));
      assertTrue(Json.bytes(page).length <= 65_536, "it fits a frame");
      all.addAll(page.messages());
      if (page.upTo() >= page.last()) {
        return all;
      }
      assertTrue(page.upTo() > after, "it goes on");
      after = page.upTo();
    }
  }

  @Test
  void allThatIsOnesOwnIsInItAndNothingElse() throws Exception {
    SentFile file = new SentFile("plan.pdf", "bytes".getBytes(UTF_8));
    try (TestServer server = TestServer.in(folder, "accounts.registration=open");
        Client alice = account(server, "alice");
        Client bob = account(server, "bob")) {
      List<Long> said = new ArrayList<>();
      long others = bob.say("lobby", "bob's words").seq();
      said.add(alice.say("lobby", "first").seq());
      said.add(
          alice
              .ask(
                  Reply.Sent.class,
                  new Request.Send("r", "lobby", null, "an answer", null, null, others))
              .seq());
      said.add(
          alice
              .ask(
                  Reply.Sent.class,
                  new Request.Send("d", null, "bob", "for bob alone", null, null, null))
              .seq());
      bob.ask(
          Reply.Sent.class, new Request.Send("d", null, "alice", "bob to alice", null, null, null));
      said.add(file.sent(server, alice));
      long edited = alice.say("lobby", "a mistake").seq();
      said.add(edited);
      alice.ask(Reply.Sent.class, new Request.Edit("e", edited, "put right", null));
      long gone = alice.say("lobby", "taken back").seq();
      alice.ask(Reply.Sent.class, new Request.Delete("x", gone));
      alice.join("side");
      String big = "x".repeat(10_000);
      for (int i = 0; i < 300; i++) {
        said.add(alice.say("side", i % 10 == 0 ? big : "in a room that is left " + i).seq());
        bob.say("lobby", "bob " + i);
      }
      alice.ask(Reply.Done.class, new Request.Leave("l", "side"));
      bob.ask(Reply.Sent.class, new Request.React("c", said.getFirst(), "👍", null));

      List<Event.Message> own = exported(alice);

      assertEquals(said, own.stream().map(Event.Message::seq).toList());
      assertTrue(own.stream().allMatch(m -> m.from().equals("alice")));
      String text = Json.MAPPER.writeValueAsString(own);
      for (String held : List.of("first", "for bob alone", "put right", "plan.pdf", "an answer")) {
        assertTrue(text.contains(held), held);
      }
      assertTrue(!text.contains("bob's words") && !text.contains("bob to alice"), text);
      assertNull(own.getFirst().reactions(), "what others did");
      assertNull(own.get(1).replyFrom());
      assertEquals(others, own.get(1).replyTo());
      assertEquals(302, exported(bob).size());
      try (Client carla = Client.in(server.plain(), "carla", "lobby")) {
        assertEquals(ErrorCode.FORBIDDEN, carla.refused(new Request.Export("g", null)));
      }
      assertEquals(
          List.of(),
          alice.ask(Reply.Exported.class, new Request.Export("f", 1_000_000L)).messages());
    }
  }
}
