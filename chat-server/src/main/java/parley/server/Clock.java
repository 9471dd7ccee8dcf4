package parley.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.decide.Act;
import parley.server.sequence.Sequencer;
import parley.server.stats.SteadyClock;
import parley.server.stats.Units;

/** Tells the sequencer once a second that time passed, and the log that the clock was set. */
record Clock(Sequencer sequencer, LongSupplier graceMillis) implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Clock.class);

  /** What a clock is set by in ordinary use. */
  private static final long LITTLE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  @Override
  public void run() {
    long ahead = SteadyClock.aheadMillis();
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(1);
        long now = SteadyClock.aheadMillis();
        if (Math.abs(now - ahead) > LITTLE_MILLIS) {
          LOG.warn(
              "this machine's clock was set {} by {}: what is said is told the new time; bans and"
                  + " mutes go on for as long as they had left",
              now > ahead ? "forward" : "back",
              Units.duration(Duration.ofMillis(Math.abs(now - ahead))));
          ahead = now;
        }
        sequencer.submit(new Act.Tick(graceMillis.getAsLong()), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
