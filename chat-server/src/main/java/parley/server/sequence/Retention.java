package parley.server.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.Keep;
import parley.server.config.Settings;
import parley.server.decide.Command;
import parley.server.log.Floors;
import parley.server.log.Log;

/**
 * Finds out, once a minute, what is too old or too much to be kept, and has the sequencer decide
 * that it goes. It only reads; erasing is the sequencer's, in small steps. For one thread.
 */
public final class Retention implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private static final long EVERY_SECONDS = 60;

  /** Takes a command to be decided. */
  @FunctionalInterface
  public interface Asked {
    void ask(Command command) throws InterruptedException;
  }

  private final Log log;
  private final Asked sequencer;
  private final Supplier<Settings.History> settings;
  private final LongSupplier clock;
  private final Weights weights;

  /**
   * @param clock milliseconds since 1970 UTC
   */
  public Retention(
      Log log, Asked sequencer, Supplier<Settings.History> settings, LongSupplier clock) {
    this.log = log;
    this.sequencer = sequencer;
    this.settings = settings;
    this.clock = clock;
    this.weights = new Weights(log);
  }

  /** Runs until it is interrupted. */
  @Override
  public void run() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(EVERY_SECONDS);
        try {
          pass();
        } catch (RuntimeException e) {
          LOG.error("retention could not look through the log: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once, and asks for what is to go. */
  public void pass() throws InterruptedException {
    Settings.History now = settings.get();
    Floors floors = log.floors();
    Map<String, Keep> rooms = now.rooms();
    List<String> except = new ArrayList<>(rooms.keySet());
    if (now.keep() instanceof Keep.Size
        || rooms.values().stream().anyMatch(Keep.Size.class::isInstance)) {
      weights.weigh(floors, rooms.keySet());
    }
    long rest = upTo(now.keep(), Weights.REST, floors.rest());
    if (rest > floors.rest()) {
      drop(new Command.Drop(null, except, rest), "everywhere but in " + except);
    }
    for (Map.Entry<String, Keep> room : rooms.entrySet()) {
      long upTo = upTo(room.getValue(), room.getKey(), floors.of(room.getKey()));
      if (upTo > floors.of(room.getKey())) {
        drop(new Command.Drop(room.getKey(), List.of(), upTo), "in " + room.getKey());
      }
    }
  }

  private long upTo(Keep keep, String place, long floor) throws InterruptedException {
    return switch (keep) {
      case Keep.Forever _ -> floor;
      case Keep.Age age -> log.lastBefore(clock.getAsLong() - age.age().toMillis());
      case Keep.Size size -> weights.tooMuch(place, size.bytes(), floor);
    };
  }

  private void drop(Command.Drop command, String where) throws InterruptedException {
    LOG.info("retention: what was said up to event {} goes, {}", command.upTo(), where);
    sequencer.ask(command);
  }
}
