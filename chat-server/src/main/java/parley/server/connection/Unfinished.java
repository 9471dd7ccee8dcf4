package parley.server.connection;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import parley.protocol.Decoder;
import parley.server.outbox.Budget;

/**
 * What one connection's decoder holds in memory, counted in the budget of all. While there is more
 * than fits, whoever has their share is read no further; who holds more than that for a record that
 * does not come to its end is ended at last. Confined to the connection's reader, but for {@link
 * #overdue}.
 */
final class Unfinished {
  /** A decoder that holds no more is not worth counting, in bytes. */
  private static final int SMALL = 1_024;

  private static final long PAUSE_MILLIS = 100;

  /** How long more than a share may be held while there is too much, in nanoseconds. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final Decoder decoder;
  private final Budget budget;

  /** What is counted now. */
  private int held;

  /** What of a record there is while the rest is awaited. */
  private volatile int pending;

  /** Since when the heartbeat has seen too much; its thread alone. */
  private long since;

  Unfinished(Decoder decoder, Budget budget) {
    this.decoder = decoder;
    this.budget = budget;
  }

  /** Fills the decoder once, later where there is too much in memory. */
  int fill(InputStream in) throws IOException, InterruptedException {
    pending = decoder.pending();
    long deadline = System.nanoTime() + PATIENCE;
    while (greedy(budget.shareNow())) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("there was no memory for the rest of a record");
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    int n = decoder.fill(in);
    count(decoder.held());
    return n;
  }

  /** Nothing is held any more. */
  void close() {
    count(0);
  }

  private void count(int bytes) {
    int now = bytes <= SMALL ? 0 : bytes;
    if (now != held) {
      budget.count(now - held);
      held = now;
    }
  }

  /** Whether more than a share is needed for what is pending; a buffer doubles as it grows. */
  private boolean greedy(int share) {
    return 2L * pending > share;
  }

  /** Whether the connection has to end, so that others go on; asked by the heartbeat. */
  boolean overdue(long now) {
    if (!greedy(budget.share())) {
      since = 0;
      return false;
    }
    since = since == 0 ? now : since;
    return now - since > PATIENCE;
  }
}
