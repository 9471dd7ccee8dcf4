package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** Once, in order, with nothing missing: nonces, cursors, pages, slow readers. */
class DeliveryTest {
  @TempDir Path folder;

  private static Request.Send once(String id, String text, String nonce) {
    return new Request.Send(id, "lobby", null, text, nonce, null);
  }

  @Test
  void aNonceMakesAMessageOne() throws Exception {
    Reply.Welcome place;
    Reply.Sent first;
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.framed(server.plain())) {
      place = alice.hello("alice");
      alice.join("lobby");
      first = alice.ask(Reply.Sent.class, once("1", "hi", "n1"));
      assertNull(first.duplicate());
      Reply.Sent again = alice.ask(Reply.Sent.class, once("2", "hi", "n1"));
      assertEquals(true, again.duplicate());
      assertEquals(first.seq(), again.seq());
      assertEquals(first.at(), again.at());
      assertEquals(ErrorCode.NONCE_REUSED, alice.refused(once("3", "other", "n1")));
      // In one batch: the second must find the first, which is not on disk yet.
      alice.send(once("4", "twice", "n2"));
      alice.send(once("5", "twice", "n2"));
      Reply.Sent one = alice.reply(Reply.Sent.class, "4");
      assertEquals(one.seq(), alice.reply(Reply.Sent.class, "5").seq());
      assertEquals(List.of("hi", "twice"), texts(history(alice, null, null, null)));
    }
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.framed(server.plain());
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      alice.resume(place, null);
      Reply.Sent again = alice.ask(Reply.Sent.class, once("1", "hi", "n1"));
      assertEquals(true, again.duplicate(), "a restart forgets no nonce");
      assertEquals(first.seq(), again.seq());
      assertNull(bob.ask(Reply.Sent.class, once("1", "hi", "n1")).duplicate(), "bob's own nonce");
    }
  }

  private static Reply.History history(Client client, Long before, Long after, Integer limit)
      throws IOException {
    return client.ask(
        Reply.History.class, new Request.History(client.id(), "lobby", null, before, after, limit));
  }

  private static List<String> texts(Reply.History history) {
    return history.messages().stream().map(Event.Message::text).toList();
  }

  @Test
  void whatWasMissedComesInOneOrderAndThenTheLiveStream() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      Client away = Client.framed(server.plain());
      Reply.Welcome place = away.hello("bob");
      long since = away.join("lobby").seq();
      away.join("garden");
      away.reset();
      server.awaitConnections(1);
      alice.join("garden");
      List<String> said = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        String text = "missed " + i;
        switch (i % 3) {
          case 0 -> alice.say("lobby", text);
          case 1 -> alice.say("garden", text);
          default ->
              alice.ask(
                  Reply.Sent.class, new Request.Send(alice.id(), null, "bob", text, null, null));
        }
        said.add(text);
      }
      try (Client back = Client.framed(server.plain())) {
        back.resume(place, since);
        said.addAll(List.of("live 0", "live 1"));
        alice.say("lobby", "live 0");
        alice.say("garden", "live 1");
        back.event(Event.Message.class, m -> m.text().equals("live 1"));
        List<Event.Message> seen = messages(back);
        assertEquals(said, seen.stream().map(Event.Message::text).toList());
        assertRising(back);
      }
    }
  }

  private static List<Event.Message> messages(Client client) {
    return client.events.stream()
        .flatMap(e -> e instanceof Event.Message m ? Stream.of(m) : Stream.empty())
        .toList();
  }

  private static void assertRising(Client client) {
    long last = 0;
    for (Event event : client.events) {
      if (event instanceof Event.Logged logged) {
        assertTrue(logged.seq() > last, () -> "out of order: " + event);
        last = logged.seq();
      }
    }
  }

  @Test
  void whereMoreIsOwedThanIsReplayedAGapIsTold() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.replay=10");
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      Client away = Client.framed(server.plain());
      Reply.Welcome place = away.hello("bob");
      long since = away.join("lobby").seq();
      away.reset();
      server.awaitConnections(1);
      for (int i = 0; i < 25; i++) {
        alice.say("lobby", "m" + i);
      }
      try (Client back = Client.framed(server.plain())) {
        back.resume(place, since);
        back.event(Event.Message.class, m -> m.text().equals("m24"));
        Event.Gap gap = (Event.Gap) back.events.getFirst();
        assertEquals(since, gap.after());
        List<String> replayed = messages(back).stream().map(Event.Message::text).toList();
        assertEquals(IntStream.range(15, 25).mapToObj(i -> "m" + i).toList(), replayed);
        assertEquals(gap.before(), messages(back).getFirst().seq());
        Reply.History older = history(back, gap.before(), null, null);
        assertEquals(IntStream.range(0, 15).mapToObj(i -> "m" + i).toList(), texts(older));
      }
    }
  }

  @Test
  void anotherLogsCursorIsVoid() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      Client away = Client.framed(server.plain());
      Reply.Welcome place = away.hello("bob");
      away.join("lobby");
      away.reset();
      server.awaitConnections(1);
      alice.say("lobby", "missed");
      try (Client back = Client.framed(server.plain())) {
        back.ask(
            Reply.Welcome.class,
            new Request.Hello("h", "bob", null, null, place.session(), 0L, "anotherlog"));
        alice.say("lobby", "live");
        assertEquals("live", back.event(Event.Message.class).text());
      }
    }
  }

  @Test
  void historyIsReadInPagesFromBothEnds() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      List<Long> seqs = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        seqs.add(alice.say("lobby", "m" + i).seq());
      }
      Reply.History newest = history(alice, null, null, 10);
      assertEquals(seqs.subList(15, 25), seqs(newest));
      assertTrue(newest.more());
      Reply.History before = history(alice, seqs.get(15), null, 15);
      assertEquals(seqs.subList(0, 15), seqs(before));
      assertFalse(before.more());
      Reply.History after = history(alice, null, seqs.get(4), 10);
      assertEquals(seqs.subList(5, 15), seqs(after));
      assertTrue(after.more());
      try (Client stranger = Client.framed(server.plain())) {
        stranger.hello("stranger");
        assertEquals(
            ErrorCode.NOT_A_MEMBER,
            stranger.refused(new Request.History("h", "lobby", null, null, null, null)));
      }
    }
  }

  private static List<Long> seqs(Reply.History history) {
    return history.messages().stream().map(Event.Message::seq).toList();
  }

  @Test
  void historyOfLongMessagesIsCutToFitAFrame() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      List<Long> said = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        said.add(alice.say("lobby", "x".repeat(16_000)).seq());
      }
      List<Long> read = new ArrayList<>();
      Reply.History page = history(alice, null, 0L, 500);
      while (true) {
        assertTrue(parley.protocol.Json.bytes(page).length <= Limits.FRAME_BYTES);
        assertFalse(page.messages().isEmpty());
        read.addAll(seqs(page));
        if (!page.more()) {
          break;
        }
        page = history(alice, null, read.getLast(), 500);
      }
      assertEquals(said, read);
    }
  }

  @Test
  void repliesThatNobodyReadsAreBounded() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Socket narrow = new Socket()) {
      narrow.setReceiveBufferSize(4_096);
      narrow.connect(server.plain());
      Client greedy = new Client(narrow, Mode.FRAMED);
      greedy.hello("greedy");
      // Replies of 40 KB each that nobody reads, asked for without end: what the server holds for
      // it must stay bounded, so that sending blocks in the end.
      String big = "x".repeat(40_000);
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 2_000; i++) {
                        greedy.send(new Request.Ping("p" + i, big));
                      }
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      AtomicLong before = new AtomicLong(-1);
      await()
          .during(Duration.ofMillis(700))
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                long now = server.figure("traffic", "framesIn");
                return before.getAndSet(now) == now;
              });
      assertTrue(server.figure("outboxes", "largest") < 65 * 41_000);
      assertTrue(server.figure("traffic", "framesIn") < 1_000);
      for (int i = 0; i < 2_000; i++) {
        assertEquals(big, greedy.reply(Reply.Pong.class, "p" + i).data());
      }
      sender.join();
    }
  }

  @Test
  void aSlowReaderFallsBehindAndCatchesUpWithoutGapOrDouble() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.outbox-bytes=65536");
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Socket narrow = new Socket()) {
      narrow.setReceiveBufferSize(4_096);
      narrow.connect(server.plain());
      Client slow = new Client(narrow, Mode.FRAMED);
      slow.hello("slow");
      slow.join("lobby");
      String filler = "x".repeat(15_000);
      List<String> said = new ArrayList<>();
      for (int i = 0; server.figure("outboxes", "fellBehind") == 0 || i % 50 != 0; i++) {
        assertTrue(i < 5_000, "the slow reader never fell behind");
        said.add(i + filler);
        alice.say("lobby", said.getLast());
      }
      for (int i = 0; i < 20; i++) {
        said.add("more " + i);
        alice.say("lobby", said.getLast());
      }
      assertTrue(server.figure("outboxes", "largest") < 2 * 65_536, "the outbox is bounded");
      slow.event(Event.Message.class, m -> m.text().equals(said.getLast()));
      await().until(() -> server.figure("outboxes", "behind") == 0);
      said.add("live again");
      alice.say("lobby", "live again");
      slow.event(Event.Message.class, m -> m.text().equals("live again"));
      assertEquals(said, messages(slow).stream().map(Event.Message::text).toList());
      assertRising(slow);
      assertTrue(server.figure("outboxes", "caughtUp") > 0);
    }
  }

  @Test
  void nothingIsToldToThoseWhoLeft() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      alice.say("lobby", "one");
      assertNotNull(bob.event(Event.Message.class));
      bob.ask(Reply.Done.class, new Request.Leave("l", "lobby"));
      alice.say("lobby", "two");
      bob.join("lobby");
      alice.say("lobby", "three");
      assertEquals("three", bob.event(Event.Message.class, m -> !m.text().equals("one")).text());
      bob.socket.setSoTimeout(300);
      assertThrows(SocketTimeoutException.class, bob::next);
    }
  }
}
