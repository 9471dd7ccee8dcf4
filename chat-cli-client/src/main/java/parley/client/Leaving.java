package parley.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import parley.client.scripts.ExitCode;
import parley.client.terminal.SureEnd;

/**
 * Lets a person leave all servers at a signal: the terminal is as it was, and their names are free
 * at once. Guarded by its own lock.
 */
final class Leaving {
  private final AtomicInteger signal = new AtomicInteger();
  private final List<Departure> departures = new ArrayList<>();

  /**
   * @param givesBack leaves the terminal as it was found
   * @param edits whether lines are given up by a key, and not by a signal
   */
  void atSignals(Runnable givesBack, boolean edits) {
    at("HUP", 1, givesBack);
    at("TERM", 15, givesBack);
    if (!edits) {
      at("INT", 2, givesBack);
    }
  }

  private void at(String name, int number, Runnable givesBack) {
    SureEnd.at(
        name,
        ExitCode.SIGNALLED + number,
        givesBack,
        () -> {
          signal.set(number);
          leave();
        });
  }

  private synchronized void leave() {
    departures.forEach(Departure::leave);
  }

  /** This one is to be left, too. */
  synchronized void with(Departure departure) {
    departures.add(departure);
    if (isSignalled()) {
      departure.leave();
    }
  }

  /** This one is left. */
  synchronized void without(Departure departure) {
    departures.remove(departure);
  }

  boolean isSignalled() {
    return signal.get() != 0;
  }

  /** The exit code, where there was no signal. */
  int code(int otherwise) {
    int number = signal.get();
    return number == 0 ? otherwise : ExitCode.SIGNALLED + number;
  }
}
