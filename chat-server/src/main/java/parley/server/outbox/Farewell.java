package parley.server.outbox;

import java.util.concurrent.TimeUnit;

/**
 * How an outbox ends: it is finished with what waits, perhaps with what the log still owes, and
 * with last words; or it ends at once. Guarded by the outbox's lock.
 */
final class Farewell {
  /** How long last words wait for the answers to what was asked before them. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  /** Read by any thread; set under the lock. */
  private volatile boolean finishing;

  private long since;
  private boolean owed;
  private byte[] lastWords;
  private boolean spoken;
  private boolean ended;
  private boolean over;

  /**
   * @return whether this is the first time
   */
  boolean finish(byte[] words, boolean withOwed) {
    if (finishing) {
      return false;
    }
    lastWords = words;
    owed = withOwed;
    since = System.nanoTime();
    finishing = true;
    return true;
  }

  /** Ends at once, whatever waits. */
  void end() {
    finishing = true;
    ended = true;
  }

  boolean finishing() {
    return finishing;
  }

  boolean ended() {
    return ended;
  }

  /** The writer has written for the last time. */
  void writerGone() {
    end();
    over = true;
  }

  boolean over() {
    return over;
  }

  /** Whether there is time left to write what the log owes. */
  boolean leavesTime() {
    return owed || !finishing;
  }

  /** Whether what was asked before the end may still be answered before the last words. */
  boolean isPatient() {
    return System.nanoTime() - since < PATIENCE;
  }

  /** The last words, once; null where there are none or they were taken. Nothing follows them. */
  byte[] lastWords() {
    byte[] words = lastWords;
    lastWords = null;
    spoken = true;
    return words;
  }

  /** Whether something may still be said. */
  boolean open() {
    return !spoken && !ended;
  }
}
