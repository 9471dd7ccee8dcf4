package parley.server.file;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Carries the bytes of all transfers together no faster than a rate, so that the chat keeps its
 * share of the line, of the disk and of the processors. Guarded by itself.
 */
final class RateLimit {
  /** Shorter waits than this, in nanoseconds, are not worth a thread's rest: they add up. */
  private static final long WORTH = TimeUnit.MILLISECONDS.toNanos(5);

  private final LongSupplier rate;
  private long due;

  /**
   * @param rate bytes a second in force now, above 0
   * @param now {@link System#nanoTime}
   */
  RateLimit(LongSupplier rate, long now) {
    this.rate = rate;
    due = now;
  }

  /** Waits until it is the turn of so many bytes. */
  void take(int bytes) throws InterruptedException {
    long wait = reserve(bytes, System.nanoTime());
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /**
   * Puts bytes behind those that were reserved before.
   *
   * @return nanoseconds until their turn, 0 where it has come or nearly so
   */
  synchronized long reserve(int bytes, long now) {
    long wait = Math.max(0, due - now);
    due = now + wait + (long) (bytes * 1e9 / rate.getAsLong());
    return wait < WORTH ? 0 : wait;
  }
}
