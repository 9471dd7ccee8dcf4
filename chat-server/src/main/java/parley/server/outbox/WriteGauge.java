package parley.server.outbox;

import java.util.concurrent.atomic.LongAdder;

/** What a writer did and is doing. Written by the writer's thread, read by any. */
final class WriteGauge {
  /** When the write that is under way began, {@link System#nanoTime}; 0 while none is. */
  private volatile long since;

  private final LongAdder bytes = new LongAdder();

  /**
   * When something was last written whole that was more than a question whether anyone is there.
   */
  private volatile long taken = System.nanoTime();

  void writing() {
    since = System.nanoTime() | 1;
  }

  /**
   * @param news whether there was more in it than such a question
   */
  void written(int length, boolean news) {
    since = 0;
    bytes.add(length);
    if (news) {
      taken = System.nanoTime();
    }
  }

  /** For how long the client has taken nothing, in nanoseconds. */
  long untakenNanos(long now) {
    return Math.max(0, now - taken);
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
