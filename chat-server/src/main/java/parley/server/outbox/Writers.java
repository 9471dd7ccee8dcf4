package parley.server.outbox;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads that write to all connections. A connection for which something waits stands in one
 * queue; a virtual thread takes one after the other and gives each a turn, so that a message to a
 * room of a thousand wakes two or three threads and not a thousand.
 *
 * <p>A turn may block: a socket's buffer is full, or the log is read. So while connections wait, a
 * thread that takes one starts another thread behind it, the spare. The spare runs as soon as there
 * is a processor for it: beside the first where one is free, or the moment the first blocks. A
 * connection that does not read therefore holds one thread and delays nobody. There are at most as
 * many threads as blocked connections and processors, and one more.
 */
public final class Writers {
  /** Turns after which a thread makes way, so that readers get their turn too. */
  private static final int TURNS = 64;

  private final Queue<Writer> ready = new ConcurrentLinkedQueue<>();

  /** Whether a thread was started that has not looked into the queue yet. */
  private final AtomicBoolean spare = new AtomicBoolean();

  /** Something waits for a connection that does not stand in the queue and has no turn now. */
  void ready(Writer writer) {
    ready.add(writer);
    start();
  }

  private void start() {
    if (!spare.get() && spare.compareAndSet(false, true)) {
      Thread.ofVirtual().name("writer").start(this::write);
    }
  }

  private void write() {
    // From here on, whoever adds to the queue starts another: it might be empty a moment later.
    spare.set(false);
    Batch batch = Batch.take();
    try {
      for (int turns = 0; turns < TURNS; turns++) {
        Writer writer = ready.poll();
        if (writer == null) {
          return;
        }
        if (!ready.isEmpty()) {
          start();
        }
        if (writer.turn(batch)) {
          ready.add(writer);
        }
      }
    } finally {
      batch.give();
      if (!ready.isEmpty()) {
        start();
      }
    }
  }
}
