package parley.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.decide.Act;
import parley.server.sequence.Sequencer;
import parley.server.state.Asker;

/**
 * Beats as long as the server serves people and decides what they ask: a server that hangs has no
 * pulse, though its process is there. On a thread of its own.
 */
final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

  private final Duration every;
  private final Sequencer sequencer;
  private final BooleanSupplier ready;
  private final Runnable beat;
  private final Thread thread;

  /** Whether the last beat failed. This thread's alone. */
  private boolean troubled;

  /**
   * Nothing beats before {@link #start}.
   *
   * @param name the thread's
   * @param every the pause between two beats
   * @param ready whether people are served now
   * @param beat what is done then, on this thread
   */
  Pulse(String name, Duration every, Sequencer sequencer, BooleanSupplier ready, Runnable beat) {
    this.every = every;
    this.sequencer = sequencer;
    this.ready = ready;
    this.beat = beat;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        // What the answer is does not matter; that there is one says that decisions are made.
        Object _ = sequencer.ask(new Act.Whois(null, Asker.SERVER, ""));
        if (ready.getAsBoolean()) {
          beat();
        }
        Thread.sleep(every);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What can't be done at one beat ends no pulse: people are served all the same. */
  private void beat() {
    try {
      beat.run();
      troubled = false;
    } catch (RuntimeException e) {
      if (!troubled) {
        LOG.warn("what is done at each beat of {} failed", thread.getName(), e);
      }
      troubled = true;
    }
  }

  /** The last beat is over then, or a second has passed. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
