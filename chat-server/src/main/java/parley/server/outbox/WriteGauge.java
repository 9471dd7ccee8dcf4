package parley.server.outbox;

import java.util.concurrent.atomic.LongAdder;

/** What a writer did and is doing. Written by the writer's thread, read by any. */
final class WriteGauge {
  /** When the write that is under way began, {@link System#nanoTime}; 0 while none is. */
  private volatile long since;

  private final LongAdder bytes = new LongAdder();

  void writing() {
    since = System.nanoTime() | 1;
  }

  void written(int length) {
    since = 0;
    bytes.add(length);
  }

  /** Bytes that were written, inside TLS. */
  long bytes() {
    return bytes.sum();
  }

  /** For how long the write under way has been stuck, in nanoseconds; 0 while none is. */
  long stuckNanos(long now) {
    long began = since;
    return began == 0 ? 0 : Math.max(0, now - began);
  }
}
