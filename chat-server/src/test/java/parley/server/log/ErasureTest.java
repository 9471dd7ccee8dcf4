package parley.server.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.server.archive.Checkup;
import parley.server.archive.CheckupTest;
import parley.server.archive.Progress;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;

/** What was deleted or edited is in no file any more, while others read and write. */
class ErasureTest {
  private static final List<String> SECRETS =
      List.of(
          "the-key-is-under-the-mat-4711",
          "Der Schlüssel liegt unter der Fußmatte 鍵は 🔑 4712",
          // Too long for a page: SQLite puts it on pages of its own.
          "overflow-4713 ".repeat(1_100));

  @TempDir Path temp;

  @Test
  void ofWhatWasDeletedOrEditedNoByteIsLeftWhileOthersReadAndWrite() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> readers = new ArrayList<>();
    try (Log log = Log.open(temp, 0)) {
      log.append(List.of(Appender.entry(1), Appender.entry(2)));
      Random random = new Random(3);
      List<Long> deleted = new ArrayList<>();
      List<Long> edited = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        boolean secret = i % 50 == 7;
        String text = secret ? SECRETS.get(i / 50 % 3) : "x".repeat(random.nextInt(700));
        long seq = append(log, said(text, "n" + i));
        if (secret) {
          (i % 100 == 7 ? deleted : edited).add(seq);
        }
      }
      for (String secret : SECRETS) {
        assertFalse(RawBytes.holding(temp, needle(secret)).isEmpty(), "it can be found at all");
      }
      for (int i = 0; i < 2; i++) {
        readers.add(Thread.ofPlatform().start(() -> readUntil(stop, log)));
      }
      for (long seq : deleted) {
        append(
            log,
            new Change.Deleted(
                seq, new Addressee.Room("lobby"), new Author("g1", "alice"), "alice"));
      }
      for (long seq : edited) {
        append(log, CheckupTest.edited(seq, "never mind"));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(
              () -> {
                append(log, said("and others go on", null));
                for (String secret : SECRETS) {
                  assertEquals(List.of(), RawBytes.holding(temp, needle(secret)), secret);
                }
              });
      stop.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
    } finally {
      stop.set(true);
    }
    assertEquals(
        List.of(), Checkup.of(temp.resolve(LogFolder.FILE), null, Progress.NONE).findings());
  }

  @Test
  void theNameOfTheFileOfADeletedMessageIsGoneAndSoIsItsDigest() throws Exception {
    FileInfo file = new FileInfo("the-plan-of-4714.pdf", 9, "4714".repeat(16));
    try (Log log = Log.open(temp, 0)) {
      log.append(List.of(Appender.entry(1), Appender.entry(2)));
      Change.Said said =
          new Change.Said(
              new Addressee.Room("lobby"),
              new Author("g1", "alice"),
              new Content("for you", null, null, file),
              "n");
      long seq = append(log, said);
      append(
          log,
          new Change.Edited(
              seq,
              new Change.Said(
                  new Addressee.Room("lobby"),
                  new Author("g1", "alice"),
                  new Content("for you all", null, null, file),
                  null)));
      assertFalse(RawBytes.holding(temp, file.name()).isEmpty(), "it can be found at all");
      append(
          log,
          new Change.Deleted(seq, new Addressee.Room("lobby"), new Author("g1", "alice"), "alice"));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                assertEquals(List.of(), RawBytes.holding(temp, file.name()));
                assertEquals(List.of(), RawBytes.holding(temp, file.sha256()));
              });
    }
    assertEquals(
        List.of(), Checkup.of(temp.resolve(LogFolder.FILE), null, Progress.NONE).findings());
  }

  @Test
  void whatAKilledServerErasedIsGoneAfterTheNextStart() throws Exception {
    Path copy = temp.resolve("copy");
    Path folder = temp.resolve("first");
    try (Log log = Log.open(folder, 0)) {
      log.append(List.of(Appender.entry(1), Appender.entry(2)));
      long seq = append(log, said(SECRETS.getFirst(), null));
      append(
          log,
          new Change.Deleted(seq, new Addressee.Room("lobby"), new Author("g1", "alice"), "alice"));
      // As a kill leaves it: the -wal holds all that was committed.
      assertEquals(
          0, new ProcessBuilder("cp", "-r", folder.toString(), copy.toString()).start().waitFor());
    }
    try (Log _ = Log.open(copy, 0)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> RawBytes.holding(copy, SECRETS.getFirst()).isEmpty());
    }
  }

  private static void readUntil(AtomicBoolean stop, Log log) {
    try {
      while (!stop.get()) {
        log.visible("g1", 0, log.last(), 64 << 10);
        log.history(new Place.Room("lobby"), null, null, 100, 64 << 10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A long text is not in one piece. */
  private static String needle(String secret) {
    return secret.substring(0, Math.min(secret.length(), 13));
  }

  private static long append(Log log, Change.Lasting change) throws Exception {
    long seq = log.last() + 1;
    log.append(List.of(new Entry(seq, seq, change)));
    return seq;
  }

  private static Change.Said said(String text, String nonce) {
    return new Change.Said(
        new Addressee.Room("lobby"), new Author("g1", "alice"), Content.of(text), nonce);
  }
}
