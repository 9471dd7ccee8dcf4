package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.logfile.Chain;
import parley.server.logfile.EventRow;
import parley.server.state.Change;
import parley.server.state.Entry;

/** What is remembered of the newest events. */
class RecentEventsTest {
  private final RecentEvents recent = new RecentEvents(10, 20_000);
  private final Chain chain = new Chain();
  private long seq = 10;

  @Test
  void onlyWhatIsAllThereIsGiven() {
    assertEquals(0, recent.after(10, 10, 100).length);
    say(5, "hello");
    assertEquals(5, recent.after(10, 15, 100).length);
    assertEquals(2, recent.after(10, 15, 2).length);
    assertEquals(11, recent.after(10, 15, 2)[0].entry().seq());
    assertEquals(1, recent.after(14, 15, 100).length);
    assertEquals(0, recent.after(9, 15, 100).length, "one from before");
    assertEquals(0, recent.after(10, 16, 100).length, "one that is not there yet");
  }

  @Test
  void itIsBoundedInBytes() {
    say(10_000, "x".repeat(100));
    int kept = 0;
    while (recent.after(seq - kept - 1, seq, 1).length > 0) {
      kept++;
    }
    assertTrue(kept > 10 && kept < 60, () -> "" + seq);
    say(1, "x".repeat(30_000));
    assertEquals(0, recent.after(seq - 1, seq, 1).length, "one that is too long is not kept");
    say(2, "short");
    assertEquals(2, recent.after(seq - 2, seq, 2).length);
  }

  @Test
  void whatWasChangedSinceIsAskedOfTheFile() {
    say(3, "hello");
    add(edit(11));
    add(new Change.Deleted(12, new Addressee.Room("lobby"), new Author("g1", "a"), null));
    RecentEvents.Kept[] run = recent.after(10, 15, 100);
    assertNull(run[0].entry(), "edited");
    assertNull(run[1].entry(), "deleted");
    assertNotNull(run[2].entry());
    assertNull(run[3].entry(), "an edit, which another may follow");
    assertNotNull(run[4].entry());
    assertEquals("lobby", run[0].room(), "whose it is remains");
  }

  @Test
  void nothingRemainsFromBeforeRetention() {
    say(3, "hello");
    add(new Change.Dropped(null, List.of(), 12));
    assertEquals(0, recent.after(10, seq, 100).length);
    say(2, "hello");
    assertEquals(2, recent.after(seq - 2, seq, 100).length);
  }

  private static Change.Edited edit(long target) {
    return new Change.Edited(
        target,
        new Change.Said(
            new Addressee.Room("lobby"), new Author("g1", "a"), Content.of("bye"), null));
  }

  private void say(int count, String text) {
    for (int i = 0; i < count; i++) {
      add(
          new Change.Said(
              new Addressee.Room("lobby"), new Author("g1", "a"), Content.of(text), null));
    }
  }

  private void add(Change.Lasting change) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(++seq, seq, change));
    recent.add(entries, List.of(EventRow.of(entries.getFirst(), new byte[16], chain)));
  }
}
