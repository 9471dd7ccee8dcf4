package parley.server.retention;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Reply;
import parley.server.decide.Act;
import parley.server.log.Log;
import parley.server.log.OwnWords;

/**
 * Has the sequencer take back what people said whose words are to go, in small steps, so that
 * whoever talks meanwhile hardly waits. Whose they are stands in the log until it is done: after a
 * halt it goes on. On a thread of its own.
 */
public final class Erasures implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

  /** After a step that could not be written: the disk is full, perhaps. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Messages of one step: some milliseconds of the sequencer's time. */
  private static final int STEP = 16;

  /**
   * Between two steps at least, and as long as the step before took: whoever talks has the
   * sequencer for half of the time or more.
   */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How long the end waits for a step that runs. */
  private static final Duration LAST_STEP = Duration.ofSeconds(5);

  private final OwnWords words;
  private final Consumer<String> unfinished;
  private final Retention.Asked sequencer;
  private final Thread thread = Thread.ofPlatform().name("erasures").daemon().unstarted(this::run);

  /**
   * @param unfinished told whose uploads that nobody goes on with are to be removed, an id
   */
  public Erasures(Log log, Retention.Asked sequencer, Consumer<String> unfinished) {
    this.unfinished = unfinished;
    this.words = log.ownWords();
    this.sequencer = sequencer;
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep((look() ? EVERY : PATIENCE).toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean look() throws InterruptedException {
    try {
      return pass();
    } catch (RuntimeException e) {
      LOG.error("what somebody said could not be taken back yet: {}", e.getMessage());
      return false;
    }
  }

  /**
   * Takes back what is to be, until there is nothing more.
   *
   * @return whether all of it could be; else it is found again
   */
  public boolean pass() throws InterruptedException {
    for (OwnWords.Due due : words.due()) {
      if (!takeBack(due)) {
        return false;
      }
    }
    return true;
  }

  private boolean takeBack(OwnWords.Due due) throws InterruptedException {
    long after = 0;
    while (after < due.upTo()) {
      OwnWords.Found found = words.said(due.person(), after, due.upTo(), STEP);
      after = found.after();
      if (!found.messages().isEmpty()) {
        long began = System.nanoTime();
        if (!done(new Act.TakeBackWords(due.person(), found.messages()))) {
          return false;
        }
        TimeUnit.NANOSECONDS.sleep(Math.max(PAUSE_NANOS, System.nanoTime() - began));
      }
    }
    // Before it is written down as done, so that a halt in between loses nothing of it.
    unfinished.accept(due.person());
    return done(new Act.WordsTakenBack(due.person(), due.name(), due.upTo()));
  }

  private boolean done(Act act) throws InterruptedException {
    return sequencer.ask(act) instanceof Reply.Ok;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (thread.getState() == Thread.State.NEW || thread.join(LAST_STEP)) {
        words.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.warn("a reader of the log could not be closed: {}", e.getMessage());
    }
  }
}
