package parley.server.file;

/** How far a transfer is: written by its thread, read by any. */
final class Progress {
  private volatile long at;
  private volatile long movedAt = System.nanoTime();
  private volatile boolean ours;

  /** A piece was read or written; the file is known up to here. */
  void at(long bytes) {
    at = bytes;
    movedAt = System.nanoTime();
  }

  long at() {
    return at;
  }

  /** Whether it is the server that lets the other side wait: for its disk, say. */
  void ours(boolean now) {
    movedAt = System.nanoTime();
    ours = now;
  }

  /** For how long the other side has not moved, in nanoseconds. */
  long idle(long now) {
    return ours ? 0 : now - movedAt;
  }
}
