package parley.server.logfile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.archive.Backup;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.server.archive.Restore;
import parley.server.config.UserError;
import parley.server.log.Child;
import parley.server.log.Log;
import parley.server.log.Story;

/** No log is begun, or gone on with, beside what belongs to another one. */
class OrphansTest {
  @TempDir Path temp;

  private Path data() throws IOException {
    return Files.createDirectories(temp.resolve("data"));
  }

  private Path log() throws IOException {
    return data().resolve(LogFolder.FILE);
  }

  private String refusal() {
    return assertThrows(UserError.class, () -> Log.open(data(), 0)).getMessage();
  }

  /** What servers left that were killed, by what they said: made once, and copied. */
  @TempDir private static Path made;

  @BeforeAll
  static void make() throws Exception {
    for (long seed : new long[] {3, 4}) {
      Path living = made.resolve("living-" + seed);
      Path killed = Files.createDirectories(killed(seed));
      try (Log log = Log.open(living, 0);
          Connection reader = Database.reader(living.resolve(LogFolder.FILE))) {
        Story story = new Story(seed);
        log.append(story.next(2_000));
        await().until(() -> Schema.number(reader, "PRAGMA wal_checkpoint(TRUNCATE)") == 0);
        // Who reads the log as it is now keeps what follows in the -wal: what is erased is to be
        // taken out of that, by a thread that has its own time.
        reader.setAutoCommit(false);
        Schema.number(reader, "SELECT count(*) FROM event");
        log.append(story.next(500));
        for (String name : List.of(LogFolder.FILE, "log.db-wal", "lock")) {
          Files.copy(living.resolve(name), killed.resolve(name));
        }
      }
    }
  }

  private static Path killed(long seed) {
    return made.resolve("killed-" + seed);
  }

  /** A log whose newest events are in its -wal alone. */
  private static void killed(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of(LogFolder.FILE, "log.db-wal", "lock")) {
      Files.copy(killed(seed).resolve(name), folder.resolve(name));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "log.db-wal, the write-ahead log",
    "search.db, a search index",
    "files/ab/abcd, files that people sent",
    "files/partial/xyz, files that people sent",
    "admin.sock, admin.sock",
    "lock, a lock that names the log"
  })
  void noLogIsBegunOverWhatAnotherOneLeft(String name, String told) throws Exception {
    Path left = data().resolve(name);
    Files.createDirectories(left.getParent());
    Files.writeString(left, name.equals("lock") ? "12\n" + "ab".repeat(16) + "\n" : "x".repeat(99));
    for (int bytes : new int[] {-1, 0, 1, 511}) {
      if (bytes >= 0) {
        Files.write(log(), new byte[bytes]);
      }
      String sentence = refusal();
      assertTrue(sentence.contains(told), sentence);
      assertTrue(sentence.contains("restore a backup"), sentence);
      assertEquals(bytes, Files.exists(log()) ? Files.size(log()) : -1, "nothing is begun");
    }
    Files.delete(left);
    if (Files.size(log()) > 0) {
      assertTrue(refusal().contains("the beginning of a log"));
      Files.delete(log());
    }
    Log.open(data(), 0).close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 511, 512, 4095, 4096, 8192, 50_000, -4096, -1})
  void aLogThatWasCutIsRefusedBesideItsWriteAheadLog(int bytes) throws Exception {
    killed(data(), 3);
    long whole = Files.size(log());
    try (FileChannel log = FileChannel.open(log(), StandardOpenOption.WRITE)) {
      log.truncate(bytes < 0 ? whole + bytes : bytes);
    }
    long wal = Files.size(data().resolve("log.db-wal"));
    if (bytes < 0) {
      // What was cut off is in the -wal, too.
      Log.open(data(), 0).close();
      assertEquals(List.of(), Checkup.of(log(), null, Progress.NONE).findings());
      return;
    }
    String sentence = refusal();
    assertTrue(sentence.contains("estore a backup") || sentence.contains("is damaged"), sentence);
    assertEquals(wal, Files.size(data().resolve("log.db-wal")), "it is still there");
  }

  /** By hand, where restore was to be used; of the same log, too. */
  @ParameterizedTest
  @CsvSource({"3, true", "4, true", "4, false"})
  void aWriteAheadLogIsNotReadIntoAnotherLog(long seed, boolean backup) throws Exception {
    killed(data(), 3);
    Path other = temp.resolve("other");
    killed(other, 4);
    Path copy = other.resolve(LogFolder.FILE);
    if (backup) {
      copy = temp.resolve("backup");
      Backup.copy(made.resolve("living-" + seed), copy, null, false, Progress.NONE);
    }
    Files.copy(copy, log(), StandardCopyOption.REPLACE_EXISTING);
    byte[] before = Files.readAllBytes(log());
    String sentence = refusal();
    assertTrue(sentence.contains("restore a backup") || sentence.contains("is damaged"), sentence);
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(log())), "it is as it was");
  }

  @Test
  void anotherLogInTheFolderOfOneIsRefused() throws Exception {
    Log.open(data(), 0).close();
    Path other = temp.resolve("other");
    Log.open(other, 0).close();
    Files.copy(other.resolve(LogFolder.FILE), log(), StandardCopyOption.REPLACE_EXISTING);
    String sentence = refusal();
    assertTrue(sentence.contains("but the folder is of the log"), sentence);
    Files.delete(data().resolve("lock"));
    Log.open(data(), 0).close();
  }

  @Test
  void aRestoreOverOrphansPutsThemAsideAndTheFolderIsOfItsLog() throws Exception {
    killed(data(), 3);
    Path backup = temp.resolve("backup");
    Backup.copy(data(), backup, null, false, Progress.NONE);
    Files.delete(log());
    assertTrue(refusal().contains("is missing"));
    Restore.restore(data(), backup, null, false, Progress.NONE);
    String id;
    try (Log log = Log.open(data(), 0)) {
      assertEquals(2_500, log.last());
      id = log.id();
    }
    try (Stream<Path> all = Files.list(data())) {
      assertTrue(all.anyMatch(path -> path.toString().matches(".*replaced-.*-wal")), "kept");
    }
    assertTrue(Files.readString(data().resolve("lock")).contains(id));
    assertEquals(List.of(), Checkup.of(log(), null, Progress.NONE).findings(), "nothing was mixed");
  }

  /** Each moment is one at which the file is seen to be there; the kill comes at once. */
  @ParameterizedTest
  @ValueSource(strings = {"lock", "log.db", "log.db-journal", "log.db-wal", "log.db-shm"})
  void aFirstStartThatWasKilledIsBegunAgain(String seen) throws Exception {
    try (Child child = new Child(temp.resolve("data"), Map.of())) {
      Path file = temp.resolve("data").resolve(seen);
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(1))
          .pollDelay(Duration.ZERO)
          // The journal is there for a moment only.
          .until(
              () -> Files.exists(file) || Files.exists(temp.resolve("data").resolve("log.db-shm")));
      child.kill(0);
    }
    try (Log log = Log.open(data(), 0)) {
      log.append(new Story(1).next(3));
      assertEquals(3, log.last());
    }
  }

  @Test
  void aLockDeletedByHandLetsNoSecondServerIn() throws Exception {
    Path data = temp.resolve("data");
    try (Child child = new Child(data, Map.of())) {
      child.answer();
      for (int i = 0; i < 3; i++) {
        Files.delete(data.resolve("lock"));
        String sentence = assertThrows(UserError.class, () -> Log.open(data, 0)).getMessage();
        assertTrue(sentence.contains("Another server"), sentence);
        Path backup = temp.resolve("backup" + i);
        Backup.copy(data, backup, null, false, Progress.NONE);
        sentence =
            assertThrows(
                    UserError.class, () -> Restore.restore(data, backup, null, true, Progress.NONE))
                .getMessage();
        assertTrue(sentence.contains("Another server"), sentence);
        assertEquals("ok", child.ask("append 3").outcome(), "the first one goes on");
      }
      assertNotEquals(0, child.pid());
      child.kill(9);
    }
    try (Log log = Log.open(data, 0)) {
      assertEquals(9, log.last());
    }
  }
}
