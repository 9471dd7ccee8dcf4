package parley.server.outbox;

import java.util.concurrent.atomic.LongAdder;

/**
 * What may wait in memory for all connections together: answers and events that are not written
 * yet, and records that have not come to their end. While there is more, each connection has no
 * more than its share: whoever has it gets events from the log and is read later; the others notice
 * nothing. Answers and records are counted as they come and go, events about four times a second,
 * so that no delivery pays for it. Safe on any thread.
 */
public final class Budget {
  /** A share is never smaller than this, in bytes. */
  private static final int LEAST = 16_384;

  /** Of the heap, one part in this many. */
  private static final int HEAP_SHARE = 8;

  private final long most;
  private final LongAdder counted = new LongAdder();
  private volatile long events;
  private volatile int connections;
  private volatile int share = Integer.MAX_VALUE;

  /**
   * @param most in bytes
   */
  public Budget(long most) {
    this.most = most;
  }

  /** As this process's heap allows. */
  public static Budget ofHeap() {
    return new Budget(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /** Answers, or bytes of a record, that are in memory now; below 0: no longer. */
  public void count(long bytes) {
    counted.add(bytes);
  }

  /**
   * Looks at what there is; called by one thread.
   *
   * @param events bytes of events that wait
   * @param connections that are open
   */
  public void look(long events, int connections) {
    this.events = events;
    this.connections = connections;
    share = shareNow();
  }

  /** Bytes that one connection may have waiting now. */
  public int share() {
    return share;
  }

  /** Bytes that one connection may have, looked at closely. */
  public int shareNow() {
    long each = exceeded() ? Math.max(LEAST, most / Math.max(1, connections)) : Integer.MAX_VALUE;
    return (int) Math.min(each, Integer.MAX_VALUE);
  }

  private boolean exceeded() {
    return counted.sum() + events > most;
  }
}
