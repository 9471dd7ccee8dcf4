package parley.server.stats;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line of figures to the log every so often, on a thread of its own. The interval is asked
 * for each second, so that a changed setting holds at once; zero is silence.
 */
public final class StatsLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatsLog.class);
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Supplier<Figures> figures;
  private final Supplier<Duration> every;
  private final Thread thread;

  private StatsLog(Supplier<Figures> figures, Supplier<Duration> every) {
    this.figures = figures;
    this.every = every;
    this.thread = Thread.ofPlatform().name("stats").daemon().unstarted(this::run);
  }

  public static StatsLog start(Supplier<Figures> figures, Supplier<Duration> every) {
    StatsLog log = new StatsLog(figures, every);
    log.thread.start();
    return log;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    Figures before = figures.get();
    long since = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(STEP);
        long nanos = every.get().toNanos();
        if (nanos > 0 && System.nanoTime() - since >= nanos) {
          since = System.nanoTime();
          Figures now = figures.get();
          LOG.atInfo()
              .addKeyValue("figures", StatsLine.figures(before, now))
              .log(StatsLine.of(before, now));
          before = now;
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }
}
