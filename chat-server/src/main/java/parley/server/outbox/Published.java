package parley.server.outbox;

/**
 * Up to which number events were handed to the fan-out. Written by the fan-out thread before it
 * offers the events to any outbox; read by writers that decide whether they have caught up.
 */
public final class Published {
  private volatile long seq;

  public Published(long seq) {
    this.seq = seq;
  }

  public long seq() {
    return seq;
  }

  /** Only the fan-out thread; a number below the present one changes nothing. */
  public void advance(long to) {
    if (to > seq) {
      seq = to;
    }
  }
}
