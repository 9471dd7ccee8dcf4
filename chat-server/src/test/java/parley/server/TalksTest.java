package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.TalkInfo;
import parley.testkit.Client;

/** With whom one talks, over real sockets. */
@Timeout(120)
class TalksTest {
  @TempDir Path folder;

  private static List<TalkInfo> talks(Client client) throws IOException {
    return client.ask(Reply.TalkList.class, new Request.Talks("t", null)).talks();
  }

  private static List<String> with(Client client) throws IOException {
    return talks(client).stream().map(TalkInfo::with).toList();
  }

  private static long write(Client from, String to, String text) throws IOException {
    return from.ask(Reply.Sent.class, new Request.Send("w", null, to, text, null, null)).seq();
  }

  private static List<Integer> unread(Client client) throws IOException {
    return talks(client).stream().map(TalkInfo::unread).toList();
  }

  @Test
  void oneIsToldOnesOwnTalksNewestFirstAndNobodyElses() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.ndjson(server.plain());
        Client carol = Client.in(server.plain(), "carol", "lobby");
        Typist typist = Typist.named(server.plain(), "dave")) {
      final String bobId = bob.hello("bob").id();
      assertEquals(List.of(), talks(alice));
      assertNull(alice.ask(Reply.TalkList.class, new Request.Talks("t", null)).more());
      typist.type("/talks");
      typist.await("-- nobody has talked to you yet, nor you to them");

      alice.say("lobby", "of a room");
      write(alice, "bob", "one");
      long last = write(bob, "alice", "two");
      write(carol, "bob", "not for alice");
      assertEquals(List.of("bob"), with(alice));
      assertEquals(List.of("carol", "alice"), with(bob));
      assertEquals(List.of("bob"), with(carol));
      TalkInfo talk = talks(alice).getFirst();
      assertEquals(bobId, talk.withId());
      assertEquals(last, talk.last());
      assertEquals(
          bob.ask(Reply.History.class, new Request.History("h", null, "alice", null, null, null))
              .messages()
              .getLast()
              .at(),
          talk.at());

      bob.ask(Reply.Named.class, new Request.Nick("n", "robert"));
      assertEquals(List.of("robert"), with(alice), "by the name of now");
      write(carol, "dave", "psst");
      typist.await("carol (to you): psst");
      typist.type("/talks");
      String shown = typist.await(" UTC\r\n");
      assertTrue(shown.contains("-- carol (g"), shown);
      assertTrue(shown.contains(", 1 unread), 20"), shown);
      assertFalse(shown.contains("robert"), shown);
    }
  }

  @Test
  void whatIsUnreadIsRightAfterReadingAndDeleting() throws Exception {
    try (TestServer server = TestServer.in(folder, "session.grace=0s");
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      final long first = write(bob, "alice", "one");
      final long second = write(bob, "alice", "two");
      write(alice, "bob", "mine");
      assertEquals(List.of(2), unread(alice), "one's own are no news");
      assertNull(talks(alice).getFirst().read());
      alice.ask(Reply.Done.class, new Request.Read("r", null, "bob", first));
      assertEquals(List.of(1), unread(alice));
      assertEquals(first, talks(alice).getFirst().read());
      assertEquals(List.of(1), unread(bob));
      bob.ask(Reply.Sent.class, new Request.Delete("d", second));
      assertEquals(List.of(0), unread(alice));
      long third = write(bob, "alice", "three");
      assertEquals(List.of(1), unread(alice));
      bob.ask(Reply.Sent.class, new Request.Edit("e", third, "three!", null));
      assertEquals(List.of(1), unread(alice), "an edit is no other message");
      alice.ask(Reply.Done.class, new Request.Read("r", null, "bob", third));
      assertEquals(List.of(0), unread(alice));

      String bobId = talks(alice).getFirst().withId();
      bob.send(new Request.Bye("b"));
      bob.rest();
      alice.event(Event.Left.class, e -> e.name().equals("bob"));
      TalkInfo gone = talks(alice).getFirst();
      assertEquals("bob", gone.with(), "by the last known name");
      assertTrue(gone.gone());
      try (Client another = Client.in(server.plain(), "bob", "lobby")) {
        write(another, "alice", "I am new");
        assertEquals(List.of("bob", "bob"), with(alice));
        Set<String> ids = new HashSet<>(talks(alice).stream().map(TalkInfo::withId).toList());
        assertEquals(2, ids.size());
        assertTrue(ids.contains(bobId));
        assertEquals(List.of("alice"), with(another), "nothing of who had the name before");
        assertEquals(1, talks(another).size());
      }
    }
  }

  @Test
  void morePagesAreReadOn() throws Exception {
    int people = Limits.TALKS_MAX + 20;
    try (TestServer server = TestServer.in(folder, "limits.connections-per-address=0");
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      for (int i = 0; i < people; i++) {
        try (Client one = Client.in(server.plain(), "p" + i, "lobby")) {
          write(one, "alice", "hi");
        }
      }
      Reply.TalkList page = alice.ask(Reply.TalkList.class, new Request.Talks("t", null));
      assertEquals(Limits.TALKS_MAX, page.talks().size());
      assertTrue(page.more());
      Set<String> all = new HashSet<>(page.talks().stream().map(TalkInfo::withId).toList());
      // Who says something meanwhile is not told twice.
      write(alice, "p" + (people - 1), "and you?");
      page = alice.ask(Reply.TalkList.class, new Request.Talks("t", page.before()));
      assertNull(page.more());
      page.talks().forEach(talk -> assertTrue(all.add(talk.withId()), talk.with()));
      assertEquals(people, all.size());
    }
  }
}
