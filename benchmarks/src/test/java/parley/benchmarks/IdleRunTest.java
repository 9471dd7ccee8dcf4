package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Idle connections to the real server over TLS. */
class IdleRunTest {
  @TempDir private Path folder;

  @Test
  void theyStayAndAreCounted() throws Exception {
    AtomicInteger told = new AtomicInteger();
    try (Subject subject = Subject.start(Launcher.in(folder), Subject.UNLIMITED, true)) {
      IdleRun.Figures figures =
          IdleRun.run(subject, true, 30, Duration.ofMillis(200), _ -> told.incrementAndGet());
      assertEquals(30, figures.alive());
      assertTrue(figures.samples().getLast().resident() > 0, () -> figures + "");
      assertEquals(figures.samples().size(), told.get());
    }
  }

  @Test
  void tooFewFilesAreNamedWithWhatToDo() throws Exception {
    assertNull(IdleRun.tooFewFiles(10));
    String sentence = IdleRun.tooFewFiles(2_000_000_000);
    assertTrue(sentence == null || sentence.contains("ulimit -Hn 2000000200"), sentence);
  }
}
