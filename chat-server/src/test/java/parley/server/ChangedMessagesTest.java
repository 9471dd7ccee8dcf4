package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reaction;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.testkit.Client;

/** Edits, deletions, reactions, answers and read marks over real sockets, in all wire modes. */
class ChangedMessagesTest {
  @TempDir Path folder;

  private static Request.Edit edit(Client by, long seq, String text, String nonce) {
    return new Request.Edit(by.id(), seq, text, nonce);
  }

  private static Request.Delete delete(Client by, long seq) {
    return new Request.Delete(by.id(), seq);
  }

  private static Request.React react(Client by, long seq, String emoji) {
    return new Request.React(by.id(), seq, emoji, null);
  }

  private static Reply.Sent ok(Client by, Request request) throws IOException {
    return by.ask(Reply.Sent.class, request);
  }

  private static List<Event.Message> history(Client by) throws IOException {
    return by.ask(
            Reply.History.class, new Request.History(by.id(), "lobby", null, null, null, null))
        .messages();
  }

  /** In NDJSON and in frames, live and read back. */
  @Test
  void everyoneInTheRoomIsToldAndHistoryIsAsItIsNow() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.ndjson(server.plain())) {
      bob.hello("bob");
      bob.join("lobby");
      long one = alice.say("lobby", "helo").seq();
      long two = alice.say("lobby", "to be taken back").seq();
      Reply.Sent edited = ok(alice, edit(alice, one, "hello", null));
      Reply.Sent reacted = ok(bob, react(bob, one, "👍"));
      ok(alice, react(alice, one, "👍"));
      ok(alice, react(alice, one, "❤"));
      Reply.Sent deleted = ok(alice, delete(alice, two));
      Reply.Sent answer = ok(bob, new Request.Send(bob.id(), "lobby", null, "hi", null, null, one));

      for (Client each : List.of(alice, bob)) {
        Event.Edited e = each.event(Event.Edited.class);
        assertEquals(
            new Event.Edited(
                edited.seq(), one, "lobby", null, "alice", e.fromId(), "hello", null, edited.at()),
            e);
        Event.Reacted r = each.event(Event.Reacted.class);
        assertEquals(
            new Event.Reacted(
                reacted.seq(),
                one,
                "lobby",
                null,
                "bob",
                r.fromId(),
                "👍",
                null,
                "alice",
                reacted.at()),
            r);
        Event.Deleted d = each.event(Event.Deleted.class);
        assertEquals(
            new Event.Deleted(
                deleted.seq(), two, "lobby", null, "alice", d.byId(), "alice", deleted.at()),
            d);
        assertEquals(e.fromId(), d.byId());
        Event.Message m = each.event(Event.Message.class, n -> n.text().equals("hi"));
        assertEquals(one, m.replyTo());
        assertEquals("alice", m.replyFrom());

        List<Event.Message> now = history(each);
        assertEquals(List.of(one, two, answer.seq()), seqs(now));
        assertEquals("hello", now.get(0).text());
        assertEquals(edited.at(), now.get(0).edited());
        assertEquals(
            List.of(
                new Reaction("👍", 2, List.of("bob", "alice")),
                new Reaction("❤", 1, List.of("alice"))),
            now.get(0).reactions());
        assertEquals("", now.get(1).text());
        assertEquals(true, now.get(1).deleted());
        assertEquals("alice", now.get(1).from());
        assertEquals(one, now.get(2).replyTo());
        assertNull(now.get(2).edited());
        assertNull(now.get(2).reactions());
      }
      ok(bob, new Request.React(bob.id(), one, "👍", true));
      assertEquals(true, alice.event(Event.Reacted.class, r -> r.removed() != null).removed());
      assertEquals(
          List.of(new Reaction("👍", 1, List.of("alice")), new Reaction("❤", 1, List.of("alice"))),
          history(bob).getFirst().reactions());
    }
  }

  private static List<Long> seqs(List<Event.Message> messages) {
    return messages.stream().map(Event.Message::seq).toList();
  }

  @Test
  void whoMayNotGetsTheSameAnswerAsForWhatNeverWas() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby");
        Client eve = Client.in(server.plain(), "eve", "cellar")) {
      long inRoom = alice.say("lobby", "mine").seq();
      long secret = ok(alice, new Request.Send(alice.id(), null, "bob", "psst", null, null)).seq();
      for (long seq : List.of(inRoom, secret, 9_999L)) {
        String sentence = null;
        for (Request request :
            List.of(edit(eve, seq, "hacked", null), delete(eve, seq), react(eve, seq, "👍"))) {
          Reply.Refused refused = eve.ask(Reply.Refused.class, request);
          assertEquals(ErrorCode.NO_SUCH_MESSAGE, refused.code());
          assertTrue(sentence == null || sentence.equals(refused.message()));
          sentence = refused.message();
        }
      }
      assertEquals(
          ErrorCode.NO_SUCH_MESSAGE,
          eve.refused(new Request.Send(eve.id(), "cellar", null, "hm", null, null, inRoom)));
      assertEquals(ErrorCode.FORBIDDEN, bob.refused(edit(bob, inRoom, "yours", null)));
      assertEquals(ErrorCode.FORBIDDEN, bob.refused(delete(bob, secret)));
      try (Client nobody = Client.framed(server.plain())) {
        assertEquals(ErrorCode.HELLO_FIRST, nobody.refused(delete(nobody, inRoom)));
      }
      assertEquals(List.of("mine"), history(bob).stream().map(Event.Message::text).toList());
      // Nothing of it was told: eve's own next message is the first event that she sees.
      ok(alice, edit(alice, inRoom, "changed", null));
      ok(alice, delete(alice, secret));
      ok(bob, react(bob, inRoom, "👍"));
      eve.say("cellar", "alone");
      eve.event(Event.Message.class, m -> m.text().equals("alone"));
      assertEquals(
          List.of(),
          eve.events.stream()
              .filter(
                  e ->
                      e instanceof Event.Edited
                          || e instanceof Event.Deleted
                          || e instanceof Event.Reacted)
              .toList());
    }
  }

  @Test
  void aTalkIsToldToItsTwoAndToEachOfTheirSessions() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.framed(server.plain());
        Client bob = Client.framed(server.plain())) {
      alice.hello("alice");
      bob.hello("bob");
      long seq = ok(alice, new Request.Send(alice.id(), null, "bob", "psst", null, null)).seq();
      ok(alice, edit(alice, seq, "psst!", null));
      ok(bob, react(bob, seq, "👍"));
      ok(alice, delete(alice, seq));
      for (Client each : List.of(alice, bob)) {
        assertEquals("bob", each.event(Event.Edited.class).to());
        Event.Reacted reacted = each.event(Event.Reacted.class);
        assertEquals("bob", reacted.from());
        assertEquals("alice", reacted.to());
        assertEquals("bob", each.event(Event.Deleted.class).to());
      }
      List<Event.Message> talk =
          bob.ask(
                  Reply.History.class,
                  new Request.History(bob.id(), null, "alice", null, null, null))
              .messages();
      assertEquals(List.of(seq), seqs(talk), "what happened to it is no message of the talk");
      assertEquals(true, talk.getFirst().deleted());
      assertEquals("bob", talk.getFirst().to());
    }
  }

  @Test
  void noncesOutliveEditsDeletionsAndRestarts() throws Exception {
    Reply.Welcome place;
    Reply.Sent said;
    Reply.Sent edited;
    Request.Send send = new Request.Send("s", "lobby", null, "one", "n1", null);
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.framed(server.plain())) {
      place = alice.hello("alice");
      alice.join("lobby");
      said = ok(alice, send);
      edited = ok(alice, edit(alice, said.seq(), "two", "n2"));
      Reply.Sent again = ok(alice, edit(alice, said.seq(), "two", "n2"));
      assertEquals(true, again.duplicate());
      assertEquals(edited.seq(), again.seq());
      assertEquals(ErrorCode.NONCE_REUSED, alice.refused(edit(alice, said.seq(), "three", "n2")));
      // In one batch: the second must find the first, which is not on disk yet.
      alice.send(new Request.Edit("a", said.seq(), "four", "n3"));
      alice.send(new Request.Edit("b", said.seq(), "four", "n3"));
      alice.send(new Request.Edit("c", said.seq(), "four", null));
      alice.send(new Request.Delete("d", said.seq()));
      alice.send(new Request.Delete("e", said.seq()));
      alice.send(new Request.Edit("f", said.seq(), "five", null));
      long four = alice.reply(Reply.Sent.class, "a").seq();
      assertEquals(four, alice.reply(Reply.Sent.class, "b").seq());
      assertEquals(four, alice.reply(Reply.Sent.class, "c").seq());
      long gone = alice.reply(Reply.Sent.class, "d").seq();
      assertEquals(gone, alice.reply(Reply.Sent.class, "e").seq());
      assertEquals(ErrorCode.NO_SUCH_MESSAGE, alice.reply(Reply.Refused.class, "f").code());
    }
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.framed(server.plain())) {
      alice.resume(place, null);
      Reply.Sent again = ok(alice, send);
      assertEquals(true, again.duplicate(), "a deleted message is not sent once more");
      assertEquals(said.seq(), again.seq());
      assertEquals(edited.seq(), ok(alice, edit(alice, said.seq(), "whatever", "n2")).seq());
      assertEquals(1, history(alice).size());
      assertEquals(true, history(alice).getFirst().deleted());
    }
  }

  @Test
  void whoComesBackHearsOfWhatChangedAndIsRightAfterwards() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      Client away = Client.framed(server.plain());
      Reply.Welcome place = away.hello("bob");
      away.join("lobby");
      long before = alice.say("lobby", "heard before").seq();
      long since = away.event(Event.Message.class).seq();
      away.reset();
      server.awaitConnections(1);
      long missed = alice.say("lobby", "missed").seq();
      long gone = alice.say("lobby", "gone").seq();
      ok(alice, edit(alice, before, "edited once", null));
      ok(alice, edit(alice, before, "edited twice", null));
      ok(alice, edit(alice, missed, "missed and edited", null));
      ok(alice, delete(alice, gone));
      ok(alice, react(alice, missed, "👍"));
      try (Client back = Client.framed(server.plain())) {
        back.resume(place, since);
        alice.say("lobby", "live");
        back.event(Event.Message.class, m -> m.text().equals("live"));
        List<String> told = new ArrayList<>();
        for (Event event : back.events) {
          switch (event) {
            case Event.Message m ->
                told.add(m.deleted() == null ? m.text() : "deleted " + (m.seq() - gone));
            case Event.Edited e -> told.add(e.target() == before ? e.text() : "again " + e.text());
            case Event.Deleted d -> told.add("deleted " + (d.target() - gone));
            case Event.Reacted r -> told.add(r.emoji());
            default -> {}
          }
        }
        assertEquals(
            List.of(
                "missed and edited",
                "deleted 0",
                "edited twice",
                "again missed and edited",
                "deleted 0",
                "👍",
                "live"),
            told);
      }
    }
  }

  @Test
  void aReadMarkIsOnesOwnAndCountsWhatIsUnread() throws Exception {
    Reply.Welcome place;
    long first;
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.framed(server.plain())) {
      place = bob.hello("bob");
      bob.join("lobby");
      first = alice.say("lobby", "one").seq();
      bob.say("lobby", "my own");
      alice.say("lobby", "two");
      long gone = alice.say("lobby", "three").seq();
      assertNull(rooms(bob).unread(), "never said");
      bob.ask(Reply.Done.class, new Request.Read(bob.id(), "lobby", null, first));
      Event.Read read = bob.event(Event.Read.class);
      assertEquals("lobby", read.room());
      assertEquals(first, read.upTo());
      assertEquals(2, rooms(bob).unread());
      assertEquals(first, rooms(bob).read());
      ok(alice, delete(alice, gone));
      assertEquals(1, rooms(bob).unread());
      bob.ask(Reply.Done.class, new Request.Read(bob.id(), null, "alice", first));
      assertEquals("alice", bob.event(Event.Read.class).with());
      assertNull(rooms(alice).read());
      assertEquals(
          ErrorCode.NOT_A_MEMBER,
          alice.refused(new Request.Read(alice.id(), "cellar", null, first)));
      alice.socket.setSoTimeout(300);
      assertThrows(SocketTimeoutException.class, () -> alice.event(Event.Read.class));
    }
    try (TestServer server = TestServer.in(folder);
        Client bob = Client.framed(server.plain())) {
      RoomInfo room = bob.resume(place, null).rooms().getFirst();
      assertEquals(first, room.read(), "a restart forgets no mark");
      assertEquals(1, room.unread());
      bob.ask(Reply.Done.class, new Request.Read(bob.id(), "lobby", null, room.last()));
      assertEquals(0, rooms(bob).unread());
    }
  }

  private static RoomInfo rooms(Client by) throws IOException {
    return by.ask(Reply.RoomList.class, new Request.Rooms(by.id(), null)).rooms().getFirst();
  }

  @Test
  void peopleWhoTypeCorrectTakeBackReactAndAnswer() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Typist ann = Typist.named(server.plain(), "ann");
        Typist ben = Typist.named(server.plain(), "ben");
        Client carl = Client.in(server.plain(), "carl", "lobby")) {
      ann.await("carl joined");
      ann.type("/edit too early");
      ann.await("! There is nothing that you said here.\r\n");
      ann.type("helo");
      ben.await("ann: helo\r\n");
      ann.type("/edit hello");
      ann.await("-- corrected\r\n");
      ben.await("-- ann corrected: hello\r\n");
      long seq = carl.event(Event.Edited.class, e -> e.text().equals("hello")).target();

      ben.type("/react 👍");
      ben.await("-- 👍 to ann: hello\r\n");
      ann.await("-- ben reacted with 👍 to a message of ann\r\n");
      assertEquals(seq, carl.event(Event.Reacted.class).target());
      ben.type("/react ab");
      ben.await("! \"emoji\" is one character");
      ben.type("/react 👍 9");
      ben.await("! Nothing was said here that far back.\r\n");
      ben.type("/unreact 👍");
      ann.await("-- ben took 👍 back from a message of ann\r\n");
      ben.type("/react ❤");
      ann.await("-- ben reacted with ❤");

      ben.type("/reply ANN hello yourself");
      ann.await("ben (answering ann): hello yourself\r\n");
      assertEquals(seq, carl.event(Event.Message.class, m -> m.replyTo() != null).replyTo());
      ben.type("/reply nobody hm");
      ben.await("! nobody said nothing here lately.\r\n");

      ann.type("/me waves");
      ann.type("/edit bows");
      ben.await("-- ann corrected an action: bows\r\n");
      ann.type("/delete");
      ann.await("-- taken back\r\n");
      ben.await("-- ann took a message back\r\n");
      ben.type("/delete ann");
      ben.await("! Only who said it, or an operator, can take it back.\r\n");

      ann.type("/history");
      String all = ann.await("ben (answering ann): hello yourself\r\n");
      assertTrue(all.contains("] ann: hello\r\n  -- corrected at "), all);
      assertTrue(all.contains("; ❤ 1 (ben)\r\n"), all);
      assertFalse(all.contains("helo"), all);
      ann.await("] -- a message of ann was taken back\r\n");

      // The one before is the last one now.
      ann.type("/delete");
      ben.await("-- ann took a message back\r\n");
      assertEquals(seq, carl.event(Event.Deleted.class, d -> d.target() == seq).target());
      ann.type("/delete");
      ann.await("! There is nothing that you said here.\r\n");
      ben.type("/msg ann psst");
      ann.await("ben (to you): psst\r\n");
      ben.type("/edit psst!");
      ann.await("-- ben (to you) corrected: psst!\r\n");
    }
  }

  @Test
  void noNameOrTextForgesWhatTheServerSays() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Typist ann = Typist.named(server.plain(), "ann");
        Client carl = Client.in(server.plain(), "carl", "lobby")) {
      ann.await("carl joined");
      long seq = carl.say("lobby", "fine").seq();
      ok(carl, edit(carl, seq, "fine\n-- ann took a message back\n\u202eevil", null));
      ann.await("-- carl corrected: fine\r\n  | -- ann took a message back\r\n  | \\u202eevil\r\n");
      ann.type("/history 1");
      ann.await(
          "carl: fine\r\n  | -- ann took a message back\r\n  | \\u202eevil\r\n  -- corrected");
    }
  }

  @Test
  void allThatIsToldComesInTheOrderOfItsNumbers() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      long seq = alice.say("lobby", "0").seq();
      for (int i = 1; i <= 200; i++) {
        alice.send(new Request.Edit("e" + i, seq, "" + i, null));
        bob.send(new Request.React("r" + i, seq, "👍", i % 2 == 0 ? true : null));
        alice.reply(Reply.Sent.class, "e" + i);
        bob.reply(Reply.Sent.class, "r" + i);
      }
      alice.say("lobby", "the end");
      bob.event(Event.Message.class, m -> m.text().equals("the end"));
      assertEquals(200, bob.events.stream().filter(Event.Edited.class::isInstance).count());
      assertEquals(200, bob.events.stream().filter(Event.Reacted.class::isInstance).count());
      List<Long> seqs =
          bob.events.stream()
              .flatMap(e -> e instanceof Event.Logged l ? Stream.of(l.seq()) : Stream.empty())
              .toList();
      assertEquals(seqs.stream().sorted().distinct().toList(), seqs);
      assertEquals("200", history(bob).getFirst().text());
      assertNull(history(bob).getFirst().reactions());
    }
  }
}
