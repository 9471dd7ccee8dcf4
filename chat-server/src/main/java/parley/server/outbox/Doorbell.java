package parley.server.outbox;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Where a writer sleeps until something waits for it. Guarded by the outbox's lock. */
final class Doorbell {
  private final ReentrantLock lock;
  private Thread writer;
  private boolean waiting;

  Doorbell(ReentrantLock lock) {
    this.lock = lock;
  }

  void writerIs(Thread thread) {
    writer = thread;
  }

  /** Frees the writer from a write that is stuck; that closes its socket. */
  void interrupt() {
    if (writer != null) {
      writer.interrupt();
    }
  }

  /** Wakes the writer only where it waits: an outbox that was not empty needs no second call. */
  void ring() {
    if (waiting) {
      waiting = false;
      LockSupport.unpark(writer);
    }
  }

  /**
   * Waits, without the lock, for {@link #ring}. Only the writer's thread.
   *
   * @return false where it was interrupted instead, which means the end
   */
  boolean await() {
    waiting = true;
    boolean interrupted = false;
    while (waiting && !interrupted) {
      lock.unlock();
      try {
        LockSupport.park(this);
        interrupted = Thread.interrupted();
      } finally {
        lock.lock();
      }
    }
    waiting = false;
    return !interrupted;
  }
}
