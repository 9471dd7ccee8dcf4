package parley.server.outbox;

/**
 * How an outbox ends: it is finished with what waits, perhaps with what the log still owes, and
 * with last words; or it ends at once. Guarded by the outbox's lock.
 */
final class Farewell {
  private boolean finishing;
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
