package parley.server.outbox;

import parley.server.stats.Counter;

/** The writer's side of an {@link Outbox}: what to do next, and what came of it. */
final class WriterSide {
  private final Outbox box;

  WriterSide(Outbox box) {
    this.box = box;
  }

  /** From now on the writer is called when something waits. */
  void open(Runnable call) {
    box.lock.lock();
    try {
      box.bell.answers(call);
    } finally {
      box.lock.unlock();
    }
  }

  /**
   * Begins a turn on the calling thread; {@link #done} or {@link #close} ends it, unless there is
   * nothing to do.
   *
   * @param batch gets what waits, as much as fits it
   */
  Work begin(Batch batch) {
    box.lock.lock();
    try {
      box.bell.begin();
      if (box.farewell.ended()) {
        return Work.END;
      }
      if (box.backlog.isEmpty()) {
        Work.CatchUp missing = missing();
        if (missing != null) {
          return missing;
        }
        if (!mayEnd()) {
          box.bell.end();
          box.bell.idle();
          return Work.NOTHING;
        }
        byte[] words = box.farewell.lastWords();
        if (words == null) {
          return Work.END;
        }
        box.backlog.add(Encoded.event(words));
      }
      if (box.backlog.drain(batch)) {
        box.progress.signalAll();
      }
      return Work.WRITE;
    } finally {
      box.lock.unlock();
    }
  }

  /**
   * Ends a turn.
   *
   * @return whether there may be something for another one
   */
  boolean done() {
    box.lock.lock();
    try {
      box.bell.end();
      boolean more = !box.backlog.isEmpty() || box.cursor.mayCatchUp() || mayEnd();
      if (!more) {
        box.bell.idle();
      }
      return more;
    } finally {
      box.lock.unlock();
    }
  }

  /** Whether the last words are next: who ended their own session has their {@code ok} before. */
  private boolean mayEnd() {
    return box.farewell.finishing() && !(box.owesAnswers() && box.farewell.isPatient());
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

  void written(Batch batch) {
    box.gauge.written(batch.bytes(), batch.news());
  }

  /** Ends the last turn: nobody waits for the writer any more. */
  void close() {
    box.lock.lock();
    try {
      box.bell.end();
      box.farewell.writerGone();
      box.backlog.clear();
      box.progress.signalAll();
    } finally {
      box.lock.unlock();
    }
  }
}
