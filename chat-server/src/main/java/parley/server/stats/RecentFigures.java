package parley.server.stats;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A value that costs something to make, made anew only where the last one is too old: however many
 * ask, it is made so often and no more. Guarded by itself.
 */
public final class RecentFigures<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private final long fresh;
  private T value;
  private long madeAt;

  /**
   * @param fresh for how long a value is given again
   */
  public RecentFigures(Supplier<T> maker, Duration fresh) {
    this.maker = maker;
    this.fresh = fresh.toNanos();
  }

  @Override
  public synchronized T get() {
    if (value == null || System.nanoTime() - madeAt > fresh) {
      value = maker.get();
      madeAt = System.nanoTime();
    }
    return value;
  }
}
