package parley.client.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from half a second to half a minute, and of
 * that a random part of at least half, so that the clients of a server that fell do not all come
 * back at once. Confined to one thread.
 */
public final class Backoff {
  private static final long FIRST_MILLIS = 500;
  private static final long LAST_MILLIS = 30_000;

  private final RandomGenerator random;
  private long millis = FIRST_MILLIS;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** How long to wait now. */
  public Duration next() {
    Duration delay = Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
    millis = Math.min(millis * 2, LAST_MILLIS);
    return delay;
  }

  /** It went well: the next wait is a short one. */
  public void reset() {
    millis = FIRST_MILLIS;
  }
}
