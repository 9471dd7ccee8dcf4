package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flood against the real server. */
class FloodTest {
  private static final int FRAMES = 2_000;
  private static final int SIZE = 4_000;

  @TempDir private Path folder;

  @Test
  void whoDoesNotWaitForRoomKeepsAllInItsOwnMemory() throws Exception {
    try (Subject subject = Subject.start(Launcher.in(folder), Subject.UNLIMITED, false)) {
      Flood.Figures waiting = new Flood(FRAMES, SIZE, true).run(subject.target().address());
      Flood.Figures not = new Flood(FRAMES, SIZE, false).run(subject.target().address());
      assertEquals(FRAMES, waiting.answered());
      assertEquals(FRAMES, not.answered());
      assertTrue(waiting.waitingMost() < 2 * SIZE, () -> waiting + "");
      assertTrue(not.waitingMost() > (long) FRAMES * SIZE, () -> not + "");
      // Half of it: what stood in the heap before may have been garbage.
      assertTrue(not.heapFlood() - not.heapBefore() > (long) FRAMES * SIZE / 2, () -> not + "");
    }
  }
}
