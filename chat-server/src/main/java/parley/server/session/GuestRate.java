package parley.server.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import parley.server.config.Settings;
import parley.server.net.Network;
import parley.server.rate.Buckets;
import parley.server.rate.Rate;

/**
 * How fast strangers become guests. Each new guest is written to the log for ever, by someone who
 * has shown nothing yet; so their rate is bounded, for one network and in all. Only who is let in
 * is charged: an attempt takes a place, and one that fails gives it back. A place that is taken
 * back with a session costs nothing here. Guarded by its lock.
 *
 * <p>Failures have a rate of their own, which delays the connection that failed and nobody else.
 */
public final class GuestRate {
  /** Networks that are remembered. */
  private static final int NETWORKS = 10_000;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** How long is waited for the outcome of attempts that hold the last places, in nanoseconds. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  /** Of one network: a few mistypings are answered at once. */
  private static final Rate FAILURES = new Rate(5, 10);

  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();

  /** An attempt came to its end. */
  private final Condition outcome = lock.newCondition();

  private final Buckets<Network> each = new Buckets<>(NETWORKS);
  private final Buckets<String> all = new Buckets<>(1);
  private final Buckets<Network> failures = new Buckets<>(NETWORKS);

  /** How many attempts are under way, of each network that has one. */
  private final Map<Network, Integer> attempts = new HashMap<>();

  public GuestRate() {
    this(System::nanoTime);
  }

  /**
   * @param clock as {@link System#nanoTime}
   */
  GuestRate(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Begins an attempt to become a guest, which {@link #end} must end where it may go on. Waits a
   * moment where the last places are held by attempts of unknown outcome.
   *
   * @return 0, or the nanoseconds after which it may be tried again
   */
  public long begin(Network network, Settings.Limits limits) throws InterruptedException {
    long patience = PATIENCE;
    lock.lockInterruptibly();
    try {
      while (true) {
        long now = clock.getAsLong();
        long itsWait = each.look(network, 1, perMinute(limits.guestsPerMinutePerAddress()), now);
        long allWait = all.look("", 1, perMinute(limits.guestsPerMinute()), now);
        if (itsWait == 0 && allWait == 0) {
          each.take(network, 1, perMinute(limits.guestsPerMinutePerAddress()), now);
          all.take("", 1, perMinute(limits.guestsPerMinute()), now);
          attempts.merge(network, 1, Integer::sum);
          return 0;
        }
        boolean mayBeGivenBack =
            (itsWait == 0 || attempts.containsKey(network)) && !attempts.isEmpty();
        if (!mayBeGivenBack || patience <= 0) {
          return Math.max(itsWait, allWait);
        }
        patience = outcome.awaitNanos(patience);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends an attempt.
   *
   * @param came whether the stranger is a guest now; else the place is free again
   */
  public void end(Network network, boolean came) {
    int back = came ? 0 : 1;
    lock.lock();
    try {
      each.giveBack(network, back);
      all.giveBack("", back);
      attempts.computeIfPresent(network, (_, n) -> n == 1 ? null : n - 1);
      outcome.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A hello was refused, of a stranger or with a session.
   *
   * @return nanoseconds that its connection waits before its next request
   */
  public long refused(Network network) {
    return failures.take(network, 1, FAILURES, clock.getAsLong());
  }

  private static Rate perMinute(int guests) {
    return Rate.of(guests, MINUTE);
  }
}
