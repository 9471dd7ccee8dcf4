package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.server.archive.Backup;
import parley.server.archive.Progress;
import parley.server.logfile.LogFolder;
import parley.server.state.Entry;

/** A log whose files are taken away under it confirms nothing any more. */
class FileWatchTest {
  @TempDir Path temp;

  enum Loss {
    LOG_REPLACED {
      @Override
      void happens(Path data) throws IOException {
        Path other = Files.copy(data.resolve(LogFolder.FILE), data.resolveSibling("other"));
        Files.move(other, data.resolve(LogFolder.FILE), StandardCopyOption.REPLACE_EXISTING);
      }
    },
    LOG_CUT {
      @Override
      void happens(Path data) throws IOException {
        try (FileChannel log =
            FileChannel.open(data.resolve(LogFolder.FILE), StandardOpenOption.WRITE)) {
          log.truncate(0);
        }
      }
    },
    WAL_DELETED {
      @Override
      void happens(Path data) throws IOException {
        Files.delete(data.resolve("log.db-wal"));
      }
    },
    SHM_DELETED {
      @Override
      void happens(Path data) throws IOException {
        Files.delete(data.resolve("log.db-shm"));
      }
    },
    FOLDER_DELETED {
      @Override
      void happens(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
          all.sorted(Comparator.reverseOrder()).forEach(FileWatchTest::delete);
        }
      }
    },
    FOLDER_MOVED {
      @Override
      void happens(Path data) throws IOException {
        Files.move(data, data.resolveSibling("moved"));
      }
    };

    abstract void happens(Path data) throws IOException;
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsConfirmedOnceItIsNoticed(Loss loss) throws Exception {
    Path data = temp.resolve("data");
    Story story = new Story(7);
    try (Log log = Log.open(data, 0)) {
      log.append(story.next(50));
    }
    Log log = Log.open(data, 0);
    try {
      CountDownLatch told = new CountDownLatch(1);
      log.onLoss(told::countDown);
      loss.happens(data);
      assertTrue(told.await(30, TimeUnit.SECONDS), "the loss is told of");
      List<Entry> more = story.next(1);
      String sentence =
          assertThrows(OutcomeUnknownException.class, () -> log.append(more)).getMessage();
      assertTrue(sentence.contains(data.toString()), sentence);
      assertTrue(sentence.contains("while the server ran"), sentence);
      assertThrows(OutcomeUnknownException.class, () -> log.setMeta("key", "value"));
    } finally {
      log.close();
    }
  }

  /** Who comes after is told as well. */
  @Test
  void aLossBeforeAnybodyAsksIsToldAtOnce() throws Exception {
    Path data = temp.resolve("data");
    Log log = Log.open(data, 0);
    CountDownLatch first = new CountDownLatch(1);
    log.onLoss(first::countDown);
    Loss.FOLDER_MOVED.happens(data);
    assertTrue(first.await(30, TimeUnit.SECONDS));
    boolean[] told = {false};
    log.onLoss(() -> told[0] = true);
    assertTrue(told[0]);
    log.close();
  }

  /** What lies at the paths by then is another log's, and stays as it is. */
  @Test
  void closingLeavesWhatIsThereInsteadAlone() throws Exception {
    Path data = temp.resolve("data");
    Log log = Log.open(data, 0);
    log.append(new Story(7).next(50));
    CountDownLatch told = new CountDownLatch(1);
    log.onLoss(told::countDown);
    Files.move(data, temp.resolve("moved"));
    Files.createDirectories(data);
    for (String name : List.of("log.db", "log.db-wal", "log.db-shm")) {
      Files.writeString(data.resolve(name), "another's");
    }
    assertTrue(told.await(30, TimeUnit.SECONDS));
    log.close();
    for (String name : List.of("log.db", "log.db-wal", "log.db-shm")) {
      assertEquals("another's", Files.readString(data.resolve(name)));
    }
  }

  @Test
  void whatALogDoesByItselfIsNoLoss() throws Exception {
    Path data = temp.resolve("data");
    Story story = new Story(8);
    boolean[] lost = {false};
    try (Log log = Log.open(data, 0)) {
      log.onLoss(() -> lost[0] = true);
      for (int i = 0; i < 20; i++) {
        log.append(story.next(100));
        log.scrub();
      }
      Backup.copy(data, temp.resolve("backup"), null, false, Progress.NONE);
      Files.delete(data.resolve("lock"));
      log.append(story.next(1));
    }
    assertTrue(!lost[0]);
    try (Log log = Log.open(data, 0)) {
      assertEquals(2_001, log.last());
    }
  }
}
