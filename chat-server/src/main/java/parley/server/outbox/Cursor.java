package parley.server.outbox;

/**
 * How far one connection is in the stream of events: all events up to its number that the
 * connection may see are in the queue or written. Live, it takes what is offered; otherwise what it
 * misses is read from the log. Guarded by the outbox's lock.
 */
final class Cursor {
  private long seq = Long.MAX_VALUE;
  private boolean live;
  private boolean held;
  private boolean replay;

  /** Begins after an event; see {@link Outbox#follow}. */
  void follow(long after, boolean replay) {
    seq = after;
    this.replay = replay;
  }

  boolean live() {
    return live;
  }

  /** Whether it has begun, which it does with a hello. */
  boolean followed() {
    return seq != Long.MAX_VALUE;
  }

  /** Whether events are owed that were not offered, or were ignored. */
  boolean behind() {
    return !live && followed();
  }

  /** Whether a chunk that ends with an event is to be taken. */
  boolean takes(long last) {
    return live && last > seq;
  }

  void took(long last) {
    seq = last;
  }

  void fallBehind() {
    live = false;
  }

  void hold() {
    held = true;
    live = false;
  }

  void release() {
    held = false;
  }

  /** Whether the log is to be asked before anything that is offered. */
  boolean mayCatchUp() {
    return behind() && !held;
  }

  /**
   * What is to be read from the log, where {@link #mayCatchUp}.
   *
   * @return null where nothing is missing: the cursor is live now
   */
  Work.CatchUp missing(long published) {
    if (seq < published) {
      return new Work.CatchUp(seq, published, replay);
    }
    live = true;
    replay = false;
    return null;
  }

  /** The log was read and written up to a number. */
  void caughtUpTo(long number) {
    seq = number;
    replay = false;
  }
}
