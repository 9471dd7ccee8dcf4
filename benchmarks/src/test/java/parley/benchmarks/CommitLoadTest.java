package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Group commit measured on the real server. */
class CommitLoadTest {
  @TempDir private Path folder;

  @Test
  void manySendersShareASync() throws Exception {
    try (Subject subject = Subject.start(Launcher.in(folder), Subject.UNLIMITED, false)) {
      CommitLoad.Figures alone = run(subject, 1, 1);
      assertEquals(0, alone.faults());
      assertTrue(alone.messages() > 0);
      assertEquals(1, alone.syncsPerMessage(), 0.1, "nobody to share with");
      CommitLoad.Figures many = run(subject, 8, 16);
      assertEquals(0, many.faults());
      assertTrue(many.syncsPerMessage() < 0.7, () -> many + "");
      assertTrue(many.ok().p50() > 0 && many.cpuMicros() > 0, () -> many + "");
    }
  }

  @Test
  void bareSqliteWritesWhatItSays() throws Exception {
    BareSqlite.Figures figures =
        BareSqlite.run(folder.resolve("bare.db"), true, 10, 100, Duration.ofMillis(300));
    assertEquals(10, figures.batch());
    assertTrue(figures.rows() > 0 && figures.commit().p99() > 0, () -> figures + "");
  }

  private static CommitLoad.Figures run(Subject subject, int senders, int outstanding)
      throws Exception {
    return CommitLoad.run(
        subject, senders, outstanding, 100, Duration.ofMillis(300), Duration.ofMillis(700));
  }
}
