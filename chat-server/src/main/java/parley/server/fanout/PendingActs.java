package parley.server.fanout;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * How many of one connection's commands wait for their decision to be on disk. As long as there is
 * one, it is the server that lets the client wait. Commands are added, and waited for, by the
 * connection's reader; any thread may tell that one is answered.
 */
public final class PendingActs {
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Thread reader;

  /** When the first of those that wait was asked, {@link System#nanoTime}. */
  private volatile long began;

  /** Nanoseconds for which there was one that waited. */
  private final LongAdder waited = new LongAdder();

  /** A command is about to be given away. */
  public void asked() {
    if (waiting.getAndIncrement() == 0) {
      began = System.nanoTime();
    }
  }

  /** A command's reply was given. */
  public void answered() {
    if (waiting.decrementAndGet() == 0) {
      waited.add(System.nanoTime() - began);
      LockSupport.unpark(reader);
    }
  }

  /** Waits until the effects of all commands given away before can be read. */
  public void awaitNone() throws InterruptedException {
    reader = Thread.currentThread();
    try {
      while (waiting.get() > 0) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      reader = null;
    }
  }

  /** For how long the client has waited for the server so far, in nanoseconds. */
  public long waited(long now) {
    return waited.sum() + (waiting.get() > 0 ? Math.max(0, now - began) : 0);
  }
}
