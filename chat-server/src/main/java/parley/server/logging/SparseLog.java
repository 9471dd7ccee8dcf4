package parley.server.logging;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import parley.server.net.Network;
import parley.server.rate.Buckets;
import parley.server.rate.Rate;

/**
 * Lines of one kind that others can cause as often as they like. Some come at once, then so many a
 * second, and the next one tells how many were left out. Where it is said who causes them, one
 * network has few of them, so that its flood hides nobody else's. Guarded by itself.
 */
public final class SparseLog {
  /** For what nobody needs one by one. */
  public static final Rate SELDOM = new Rate(1, 1);

  /** For what is worth a line each, as long as people cause it and no program does. */
  public static final Rate OFTEN = new Rate(5, 100);

  /** What one network has of lines that any stranger causes. */
  public static final Rate OF_ONE = new Rate(0.2, 10);

  /** Networks that are remembered. */
  private static final int NETWORKS = 10_000;

  private final Logger log;
  private final Level level;
  private final Rate rate;
  private final Buckets<Level> lines = new Buckets<>(1);
  private final Buckets<Network> byNetwork = new Buckets<>(NETWORKS);
  private long leftOut;

  public SparseLog(Logger log, Level level, Rate rate) {
    this.log = log;
    this.level = level;
    this.rate = rate;
  }

  /**
   * Logs a line, or counts it.
   *
   * @param format as SLF4J's
   */
  public void log(String format, Object... values) {
    log(line -> line, format, values);
  }

  /**
   * The same.
   *
   * @param more adds what belongs to the line besides
   */
  public void log(UnaryOperator<LoggingEventBuilder> more, String format, Object... values) {
    log(null, more, format, values);
  }

  /**
   * The same.
   *
   * @param from who caused it, and has {@link #OF_ONE} of these lines; null where that is not asked
   */
  public void log(
      Network from, UnaryOperator<LoggingEventBuilder> more, String format, Object... values) {
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    long before = take(from, System.nanoTime());
    if (before == 0) {
      more.apply(log.atLevel(level)).log(format, values);
    } else if (before > 0) {
      more.apply(log.atLevel(level))
          .log(format + " ({} more lines like this one were left out)", with(before, values));
    }
  }

  /** An exception stays last, where SLF4J looks for it. */
  private static Object[] with(long before, Object[] values) {
    Object[] all = Arrays.copyOf(values, values.length + 1);
    int at = values.length;
    if (at > 0 && values[at - 1] instanceof Throwable thrown) {
      all[at] = thrown;
      at--;
    }
    all[at] = before;
    return all;
  }

  /**
   * @return how many lines were left out before this one; below 0 where this one is too
   */
  private synchronized long take(Network from, long now) {
    boolean many = from != null && byNetwork.tryTake(from, 1, OF_ONE, now) > 0;
    if (many || lines.tryTake(level, 1, rate, now) > 0) {
      leftOut++;
      return -1;
    }
    long before = leftOut;
    leftOut = 0;
    return before;
  }
}
