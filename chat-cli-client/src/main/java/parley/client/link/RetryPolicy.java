package parley.client.link;

import java.time.Duration;

/**
 * How hard a link tries.
 *
 * @param atFirst for how long a first connection is tried; zero gives up at the first failure
 * @param later for how long a lost one is
 * @param otherNames whether a taken name may be changed by a number at its end
 */
public record RetryPolicy(Duration atFirst, Duration later, boolean otherNames) {
  /** As good as for ever. */
  public static final Duration FOR_EVER = Duration.ofDays(36_500);
}
