package parley.server.listen;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.Settings;

/**
 * Each connection takes some of the heap, and a process whose heap is full ends. Half of it is for
 * the connections themselves; the other half is for what waits in them, and for the server.
 */
public final class Heap {
  private static final Logger LOG = LoggerFactory.getLogger(Heap.class);

  /** What one connection takes at most besides what waits in it: 17 KiB idle over TLS. */
  private static final int CONNECTION_BYTES = 32 * 1_024;

  private static final int MIB = 1_024 * 1_024;

  private Heap() {}

  /** For how many connections there is room; at least one. */
  public static int room(Settings.Limits limits) {
    return room(limits, Runtime.getRuntime().maxMemory());
  }

  static int room(Settings.Limits limits, long heap) {
    int room = Math.clamp(heap / 2 / CONNECTION_BYTES, 1, Settings.NONE);
    if (limits.connections() != Settings.NONE && room < limits.connections()) {
      LOG.warn(
          "the heap of {} MiB is room for {} connections; give it {} MiB (-Xmx in PARLEY_JAVA_OPTS,"
              + " or twice as much memory for the container) for the {} of limits.connections, or"
              + " lower that",
          heap / MIB,
          room,
          2L * CONNECTION_BYTES * limits.connections() / MIB + 1,
          limits.connections());
    }
    return room;
  }
}
