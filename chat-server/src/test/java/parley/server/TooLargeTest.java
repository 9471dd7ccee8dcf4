package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.log.Log;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.testkit.Client;

/** Messages that no frame holds, as logs have them that an earlier version imported. */
class TooLargeTest {
  @TempDir Path temp;

  private void fill() throws Exception {
    List<Change.Lasting> changes = new ArrayList<>();
    changes.add(new Change.Came("g1", "old", "hash"));
    changes.add(new Change.Joined("lobby", "g1", "old"));
    for (int i = 0; i < 5; i++) {
      String text = (i % 2 == 0 ? "word" + i : "word" + i + " " + "x".repeat(1 << 20));
      changes.add(
          new Change.Said(
              new Addressee.Room("lobby"), new Author("g1", "old"), Content.of(text), null));
    }
    List<Entry> entries = new ArrayList<>();
    changes.forEach(change -> entries.add(new Entry(entries.size() + 1, 1_000, change)));
    try (Log log = Log.open(temp.resolve("data"), 0)) {
      log.append(entries);
    }
  }

  private static List<Long> readAll(Client client, boolean forward) throws Exception {
    List<Long> seqs = new ArrayList<>();
    boolean more = true;
    for (int pages = 0; more && pages < 20; pages++) {
      Long from = seqs.isEmpty() ? (forward ? 0L : null) : seqs.getLast();
      Reply.History page =
          client.ask(
              Reply.History.class,
              new Request.History(
                  "h" + pages, "lobby", null, forward ? null : from, forward ? from : null, 50));
      assertTrue(!page.more() || !page.messages().isEmpty(), "it gets on");
      List<Event.Message> messages = page.messages();
      (forward ? messages : messages.reversed()).forEach(message -> seqs.add(message.seq()));
      more = page.more();
    }
    return seqs;
  }

  @Test
  void whoReadsGetsPastThem() throws Exception {
    fill();
    try (TestServer server = TestServer.in(temp);
        Client ann = Client.in(server.plain(), "ann", "lobby")) {
      assertEquals(List.of(3L, 4L, 5L, 6L, 7L), readAll(ann, true));
      assertEquals(List.of(7L, 6L, 5L, 4L, 3L), readAll(ann, false));
      Reply.History one =
          ann.ask(Reply.History.class, new Request.History("one", "lobby", null, null, 3L, 1));
      assertEquals(4, one.messages().getFirst().seq());
      assertTrue(one.messages().getFirst().text().contains("too large"));
    }
  }
}
