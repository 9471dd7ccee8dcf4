package parley.server.outbox;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import parley.protocol.Limits;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.server.wire.Wire;

/**
 * What waits to be written to one connection. Events are bounded in bytes: when there is no room
 * for the next, the connection is <em>behind</em>; offered events are ignored then, and its {@link
 * Writer} reads from the log until nothing is missing. Replies are never dropped: {@link #reserve}
 * keeps room for one before its request is read. All fields are guarded by {@code lock} unless they
 * say otherwise.
 */
public final class Outbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition replyWritten = lock.newCondition();
  private final Wire wire;
  private final Published published;
  private final Stats stats;
  private final ArrayDeque<Encoded> queue = new ArrayDeque<>(4);

  /** Bytes in the queue; read without the lock where a glance is enough. */
  private volatile long queued;

  private long replyBytes;
  private int outstanding;

  /** Whether offered events are taken; otherwise they are read from the log later. */
  private boolean live;

  /** Catching up waits for {@link #release}. */
  private boolean held;

  /** All events up to this number that this connection may see are in the queue or written. */
  private long cursor = Long.MAX_VALUE;

  private boolean replayRequested;
  private Encoded ping;
  private boolean finishing;
  private boolean owed;
  private byte[] lastWords;
  private boolean ended;
  private boolean waiting;
  private Thread writer;
  private volatile int limit;

  /** When the write that is under way began, {@link System#nanoTime}; 0 while none is. */
  private volatile long writingSince;

  private final LongAdder bytesOut = new LongAdder();

  /**
   * @param limit bytes of events that may wait
   */
  public Outbox(Wire wire, Published published, Stats stats, int limit) {
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
    return bytesOut.sum();
  }

  /** Bytes that wait. */
  public long queued() {
    return queued;
  }

  /** Whether the connection is served from the log at the moment. */
  public boolean behind() {
    lock.lock();
    try {
      return !live && cursor != Long.MAX_VALUE;
    } finally {
      lock.unlock();
    }
  }

  /** For how long the write under way has been stuck, in nanoseconds; 0 while none is. */
  public long stuckNanos(long now) {
    long since = writingSince;
    return since == 0 ? 0 : Math.max(0, now - since);
  }

  // ---- the fan-out thread -------------------------------------------------------------------

  /**
   * The connection has a cursor from now on: it gets every event after it that its person may see,
   * first from the log where events are owed.
   *
   * @param replay whether the client brought the cursor, so that {@code limits.replay} applies
   */
  public void follow(long cursor, boolean replay) {
    lock.lock();
    try {
      this.cursor = cursor;
      this.replayRequested = replay;
      wake();
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
      if (!live || chunk.last() <= cursor) {
        return -1;
      }
      Encoded encoded = chunk.encoded(wire);
      if (queued + encoded.bytes().length > limit) {
        live = false;
        stats.count(Counter.FELL_BEHIND);
        wake();
        return -1;
      }
      cursor = chunk.last();
      add(encoded);
      return queued;
    } finally {
      lock.unlock();
    }
  }

  /** Offers something of the moment, which is dropped where the connection is behind or full. */
  public void offerPassing(Encoded encoded) {
    lock.lock();
    try {
      if (live && queued + encoded.bytes().length <= limit) {
        add(encoded);
      } else {
        stats.count(Counter.DROPPED_PRESENCE);
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- replies ------------------------------------------------------------------------------

  /**
   * Keeps room for the reply to a request that is about to be handled; waits while {@link
   * Limits#OUTSTANDING} are outstanding or their bytes fill the outbox.
   */
  public void reserve() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while ((outstanding >= Limits.OUTSTANDING || replyBytes > limit) && !ended) {
        replyWritten.await();
      }
      outstanding++;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the reply for which room was kept; without bytes, it only frees the room. */
  public void reply(Encoded reply) {
    lock.lock();
    try {
      replyBytes += reply.bytes().length;
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
      ping = Encoded.event(bytes);
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every request has been answered and the answers are written, or the end. */
  public void awaitReplies() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (outstanding > 0 && !ended) {
        replyWritten.await();
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
      held = true;
      live = false;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the stream go on after {@link #hold}. */
  public void release() {
    lock.lock();
    try {
      held = false;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets the writer write what waits, then last words, and end.
   *
   * @param lastWords null for none
   * @param owed whether what is still owed from the log comes before the last words
   */
  public void finish(byte[] lastWords, boolean owed) {
    lock.lock();
    try {
      if (!finishing) {
        this.lastWords = lastWords;
        this.owed = owed;
        finishing = true;
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends at once: a writer that is stuck in a write is interrupted, which closes its socket. */
  public void abort() {
    lock.lock();
    try {
      ended = true;
      finishing = true;
      replyWritten.signalAll();
      if (writer != null) {
        writer.interrupt();
      }
      wake();
    } finally {
      lock.unlock();
    }
  }

  // ---- the writer's thread ------------------------------------------------------------------

  /** What the writer is to do next. */
  sealed interface Work {
    /** Something waits in the queue. */
    record Write() implements Work {}

    /** Read the log in (after, upTo] and write that. */
    record CatchUp(long after, long upTo, boolean replay) implements Work {}

    /** Everything is written. */
    record End() implements Work {}
  }

  private static final Work.Write WRITE = new Work.Write();
  private static final Work.End END = new Work.End();

  void writerIs(Thread thread) {
    lock.lock();
    try {
      writer = thread;
      if (ended) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for work. */
  Work next() {
    lock.lock();
    try {
      while (true) {
        if (ended) {
          return END;
        }
        if (ping != null || !queue.isEmpty()) {
          return WRITE;
        }
        if (!live && !held && cursor != Long.MAX_VALUE && (owed || !finishing)) {
          long upTo = published.seq();
          if (cursor < upTo) {
            return new Work.CatchUp(cursor, upTo, replayRequested);
          }
          // Nothing is missing, and nothing can be offered in between: offers need this lock.
          live = true;
          replayRequested = false;
          stats.count(Counter.CAUGHT_UP);
        }
        if (finishing && lastWords == null) {
          return END;
        }
        if (finishing) {
          add(Encoded.event(lastWords));
          lastWords = null;
        } else {
          park();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Moves what waits into a batch, as much as fits it. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held; volatile is for glances
  void drain(Batch batch) {
    lock.lock();
    try {
      if (ping != null) {
        batch.add(ping);
        ping = null;
      }
      boolean repliesGone = false;
      while (!queue.isEmpty() && batch.fits(queue.peek())) {
        Encoded head = queue.poll();
        int length = head.bytes().length;
        batch.add(head);
        queued -= length;
        if (head.reply()) {
          outstanding--;
          replyBytes -= length;
          repliesGone = true;
        }
      }
      if (repliesGone) {
        replyWritten.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void park() {
    waiting = true;
    while (waiting && !ended) {
      lock.unlock();
      try {
        LockSupport.park(this);
        // An interrupt means the end; abort() has set it, or the socket's write will.
        if (Thread.interrupted()) {
          ended = true;
        }
      } finally {
        lock.lock();
      }
    }
    waiting = false;
  }

  /** The log was read and written up to a number. */
  void caughtUpTo(long seq) {
    lock.lock();
    try {
      cursor = seq;
      replayRequested = false;
    } finally {
      lock.unlock();
    }
  }

  void writing() {
    writingSince = System.nanoTime() | 1;
  }

  void written(int bytes) {
    writingSince = 0;
    bytesOut.add(bytes);
  }

  /** The writer is gone: nobody waits for it any more. */
  void writerEnded() {
    lock.lock();
    try {
      ended = true;
      queue.clear();
      queued = 0;
      replyWritten.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the writer's end. */
  public boolean awaitEnd(long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      while (!ended && left > 0) {
        left = replyWritten.awaitNanos(left);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held; volatile is for glances
  private void add(Encoded encoded) {
    if (ended) {
      return;
    }
    queue.add(encoded);
    queued += encoded.bytes().length;
    wake();
  }

  /** Wakes the writer only where it waits: an outbox that was not empty needs no second call. */
  private void wake() {
    if (waiting) {
      waiting = false;
      LockSupport.unpark(writer);
    }
  }
}
