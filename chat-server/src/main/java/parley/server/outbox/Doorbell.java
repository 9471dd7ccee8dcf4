package parley.server.outbox;

/**
 * Calls the writer when something waits, and knows the thread that gives it its turn. Guarded by
 * the outbox's lock.
 */
final class Doorbell {
  /** Stands for the writer, until there is one: what waits is written once it is there. */
  private Runnable call;

  /** Whether the writer is called already, or has its turn. */
  private boolean called;

  private Thread serving;

  /** The writer is there. */
  void answers(Runnable toCall) {
    call = toCall;
    ring();
  }

  /** Calls the writer only where it is idle: an outbox that was not empty needs no second call. */
  void ring() {
    if (!called && call != null) {
      called = true;
      call.run();
    }
  }

  /** The calling thread gives the writer its turn. */
  void begin() {
    serving = Thread.currentThread();
  }

  /** The turn is over; an interrupt was meant for this connection and is the next one's no more. */
  void end() {
    serving = null;
    Thread.interrupted();
  }

  /** The writer has nothing to do until the next {@link #ring}. */
  void idle() {
    called = false;
  }

  /** Frees the writer from a write that is stuck; that closes its socket. */
  void interrupt() {
    if (serving != null) {
      serving.interrupt();
    }
  }
}
