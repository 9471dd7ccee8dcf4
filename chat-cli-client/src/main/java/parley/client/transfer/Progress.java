package parley.client.transfer;

/** How far a file is on its way. The transfer's thread moves it on; any thread looks. */
public final class Progress {
  /** What is being done. */
  public enum Phase {
    /** Others go first, or the server is asked. */
    WAITING,
    /** What is here is read for its digest. */
    READING,
    /** Bytes travel. */
    MOVING,
    /** All of it is there, and is put where it belongs. */
    FINISHING,
    /** The connection broke; another one is tried soon. */
    BROKEN
  }

  /**
   * How it is at one moment.
   *
   * @param done bytes that were read, or are there
   * @param total bytes in all; -1 while that is not known
   */
  public record Glance(Phase phase, String name, long done, long total) {}

  private volatile Phase phase = Phase.WAITING;
  private volatile String name;
  private volatile long done;
  private volatile long total = -1;

  /**
   * @param name of the file, as far as it is known
   */
  Progress(String name) {
    this.name = name;
  }

  public Glance glance() {
    return new Glance(phase, name, done, total);
  }

  void of(String name, long total) {
    this.name = name;
    this.total = total;
  }

  void phase(Phase phase) {
    this.phase = phase;
  }

  void begin(Phase phase, long done) {
    this.done = done;
    this.phase = phase;
  }

  /** Only the transfer's thread writes: nothing is lost between reading and writing. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void moved(int bytes) {
    done += bytes;
  }
}
