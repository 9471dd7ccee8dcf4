package parley.server.connection;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parley.server.logging.LogSetup;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.text.Counted;

/**
 * Names the readers that are busy for too long, in the log and in the figures: whose they are, with
 * what and where in the program, and nothing of what was sent. Confined to the thread that beats
 * for all connections, which is no virtual one and so runs beside them.
 */
final class BusyReaders {
  private static final Logger LOG = LoggerFactory.getLogger(BusyReaders.class);

  /** At most one line in so many nanoseconds; it counts those that got none. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Carriers carriers = new Carriers();
  private final Stats stats;
  private boolean any;
  private long last;
  private int unnamed;

  BusyReaders(Stats stats) {
    this.stats = stats;
  }

  /**
   * @param now {@link System#nanoTime}
   */
  void look(Connection connection, long now) {
    long busy = connection.busy(carriers::cpu);
    if (busy == 0) {
      return;
    }
    stats.count(Counter.BUSY_READERS);
    if (any && now - last < PAUSE) {
      unnamed++;
      return;
    }
    any = true;
    last = now;
    name(connection, busy);
    unnamed = 0;
  }

  private void name(Connection connection, long busy) {
    MDC.put(LogSetup.CONNECTION, Long.toString(connection.id()));
    if (connection.name() != null) {
      MDC.put("name", connection.name());
    }
    try {
      LOG.atWarn()
          .addKeyValue("address", connection.address())
          .addKeyValue("mode", mode(connection.mode()))
          .addKeyValue("with", connection.at())
          .addKeyValue("in", place(connection.stack()))
          .log(
              "this reader has kept a core for {} ms, and nobody else could have it{}",
              TimeUnit.NANOSECONDS.toMillis(busy),
              unnamed == 0 ? "" : "; " + Counted.of(unnamed, "other") + " since the line before");
    } finally {
      MDC.clear();
    }
  }

  private static String mode(String mode) {
    return mode == null ? null : mode.toUpperCase(Locale.ROOT);
  }

  /** The innermost method of this program. */
  private static String place(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(frame -> frame.getClassName().startsWith("parley."))
        .findFirst()
        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
        .orElse("?");
  }
}
