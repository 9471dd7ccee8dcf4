package parley.server.file;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far a transfer is: written by its thread, read by any. Guarded by itself. */
final class TransferProgress {
  /** Below so many bytes a second of the other side's time, a transfer is slow. */
  static final int LEAST = 8_192;

  /** What is looked at for that, in nanoseconds of the other side's time. */
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(30);

  private static final double SECOND = 1e9;

  private final LongSupplier clock;
  private long at;
  private long movedAt;
  private boolean ours;

  /** Nanoseconds for which it was the other side's turn, up to when the turn changed last. */
  private long theirs;

  private long turnedAt;

  /** Where the window began. */
  private long fromBytes;

  private long fromTheirs;

  /** Whether the last window that is over was slow. */
  private boolean wasSlow;

  /**
   * @param clock {@link System#nanoTime}
   */
  TransferProgress(LongSupplier clock) {
    this.clock = clock;
    movedAt = clock.getAsLong();
    turnedAt = movedAt;
  }

  /** It begins at some byte. */
  synchronized void from(long bytes) {
    at = bytes;
    fromBytes = bytes;
  }

  /** A piece was read or written; the file is known up to here. */
  synchronized void at(long bytes) {
    long now = clock.getAsLong();
    at = bytes;
    movedAt = now;
    if (theirs(now) - fromTheirs >= WINDOW) {
      wasSlow = slow(now);
      fromBytes = bytes;
      fromTheirs = theirs(now);
    }
  }

  synchronized long at() {
    return at;
  }

  /** Whether it is the server that lets the other side wait: for its disk, say. */
  synchronized void ours(boolean now) {
    long time = clock.getAsLong();
    theirs = theirs(time);
    turnedAt = time;
    movedAt = time;
    ours = now;
  }

  private long theirs(long now) {
    return theirs + (ours ? 0 : now - turnedAt);
  }

  /** For how long the other side has not moved, in nanoseconds. */
  synchronized long idle(long now) {
    return ours ? 0 : now - movedAt;
  }

  /** Whether the other side moves so slowly that others go first. */
  synchronized boolean slow(long now) {
    long time = theirs(now) - fromTheirs;
    return time < WINDOW ? wasSlow : at - fromBytes < LEAST * (time / SECOND);
  }
}
