package parley.server.file;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what nobody has a right to any more, whatever took it: a kick, a ban, a mute, a deletion, a
 * goodbye, the end of a room or of a grace, a setting. It asks for each transfer what was asked
 * when it began, again and again, so that no new way of taking a right must know of files. A thread
 * of its own.
 */
final class RightsWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RightsWatch.class);

  /** With what a decision takes, a right that is gone ends its transfers within a second. */
  private static final long EVERY_MILLIS = 400;

  private final Transfers transfers;

  RightsWatch(Transfers transfers) {
    this.transfers = transfers;
  }

  @Override
  public void run() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        try {
          transfers.recheck();
        } catch (RuntimeException e) {
          LOG.error("the rights to files could not be looked at", e);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the look at rights ends");
    }
  }
}
