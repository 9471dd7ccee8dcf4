package parley.server.admin;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parley.server.stats.Units;

/**
 * Stops the server, now or in a while, and says so to everyone before. Its state is guarded by its
 * lock; what it announces and the stop itself run on a thread of its own.
 */
public final class Shutdown implements AutoCloseable {
  /** The answer to whoever asked for it is on its way before the server stops. */
  private static final Duration LEAST = Duration.ofMillis(200);

  /** Once more, shortly before. */
  private static final Duration REMINDER = Duration.ofSeconds(10);

  private final Consumer<String> announce;
  private final Runnable stop;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("shutdown").daemon().factory());
  private ScheduledFuture<?> pending;
  private ScheduledFuture<?> reminder;

  /**
   * @param announce tells everyone
   * @param stop begins the orderly end; called once at most
   */
  public Shutdown(Consumer<String> announce, Runnable stop) {
    this.announce = announce;
    this.stop = stop;
  }

  /** Stops after {@code delay}; an earlier plan is replaced. */
  public synchronized void in(Duration delay) {
    forget();
    if (delay.isPositive()) {
      timer.execute(() -> announce.accept("The server stops in " + Units.duration(delay) + "."));
      if (delay.compareTo(REMINDER.multipliedBy(2)) >= 0) {
        reminder =
            timer.schedule(
                () -> announce.accept("The server stops in " + Units.duration(REMINDER) + "."),
                delay.minus(REMINDER).toMillis(),
                TimeUnit.MILLISECONDS);
      }
    }
    long millis = Math.max(LEAST.toMillis(), delay.toMillis());
    pending = timer.schedule(stop, millis, TimeUnit.MILLISECONDS);
  }

  /** Whether there was a stop to call off. */
  public synchronized boolean cancel() {
    if (!forget()) {
      return false;
    }
    timer.execute(() -> announce.accept("The server goes on."));
    return true;
  }

  /** Whether it is to stop in a while. */
  public synchronized boolean isPlanned() {
    return pending != null && !pending.isDone();
  }

  private boolean forget() {
    if (reminder != null) {
      reminder.cancel(false);
    }
    return pending != null && pending.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
