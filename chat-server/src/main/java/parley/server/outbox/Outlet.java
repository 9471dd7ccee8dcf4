package parley.server.outbox;

import parley.server.stats.Counter;

/** The writer's side of an {@link Outbox}: what to do next, and what came of it. */
final class Outlet {
  private final Outbox box;

  Outlet(Outbox box) {
    this.box = box;
  }

  /** The calling thread is the one that asks for work, until {@link #close}. */
  void open() {
    box.lock.lock();
    try {
      box.bell.writerIs(Thread.currentThread());
      if (box.farewell.ended()) {
        box.bell.interrupt();
      }
    } finally {
      box.lock.unlock();
    }
  }

  /** Waits for work. */
  Work next() {
    box.lock.lock();
    try {
      while (true) {
        if (box.farewell.ended()) {
          return Work.END;
        }
        if (!box.backlog.isEmpty()) {
          return Work.WRITE;
        }
        Work.CatchUp missing = missing();
        if (missing != null) {
          return missing;
        }
        if (box.farewell.finishing()) {
          byte[] words = box.farewell.lastWords();
          if (words == null) {
            return Work.END;
          }
          box.backlog.add(Encoded.event(words));
        } else if (!box.bell.await()) {
          box.farewell.end();
        }
      }
    } finally {
      box.lock.unlock();
    }
  }

  /** What is to be read from the log; where nothing is, offers are taken from now on. */
  private Work.CatchUp missing() {
    if (!box.cursor.mayCatchUp() || !box.farewell.leavesTime()) {
      return null;
    }
    // Nothing can be offered between this look and the cursor's going live: offers need the lock.
    Work.CatchUp missing = box.cursor.missing(box.published.seq());
    if (missing == null) {
      box.stats.count(Counter.CAUGHT_UP);
    }
    return missing;
  }

  /** Moves what waits into a batch, as much as fits it. */
  void drain(Batch batch) {
    box.lock.lock();
    try {
      if (box.backlog.drain(batch)) {
        box.progress.signalAll();
      }
    } finally {
      box.lock.unlock();
    }
  }

  /** The log was read and written up to a number. */
  void caughtUpTo(long seq) {
    box.lock.lock();
    try {
      box.cursor.caughtUpTo(seq);
    } finally {
      box.lock.unlock();
    }
  }

  void writing() {
    box.gauge.writing();
  }

  void written(int bytes) {
    box.gauge.written(bytes);
  }

  /** The writer is gone: nobody waits for it any more. */
  void close() {
    box.lock.lock();
    try {
      box.farewell.end();
      box.backlog.clear();
      box.progress.signalAll();
    } finally {
      box.lock.unlock();
    }
  }
}
