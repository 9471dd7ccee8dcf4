package parley.server.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Reply;
import parley.server.config.Settings.History;
import parley.server.decide.Act;
import parley.server.log.Log;
import parley.server.logfile.RetentionMarks;

/**
 * Finds out, once a minute, what is too old or too much to be kept, and has the sequencer decide
 * that it goes. It only reads; erasing is the sequencer's, in small steps. What is erased is gone
 * for good, so settings that would take more than those before them wait: for a word by {@link
 * #permit}, or, where a start brought them, for a day with a warning every hour. Guarded by itself.
 */
public final class Retention implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private static final long EVERY_SECONDS = 60;

  /** How long what a start brought waits, so that somebody sees the warning. */
  static final Duration WAIT = Duration.ofDays(1);

  private static final long WARN_MILLIS = Duration.ofHours(1).toMillis();

  /** Has a command decided, and waits until that is on disk. */
  @FunctionalInterface
  public interface Asked {
    Reply ask(Act act) throws InterruptedException;
  }

  private final Log log;
  private final Asked sequencer;
  private final Supplier<History> settings;
  private final LongSupplier clock;
  private final AgreedRetention agreed;
  private final RetentionForecast outlook;
  private final OwnersKeep owners;
  private final Semaphore changed = new Semaphore(0);

  /** What a person agreed to, which comes into force at once. */
  private History permitted;

  /** What waits, since when, and when that was last said; null where nothing waits. */
  private History waiting;

  private long since;
  private long warned;

  /**
   * @param clock milliseconds since 1970 UTC
   * @param halt ends the process at once; called when it is unknown what is on disk
   */
  public Retention(
      Log log, Asked sequencer, Supplier<History> settings, LongSupplier clock, Runnable halt) {
    this.log = log;
    this.sequencer = sequencer;
    this.settings = settings;
    this.clock = clock;
    this.agreed = new AgreedRetention(log, clock.getAsLong(), halt);
    this.outlook = new RetentionForecast(log);
    this.owners = new OwnersKeep(log, clock.getAsLong());
  }

  /** Runs until it is interrupted. */
  @Override
  public void run() {
    try {
      guarded(this::begin);
      while (true) {
        boolean _ = changed.tryAcquire(EVERY_SECONDS, TimeUnit.SECONDS);
        changed.drainPermits();
        guarded(this::pass);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The settings changed: it looks now. */
  public void soon() {
    changed.release();
  }

  private interface Looking {
    void look() throws InterruptedException;
  }

  private static void guarded(Looking looking) throws InterruptedException {
    try {
      looking.look();
    } catch (RuntimeException e) {
      LOG.error("retention could not look through the log: {}", e.getMessage());
    }
  }

  /** Warns at once of what a start brought, and erases nothing yet. */
  synchronized void begin() throws InterruptedException {
    boolean _ = may(settings.get(), clock.getAsLong());
  }

  /** Looks once, and asks for what is to go. */
  public synchronized void pass() throws InterruptedException {
    History now = settings.get();
    long time = clock.getAsLong();
    if (may(now, time)) {
      asTheServerSays(now, time);
    }
    drop(owners.upTo(log.floors(), time));
  }

  private void asTheServerSays(History now, long time) throws InterruptedException {
    RetentionMarks floors = log.floors();
    RetentionForecast.UpTo upTo = outlook.upTo(now, floors, time);
    if (upTo.rest() > floors.rest()) {
      List<String> except = new ArrayList<>(now.rooms().keySet());
      drop(new Act.Drop(null, except, upTo.rest()), "everywhere but in " + except);
    }
    Map<String, Long> more = new TreeMap<>(upTo.rooms());
    more.entrySet().removeIf(room -> room.getValue() <= floors.of(room.getKey()));
    drop(more);
  }

  private void drop(Map<String, Long> rooms) throws InterruptedException {
    for (Map.Entry<String, Long> room : rooms.entrySet()) {
      drop(new Act.Drop(room.getKey(), List.of(), room.getValue()), "in " + room.getKey());
    }
  }

  /** Whether settings may erase now; those that may not yet have their wait begun. */
  private boolean may(History now, long time) throws InterruptedException {
    if (now.equals(permitted) || now.equals(agreed.settings())) {
      return agree(now, time);
    }
    if (now.equals(waiting) && time - since < WAIT.toMillis() && time - warned < WARN_MILLIS) {
      return false;
    }
    Going going = outlook.beyond(now, agreed.settings(), time);
    if (going.messages() == 0) {
      return agree(now, time);
    }
    if (!now.equals(waiting)) {
      waiting = now;
      since = agreed.waitingSince(now, time);
    }
    if (time - since >= WAIT.toMillis()) {
      LOG.warn("retention: nobody put it right in a day, so {} go", going);
      return agree(now, time);
    }
    warned = time;
    LOG.warn(
        "retention waits: {}, the server would erase {}; it does so at {}, or at once after the"
            + " admin command reload --yes, and never if history.keep or history.rooms is put"
            + " right",
        agreed.doubtful()
            ? "this machine's clock is days ahead of what it was when the server last looked"
            : "the server was started with other settings than it had before",
        going,
        end());
    return false;
  }

  private boolean agree(History now, long time) {
    permitted = null;
    waiting = null;
    agreed.to(now, time);
    return true;
  }

  private Instant end() {
    return Instant.ofEpochMilli(since + WAIT.toMillis()).truncatedTo(ChronoUnit.SECONDS);
  }

  /** What settings would erase that those agreed to leave. */
  public synchronized Going going(History next) throws InterruptedException {
    return outlook.beyond(next, agreed.settings(), clock.getAsLong());
  }

  /** Somebody wants what these settings erase to be erased, as soon as they are in force. */
  public synchronized void permit(History next) {
    permitted = next;
  }

  private void drop(Act.Drop act, String where) throws InterruptedException {
    LOG.info("retention: what was said up to event {} goes, {}", act.upTo(), where);
    Reply _ = sequencer.ask(act);
  }
}
