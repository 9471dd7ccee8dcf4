package parley.server.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import parley.server.config.Settings;

class HeapTest {
  private static final long MIB = 1_024 * 1_024;

  private static Settings.Limits limits(String... settings) throws Exception {
    return Settings.of(settings).limits();
  }

  /** The compose file gives the container 1280 MiB, of which the heap is half. */
  @Test
  void theDefaultFitsWhatTheComposeFileGives() throws Exception {
    assertTrue(Heap.room(limits(), 640 * MIB) >= limits().connections());
  }

  @Test
  void aSmallHeapHasRoomForFewer() throws Exception {
    assertEquals(8_192, Heap.room(limits(), 512 * MIB));
    assertEquals(1, Heap.room(limits("limits.connections=0"), 1));
    assertEquals(Settings.NONE, Heap.room(limits(), Long.MAX_VALUE));
  }
}
