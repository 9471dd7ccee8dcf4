package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.NonceKey;

/** A full disk, readers beside the writer, callers that give up. */
@Timeout(120)
class LimitsTest {
  @TempDir Path temp;

  @Test
  void aBatchThatFindsTheDiskFullLeavesNothingAndTheLogGoesOn() throws Exception {
    Story story = new Story(3);
    Model model = new Model();
    try (Log log = Log.open(temp, 0)) {
      for (int round = 0; round < 3; round++) {
        story.next(200).forEach(model::add);
        log.append(story.entries.subList((int) log.last(), story.entries.size()));
        long last = log.last();
        String nonce = "big " + round;
        List<Entry> big = new ArrayList<>();
        for (int i = 1; i <= 2_000; i++) {
          Change.Said said =
              new Change.Said(
                  new Addressee.Person("x", "g1"),
                  new Author("g1", "x"),
                  Content.of("big ".repeat(300)),
                  nonce + i);
          big.add(new Entry(last + i, 1_000_000, said));
        }
        log.limitPages(200);
        RolledBackException e = assertThrows(RolledBackException.class, () -> log.append(big));
        assertTrue(e.getMessage().contains("the disk is full"), e.getMessage());
        assertEquals(last, log.last());
        assertEquals(last + 1, log.load().nextSeq());
        assertEquals(0, log.sent(List.of(new NonceKey("g1", nonce + 1))).size());
        assertThrows(RolledBackException.class, () -> log.append(big), "still full");
        log.limitPages(1 << 20);
        assertEquals(model.visible("g1", 0, last), log.visible("g1", 0, last, 1 << 30).entries());
      }
    }
    try (Log log = Log.open(temp, 0)) {
      assertEquals(600, log.last());
    }
  }

  @Test
  void readersSeeWholeBatchesWhileOthersAreWritten() throws Exception {
    Story story = new Story(4);
    Model model = new Model();
    story.next(3_000).forEach(model::add);
    AtomicBoolean written = new AtomicBoolean();
    try (Log log = Log.open(temp, 0);
        var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> reading = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String person = "g" + (1 + i % 3);
        reading.add(
            readers.submit(
                () -> {
                  while (!written.get()) {
                    long last = log.last();
                    long after = Math.max(0, last - 300);
                    Page page = log.visible(person, after, last, 1 << 20);
                    // What a later batch edits or deletes may be told as it is then.
                    assertEquals(
                        model.numbers(person, after, page.upTo()).stream()
                            .filter(seq -> !isEdit(story.entries.get((int) (seq - 1))))
                            .toList(),
                        page.entries().stream().filter(e -> !isEdit(e)).map(Entry::seq).toList());
                  }
                  return null;
                }));
      }
      for (int i = 0; i < 3_000; i += 20) {
        log.append(story.entries.subList(i, i + 20));
      }
      written.set(true);
      for (Future<?> future : reading) {
        future.get();
      }
    }
  }

  @Test
  void aReaderThatIsInterruptedDoesNotWait() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> log.visible("g1", 0, 10, 100));
      Thread.currentThread().interrupt();
      assertEquals(List.of(), log.bans(), "what is short is answered");
      assertTrue(Thread.interrupted(), "and the interrupt is kept");
      assertEquals(0, log.countVisible("g1", 0, 10, 100));
    }
  }

  @Test
  void aClosedLogSaysSo() throws Exception {
    Log log = Log.open(temp, 0);
    log.close();
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> log.visible("g1", 0, 10, 100));
    assertTrue(e.getMessage().contains("closed"), e.getMessage());
  }

  private static boolean isEdit(Entry entry) {
    return entry.change() instanceof Change.Edited;
  }
}
