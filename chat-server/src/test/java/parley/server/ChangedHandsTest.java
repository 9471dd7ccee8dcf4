package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.testkit.Client;

/** Who takes somebody's name gets nothing that was meant for them. */
class ChangedHandsTest {
  @TempDir Path folder;

  private static Request.Send to(String name, String id, String text) {
    return new Request.Send("s", null, name, text, null, null, null, id);
  }

  private static long say(Client by, String name, String id, String text) throws IOException {
    return by.ask(Reply.Sent.class, to(name, id, text)).seq();
  }

  private static Client come(TestServer server, String name) throws IOException {
    Client client = Client.framed(server.plain());
    client.hello(name);
    return client;
  }

  /** Ends when others see that they are gone. */
  private static void leave(Client client, String name, Client other) throws IOException {
    client.send(new Request.Bye("b"));
    client.rest();
    client.close();
    await()
        .until(() -> other.ask(Reply.class, new Request.Whois("w", name)) instanceof Reply.Refused);
  }

  /** Nothing of alice's came to somebody up to now. */
  private static void nothingCame(Client client) throws IOException {
    client.ask(Reply.Pong.class, new Request.Ping("p", "1"));
    assertTrue(
        client.events.stream()
            .noneMatch(e -> e instanceof Event.Message m && m.from().equals("alice")),
        () -> client.events.toString());
  }

  @Test
  void aNameThatChangedHandsIsRefusedUntilTheNewOneIsMeant() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = come(server, "alice")) {
      Client bob = come(server, "bob");
      say(alice, "bob", null, "hi");
      Event.Message heard = bob.event(Event.Message.class);
      Event.Message told = alice.event(Event.Message.class);
      assertEquals(heard.toId(), told.toId());
      leave(bob, "bob", alice);
      assertEquals(ErrorCode.NO_SUCH_PERSON, alice.refused(to("bob", null, "my secret")));
      assertEquals(ErrorCode.NO_SUCH_PERSON, alice.refused(to(null, told.toId(), "my secret")));
      try (Client mallory = Client.framed(server.plain())) {
        String other = mallory.hello("BOB").id();
        Reply.Refused no = alice.ask(Reply.Refused.class, to("bob", null, "my secret"));
        assertEquals(ErrorCode.NAME_CHANGED_HANDS, no.code());
        assertTrue(no.message().contains(other) && no.message().contains(told.toId()), no::message);
        assertEquals(
            ErrorCode.NAME_CHANGED_HANDS, alice.refused(to("bob", told.toId(), "my secret")));
        assertEquals(ErrorCode.NO_SUCH_PERSON, alice.refused(to(null, told.toId(), "my secret")));
        nothingCame(mallory);
        say(alice, "bob", other, "who are you?");
        assertEquals("who are you?", mallory.event(Event.Message.class).text());
        say(alice, "bob", null, "I see");
        assertEquals("I see", mallory.event(Event.Message.class).text());
      }
    }
  }

  @Test
  void anAnswerGoesToWhoWroteAndAWordMakesNobodyKnown() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = come(server, "alice")) {
      Client bob = come(server, "bob");
      say(bob, "alice", null, "what is the code?");
      String first = alice.event(Event.Message.class).fromId();
      leave(bob, "bob", alice);
      try (Client mallory = come(server, "bob")) {
        say(mallory, "alice", null, "well?");
        String second = alice.event(Event.Message.class).fromId();
        assertNotEquals(first, second);
        assertEquals(ErrorCode.NAME_CHANGED_HANDS, alice.refused(to("bob", null, "it is 1234")));
        nothingCame(mallory);
      }
    }
  }

  @Test
  void whoTakesAnotherNameIsStillReachedById() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = come(server, "alice");
        Client bob = Client.framed(server.plain())) {
      String id = bob.hello("bob").id();
      say(alice, "bob", null, "hi");
      bob.ask(Reply.Named.class, new Request.Nick("n", "robert"));
      try (Client mallory = come(server, "bob")) {
        Reply.Refused no = alice.ask(Reply.Refused.class, to("bob", null, "my secret"));
        assertEquals(ErrorCode.NAME_CHANGED_HANDS, no.code());
        assertTrue(no.message().contains("robert"), no::message);
        say(alice, "bob", id, "my secret");
        Event.Message message = bob.event(Event.Message.class, m -> m.text().equals("my secret"));
        assertEquals("robert", message.to());
        nothingCame(mallory);
      }
    }
  }

  @Test
  void itIsKnownAfterARestartAndManyStrangersForgetNobody() throws Exception {
    Reply.Welcome place;
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.framed(server.plain())) {
      place = alice.hello("alice");
      try (Client bob = come(server, "bob")) {
        say(alice, "bob", null, "hi");
        leave(bob, "bob", alice);
      }
      try (Client flood = come(server, "flood")) {
        for (int i = 0; i < 250; i++) {
          flood.ask(Reply.Named.class, new Request.Nick("n", "flood" + i));
          say(flood, "alice", null, "spam");
        }
      }
    }
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.framed(server.plain());
        Client mallory = come(server, "bob")) {
      alice.resume(place, null);
      assertEquals(ErrorCode.NAME_CHANGED_HANDS, alice.refused(to("bob", null, "my secret")));
      nothingCame(mallory);
    }
  }

  @Test
  void aFileOnItsWayGoesToNobodyElse() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = come(server, "alice")) {
      SentFile file = SentFile.random("key.txt", 1_000, 1);
      Request.Upload upload =
          new Request.Upload("u", null, "bob", "key.txt", 1_000L, file.sha256(), null, null);
      Client bob = come(server, "bob");
      String ticket = alice.ask(Reply.Ticket.class, upload).ticket();
      leave(bob, "bob", alice);
      try (Client mallory = come(server, "bob");
          Carrier up = Carrier.with(server.plain(), ticket)) {
        assertTrue(
            List.of("name-changed-hands", "no-such-person").contains(up.refused()), "it is bob's");
        nothingCame(mallory);
      }
    }
  }

  @Test
  void theTalkWithOneWhoLeftIsReadById() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = come(server, "alice");
        Client bob = Client.framed(server.plain())) {
      String id = bob.hello("bob").id();
      say(alice, null, id, "hi");
      alice.ask(Reply.Done.class, new Request.Read("r", null, null, 1L, id));
      leave(bob, "bob", alice);
      try (Client mallory = come(server, "bob")) {
        say(mallory, "alice", null, "boo");
        Reply.History before =
            alice.ask(
                Reply.History.class, new Request.History("h", null, null, null, null, null, id));
        assertEquals(List.of("hi"), before.messages().stream().map(Event.Message::text).toList());
        Reply.History his =
            mallory.ask(
                Reply.History.class, new Request.History("h", null, null, null, null, null, id));
        assertEquals(List.of(), his.messages(), "it is not his talk");
      }
    }
  }

  @Test
  void theTextModeSaysSoAndTakesAnId() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client eve = come(server, "eve");
        Typist alice = Typist.at(server.plain())) {
      alice.type("alice");
      alice.await("-- you are in lobby");
      Client bob = come(server, "bob");
      alice.type("/msg bob hi");
      bob.event(Event.Message.class);
      leave(bob, "bob", eve);
      try (Client mallory = Client.framed(server.plain())) {
        String id = mallory.hello("bob").id();
        alice.type("/msg bob my secret");
        alice.await("! bob is somebody else now (" + id + ")");
        alice.type("/msg bob:" + id + " hello");
        ServerMessage first = mallory.event(Event.Message.class);
        assertEquals("hello", ((Event.Message) first).text());
      }
    }
  }
}
