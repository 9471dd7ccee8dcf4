package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** Who is who: names, places taken back, places lost. */
@Execution(ExecutionMode.CONCURRENT)
class PresenceTest {
  @TempDir Path folder;

  @Test
  void aNameIsTakenWhateverItsCase() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "Alice", "lobby");
        Client other = Client.framed(server.plain());
        Typist typist = Typist.at(server.plain())) {
      assertEquals(ErrorCode.NAME_TAKEN, other.refused(Request.Hello.as("1", "aLICE")));
      assertEquals("bob", other.hello("bob").name());
      typist.type("ALICE");
      typist.await("! The name ALICE is taken. Choose another.\r\nEnter your username: ");
      typist.type("carol");
      typist.await("Welcome to the chat!");
      alice.event(Event.Joined.class, joined -> joined.name().equals("carol"));
    }
  }

  @Test
  void aBrokenLineKeepsItsPlaceForTheOneWhoHasTheSession() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client witness = Client.in(server.plain(), "witness", "lobby")) {
      Client before = Client.framed(server.plain());
      Reply.Welcome place = before.hello("bob");
      before.join("lobby");
      before.reset();
      witness.event(Event.Offline.class);
      try (Client thief = Client.framed(server.plain());
          Client after = Client.framed(server.plain())) {
        assertEquals(ErrorCode.NAME_TAKEN, thief.refused(Request.Hello.as("1", "bob")));
        Request.Hello guess = new Request.Hello("2", "bob", null, null, "A".repeat(22), null, null);
        assertEquals(ErrorCode.BAD_SESSION, thief.refused(guess));
        Reply.Welcome again = after.resume(place, null);
        assertEquals(place.id(), again.id());
        assertEquals(List.of("lobby"), again.rooms().stream().map(r -> r.room()).toList());
        assertEquals("bob", witness.event(Event.Online.class).name());
        after.say("lobby", "back");
        assertEquals(place.id(), witness.event(Event.Message.class).fromId());
      }
    }
  }

  /** Nothing in text mode could take the place back, so nobody is kept from their own name. */
  @Test
  void aBrokenLineOfTextModeGivesTheNameUp() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client witness = Client.in(server.plain(), "witness", "lobby")) {
      try (Typist typist = Typist.named(server.plain(), "bob")) {
        typist.socket.setSoLinger(true, 0);
      }
      assertEquals("quit", witness.event(Event.Left.class).reason());
      Typist.named(server.plain(), "bob").close();
    }
  }

  @Test
  void soDoesAStopOfTheServer() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Typist typist = Typist.named(server.plain(), "bob")) {
      server.server.stop();
      typist.rest();
    }
    try (TestServer server = TestServer.in(folder)) {
      Typist.named(server.plain(), "bob").close();
    }
  }

  /** However often the line breaks: only who stays away is missed, and once. */
  @Test
  void whoseLineFlapsIsNobodysNews() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client witness = Client.in(server.plain(), "witness", "lobby")) {
      Client bob = Client.framed(server.plain());
      Reply.Welcome place = bob.hello("bob");
      bob.join("lobby");
      for (int i = 0; i < 20; i++) {
        bob.reset();
        server.awaitConnections(1);
        bob = Client.framed(server.plain());
        bob.resume(place, null);
      }
      bob.reset();
      witness.event(Event.Offline.class);
      assertEquals(1, seen(witness, Event.Offline.class));
      assertEquals(0, seen(witness, Event.Online.class));
      try (Client back = Client.framed(server.plain())) {
        back.resume(place, null);
        witness.event(Event.Online.class);
        assertEquals(1, seen(witness, Event.Offline.class));
      }
    }
  }

  @Test
  void whoIsAwayIsSeenSoWhereverTheyAreUntilTheySayThatTheyAreBack() throws Exception {
    try (TestServer server = TestServer.in(folder, "rooms.blocked-words=scam");
        Client witness = Client.in(server.plain(), "witness", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby");
        Typist typist = Typist.named(server.plain(), "tim")) {
      bob.ask(Reply.Done.class, new Request.Away("1", "lunch"));
      Event.Away told = witness.event(Event.Away.class);
      assertEquals("lobby bob lunch", told.room() + " " + told.name() + " " + told.away().text());
      bob.ask(Reply.Done.class, new Request.Away("2", "lunch"));
      bob.say("lobby", "still at it");
      assertEquals(told.away(), whois(witness).away(), "by no word of theirs, and since then");
      assertTrue(
          witness
              .ask(Reply.MemberList.class, new Request.Members("3", "lobby", null))
              .members()
              .stream()
              .allMatch(p -> p.name().equals("bob") == Boolean.TRUE.equals(p.away())));
      Request.Send toBob = new Request.Send("4", null, "bob", "hungry?", "n", null);
      assertEquals(told.away(), witness.ask(Reply.Sent.class, toBob).away());
      typist.type("/whois bob");
      typist.await(", online, away since ");
      typist.await(" UTC: lunch");
      typist.type("/who");
      typist.await("bob (away)");
      typist.type("/msg bob hungry?");
      typist.await("-- they are away: lunch");

      bob.join("garden");
      witness.join("garden");
      bob.ask(Reply.Done.class, new Request.Leave("5", "garden"));
      bob.join("garden");
      assertEquals(
          told.away(), witness.event(Event.Away.class, e -> e.room().equals("garden")).away());

      assertEquals(ErrorCode.BAD_TEXT, bob.refused(new Request.Away("6", "a scam")));
      bob.ask(Reply.Done.class, new Request.Away("7", null));
      assertNull(witness.event(Event.Away.class, e -> e.away() == null).away());
      assertNull(whois(witness).away());
      typist.type("/away tea");
      typist.await("-- done");
      assertEquals(
          "tea", witness.event(Event.Away.class, e -> e.name().equals("tim")).away().text());
    }
  }

  /** Presence is no history. */
  @Test
  void beingAwayEndsWithTheConnectionAndIsInNoLog() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client witness = Client.in(server.plain(), "witness", "lobby")) {
      Client bob = Client.framed(server.plain());
      Reply.Welcome place = bob.hello("bob");
      bob.join("lobby");
      long last = bob.say("lobby", "bye").seq();
      bob.ask(Reply.Done.class, new Request.Away("1", ""));
      Event.Away told = witness.event(Event.Away.class);
      bob.reset();
      try (Client back = Client.framed(server.plain())) {
        back.resume(place, null);
        assertNull(witness.event(Event.Away.class, e -> e.away() == null).away());
        assertEquals(last + 1, back.say("lobby", "hi").seq());
        assertEquals("", told.away().text());
      }
    }
  }

  private static Reply.PersonFound whois(Client client) throws IOException {
    return client.ask(Reply.PersonFound.class, new Request.Whois(client.id(), "bob"));
  }

  private static long seen(Client witness, Class<? extends Event> type) {
    return witness.events.stream().filter(type::isInstance).count();
  }

  @Test
  void whoComesBackReplacesTheirOlderConnection() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client older = Client.framed(server.plain());
        Client newer = Client.framed(server.plain())) {
      Reply.Welcome place = older.hello("bob");
      older.join("lobby");
      newer.resume(place, null);
      assertEquals("replaced", older.event(Event.Bye.class).reason());
      assertNull(older.next());
      assertTrue(newer.say("lobby", "only me").seq() > 0);
    }
  }

  @Test
  void afterTheGraceTheMembershipEndsAndTheSessionIsVoid() throws Exception {
    try (TestServer server = TestServer.in(folder, "session.grace=100ms");
        Client witness = Client.in(server.plain(), "witness", "lobby")) {
      Client lost = Client.framed(server.plain());
      Reply.Welcome place = lost.hello("bob");
      lost.join("lobby");
      lost.reset();
      assertEquals("lost", witness.event(Event.Left.class).reason());
      try (Client late = Client.framed(server.plain())) {
        assertEquals(ErrorCode.BAD_SESSION, late.refused(late.resuming(place, null)));
        assertNotEquals(place.id(), late.hello("bob").id(), "an id is never used again");
      }
    }
  }

  @Test
  void aGuestsPlaceOutlivesTheServer() throws Exception {
    Reply.Welcome place;
    try (TestServer server = TestServer.in(folder);
        Client bob = Client.framed(server.plain())) {
      place = bob.hello("bob");
      bob.join("lobby");
    }
    try (TestServer server = TestServer.in(folder);
        Client bob = Client.framed(server.plain())) {
      Reply.Welcome again = bob.resume(place, null);
      assertEquals(place.id(), again.id());
      assertEquals("lobby", again.rooms().getFirst().room());
    }
  }

  @Test
  void whatIsSaidToOnePersonIsSeenByTwo() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby");
        Client eve = Client.in(server.plain(), "eve", "lobby")) {
      alice.ask(Reply.Sent.class, new Request.Send("1", null, "BOB", "our secret", null, null));
      Event.Message heard = bob.event(Event.Message.class);
      assertEquals("our secret", heard.text());
      assertEquals("bob", heard.to());
      assertNull(heard.room());
      assertEquals(heard, alice.event(Event.Message.class), "the sender's other view");
      alice.say("lobby", "the end");
      assertEquals("the end", eve.event(Event.Message.class).text(), "eve heard nothing before");
      assertEquals(List.of(), with(eve, "alice"));
      assertEquals(List.of(), with(eve, "bob"));
      assertEquals(List.of("our secret"), with(bob, "alice"));
      assertEquals(List.of("our secret"), with(alice, "bob"));
    }
  }

  private static List<String> with(Client client, String name) throws IOException {
    Request.History request = new Request.History(client.id(), null, name, null, null, null);
    return client.ask(Reply.History.class, request).messages().stream()
        .map(Event.Message::text)
        .toList();
  }

  @Test
  void aLongRoomIsReadOnPageByPage() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.connections-per-address=0")) {
      List<Client> all = new java.util.ArrayList<>();
      try {
        for (int i = 0; i < 230; i++) {
          all.add(Client.in(server.plain(), "p%03d".formatted(i), "hall"));
        }
        Client last = all.getLast();
        Reply.MemberList first =
            last.ask(Reply.MemberList.class, new Request.Members("1", "hall", null));
        assertEquals(230, first.count());
        assertEquals(200, first.members().size());
        assertEquals(true, first.more());
        String after = first.members().getLast().name();
        Reply.MemberList second =
            last.ask(Reply.MemberList.class, new Request.Members("2", "hall", after));
        assertNull(second.more());
        assertEquals(30, second.members().size());
        assertEquals("p200", second.members().getFirst().name());
      } finally {
        for (Client client : all) {
          client.close();
        }
      }
    }
  }
}
