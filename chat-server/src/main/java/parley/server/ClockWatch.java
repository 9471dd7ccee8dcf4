package parley.server;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import parley.server.stats.SteadyClock;

/**
 * Notices when this machine's clock was set, by more than it is ever off by itself: a machine that
 * begins in 1970 knows the time a moment later. Run once a minute, by one thread.
 */
final class ClockWatch implements Runnable {
  private static final long FAR = TimeUnit.HOURS.toMillis(1);

  private final LongSupplier clock;
  private final Runnable wasSet;
  private long ahead;

  ClockWatch(Runnable wasSet) {
    this(System::currentTimeMillis, wasSet);
  }

  ClockWatch(LongSupplier clock, Runnable wasSet) {
    this.clock = clock;
    this.wasSet = wasSet;
    this.ahead = clock.getAsLong() - SteadyClock.millis();
  }

  @Override
  public void run() {
    long now = clock.getAsLong() - SteadyClock.millis();
    boolean set = Math.abs(now - ahead) > FAR;
    ahead = now;
    if (set) {
      wasSet.run();
    }
  }
}
