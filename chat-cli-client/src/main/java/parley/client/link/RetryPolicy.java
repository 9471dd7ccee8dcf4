package parley.client.link;

import java.time.Duration;

/**
 * How hard a link tries.
 *
 * @param atFirst for how long a first connection is tried; zero gives up at the first failure
 * @param later for how long a lost one is
 * @param otherNames whether a taken name may be changed by a number at its end
 * @param asked whether a person is there who is asked before the name of an account is changed
 */
public record RetryPolicy(Duration atFirst, Duration later, boolean otherNames, boolean asked) {
  /** As good as for ever. */
  public static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** Nobody is asked. */
  public RetryPolicy(Duration atFirst, Duration later, boolean otherNames) {
    this(atFirst, later, otherNames, false);
  }
}
