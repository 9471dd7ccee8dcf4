package parley.server.outbox;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import parley.protocol.Limits;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.server.wire.Wire;

/**
 * What waits to be written to one connection. Events are bounded in bytes: when there is no room
 * for the next, the connection is <em>behind</em>; offered events are ignored then, and its {@link
 * Writer} reads from the log until nothing is missing. Replies are never dropped: {@link #reserve}
 * keeps room for one before its request is read. This is the side of those who give; the writer's
 * is the {@link WriterSide}.
 */
public final class Outbox {
  /** Guards the backlog, the cursor, the farewell and the bell. */
  final ReentrantLock lock = new ReentrantLock();

  /** Replies were written, or it ended. */
  final Condition progress = lock.newCondition();

  final Backlog backlog;
  final Cursor cursor = new Cursor();
  final Farewell farewell = new Farewell();
  final Doorbell bell = new Doorbell();
  final WriteGauge gauge = new WriteGauge();
  final Published published;
  final Stats stats;
  private final Budget budget;
  private final Wire wire;

  /** Whether the reader handles a request just now, to which it may have something to say. */
  private volatile boolean handling;

  private volatile int limit;

  /** One that has no need to share memory with others. */
  public Outbox(Wire wire, Published published, Stats stats, int limit) {
    this(wire, published, stats, limit, new Budget(Long.MAX_VALUE));
  }

  /**
   * @param limit bytes of events that may wait
   * @param budget of all connections
   */
  public Outbox(Wire wire, Published published, Stats stats, int limit, Budget budget) {
    this.budget = budget;
    this.backlog = new Backlog(budget);
    this.wire = wire;
    this.published = published;
    this.stats = stats;
    this.limit = limit;
  }

  public Wire wire() {
    return wire;
  }

  public void limit(int bytes) {
    limit = bytes;
  }

  /** Bytes of events that may wait. */
  public int limit() {
    return limit;
  }

  /** Bytes that were written, inside TLS. */
  public long bytesOut() {
    return gauge.bytes();
  }

  /** Bytes that wait. */
  public long queued() {
    return backlog.bytes();
  }

  /** Bytes of events that wait, at a glance. */
  public long queuedEvents() {
    return backlog.eventBytes();
  }

  /** Whether the connection is served from the log at the moment. */
  public boolean behind() {
    lock.lock();
    try {
      return cursor.behind();
    } finally {
      lock.unlock();
    }
  }

  /** For how long the write under way has been stuck, in nanoseconds; 0 while none is. */
  public long stuckNanos(long now) {
    return gauge.stuckNanos(now);
  }

  /** For how long nothing was written but a {@link #ping}, in nanoseconds. */
  public long untakenNanos(long now) {
    return gauge.untakenNanos(now);
  }

  // ---- the fan-out thread -------------------------------------------------------------------

  /**
   * The connection has a cursor from now on: it gets every event after it that its person may see,
   * first from the log where events are owed.
   *
   * @param replay whether the client brought the cursor, so that {@code limits.replay} applies
   */
  public void follow(long after, boolean replay) {
    lock.lock();
    try {
      cursor.follow(after, replay);
      bell.ring();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Offers events of the live stream.
   *
   * @return the bytes that wait now, -1 where the offer was ignored
   */
  public long offer(Chunk chunk) {
    lock.lock();
    try {
      if (!cursor.takes(chunk.last())) {
        return -1;
      }
      Encoded encoded = chunk.encoded(wire);
      if (!hasRoom(encoded)) {
        cursor.fallBehind();
        stats.count(Counter.FELL_BEHIND);
        bell.ring();
        return -1;
      }
      cursor.took(chunk.last());
      add(encoded);
      return backlog.bytes();
    } finally {
      lock.unlock();
    }
  }

  /** Offers something of the moment, which is dropped where the connection is behind or full. */
  public void offerPassing(Encoded encoded) {
    lock.lock();
    try {
      if (cursor.live() && hasRoom(encoded)) {
        add(encoded);
      } else {
        stats.count(Counter.DROPPED_PRESENCE);
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- replies, and what the server says of its own -----------------------------------------

  /**
   * Keeps room for the reply to a request that is about to be handled; waits while {@link
   * Limits#OUTSTANDING} are outstanding or their bytes fill the outbox. Before it {@linkplain
   * #follow follows}, which is before hello, far fewer do.
   */
  public void reserve() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!hasReplyRoom() && !farewell.ended()) {
        progress.await();
      }
      backlog.awaitReply();
    } finally {
      lock.unlock();
    }
  }

  /** Gives the reply for which room was kept; without bytes, it only frees the room. */
  public void reply(Encoded reply) {
    lock.lock();
    try {
      add(reply);
    } finally {
      lock.unlock();
    }
  }

  /** Says something of the server's own: a prompt, a hint, a bye. Bounded by whoever calls. */
  public void say(byte[] bytes) {
    lock.lock();
    try {
      add(Encoded.event(bytes));
    } finally {
      lock.unlock();
    }
  }

  /** Asks whether the client is there; takes the place of an earlier question not yet written. */
  public void ping(byte[] bytes) {
    lock.lock();
    try {
      if (farewell.open()) {
        backlog.ping(Encoded.event(bytes));
        bell.ring();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The reader begins with a request; last words wait for its end, for a bounded time. */
  public void handling() {
    handling = true;
  }

  /** The reader is done with it: what it had to say is said. */
  public void handled() {
    handling = false;
    if (farewell.finishing()) {
      look();
    }
  }

  /** Has the writer look whether it is time for the last words; called now and then at the end. */
  public void look() {
    lock.lock();
    try {
      bell.ring();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a request was taken that is not answered yet. Under the lock. */
  boolean owesAnswers() {
    return handling || backlog.owesReplies();
  }

  /** Waits until every request has been answered and the answers are written, or the end. */
  public void awaitReplies() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (backlog.owesReplies() && !farewell.ended()) {
        progress.await();
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- holding, finishing -------------------------------------------------------------------

  /** Stops the stream of events until {@link #release}; what is missed comes from the log then. */
  public void hold() {
    lock.lock();
    try {
      cursor.hold();
    } finally {
      lock.unlock();
    }
  }

  /** Lets the stream go on after {@link #hold}. */
  public void release() {
    lock.lock();
    try {
      cursor.release();
      bell.ring();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets the writer write what waits and, within two seconds, the answers to what was asked before;
   * then last words, and end.
   *
   * @param lastWords null for none
   * @param owed whether what is still owed from the log comes before the last words
   */
  public void finish(byte[] lastWords, boolean owed) {
    lock.lock();
    try {
      if (farewell.finish(lastWords, owed)) {
        bell.ring();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends at once: a writer that is stuck in a write is interrupted, which closes its socket. */
  public void abort() {
    lock.lock();
    try {
      farewell.end();
      progress.signalAll();
      bell.interrupt();
      bell.ring();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the writer's end. */
  public boolean awaitEnd(long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      while (!farewell.ended() && left > 0) {
        left = progress.awaitNanos(left);
      }
      return farewell.ended();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the writer has really written for the last time, after {@link #awaitEnd}. */
  public void awaitWriter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!farewell.over()) {
        progress.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean hasReplyRoom() {
    return cursor.followed()
        ? backlog.hasReplyRoom(Limits.OUTSTANDING, Math.min(limit, budget.shareNow()))
        : backlog.hasReplyRoom(Limits.STRANGER_OUTSTANDING, Limits.STRANGER_FRAME_BYTES);
  }

  private boolean hasRoom(Encoded encoded) {
    return backlog.bytes() + encoded.bytes().length <= Math.min(limit, budget.share());
  }

  private void add(Encoded encoded) {
    if (farewell.open()) {
      backlog.add(encoded);
      bell.ring();
    }
  }
}
