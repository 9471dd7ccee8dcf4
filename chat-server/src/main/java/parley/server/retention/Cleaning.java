package parley.server.retention;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Reply;
import parley.server.config.Keep;
import parley.server.decide.Act;
import parley.server.log.Leftovers;
import parley.server.log.Log;
import parley.server.state.Change;

/**
 * Finds out, once a minute, what guests who are gone left in the log and nobody needs any more, and
 * which records of what was done are too old to be kept, and has the sequencer take it out, in
 * small steps. Nothing of the latest day, nor of the time for which a session is kept: somebody may
 * come back and be owed it. On a thread of its own.
 */
public final class Cleaning implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);

  private static final Duration EVERY = Duration.ofMinutes(1);

  private static final Duration KEPT = Duration.ofDays(1);

  /** Events of one step: some milliseconds of the sequencer's time. */
  private static final int STEP = 256;

  /** Between two steps, so that whoever talks has the sequencer for most of the time. */
  private static final long PAUSE_MILLIS = 50;

  /** How long the end waits for a step that runs. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Log log;
  private final Leftovers leftovers;
  private final Retention.Asked sequencer;
  private final Supplier<Duration> grace;
  private final Supplier<Keep> records;
  private final LongSupplier clock;
  private final Thread thread = Thread.ofPlatform().name("cleaning").daemon().unstarted(this::run);

  /**
   * @param grace how long a session is kept
   * @param records how long is kept what was done
   * @param clock milliseconds since 1970 UTC
   */
  public Cleaning(
      Log log,
      Retention.Asked sequencer,
      Supplier<Duration> grace,
      Supplier<Keep> records,
      LongSupplier clock) {
    this.log = log;
    this.leftovers = log.leftovers();
    this.sequencer = sequencer;
    this.grace = grace;
    this.records = records;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
        try {
          pass();
        } catch (RuntimeException e) {
          LOG.error("what is to be taken out could not be looked for: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks until there is nothing more. */
  public void pass() throws InterruptedException {
    Duration kept = grace.get().compareTo(KEPT) > 0 ? grace.get() : KEPT;
    long upTo = log.lastBefore(clock.getAsLong() - kept.toMillis());
    takeOut(() -> leftovers.next(upTo, STEP));
    if (records.get() instanceof Keep.Age(Duration age)) {
      long old = log.lastBefore(clock.getAsLong() - age.toMillis());
      takeOut(() -> leftovers.nextRecords(old, STEP));
    }
  }

  private void takeOut(Supplier<Change.Forgotten> next) throws InterruptedException {
    Change.Forgotten found = next.get();
    while (found != null) {
      if (!(sequencer.ask(new Act.Forget(found)) instanceof Reply.Ok)) {
        // The disk is full, perhaps; what could not be done is found again.
        return;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      found = next.get();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (thread.getState() == Thread.State.NEW || thread.join(PATIENCE)) {
        leftovers.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.warn("a reader of the log could not be closed: {}", e.getMessage());
    }
  }
}
