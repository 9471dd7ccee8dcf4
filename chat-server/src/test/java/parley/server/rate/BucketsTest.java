package parley.server.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Two a second, of which six may come at once. */
  private static final Rate RATE = new Rate(2, 6);

  private final Buckets<String> buckets = new Buckets<>(3);

  private int taken(String key, long now) {
    int taken = 0;
    while (taken < 100 && buckets.tryTake(key, 1, RATE, now) == 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void whatIsThereComesAtOnceAndThenEvenly() {
    assertEquals(6, taken("ann", 0));
    assertEquals(SECOND / 2, buckets.tryTake("ann", 1, RATE, 0));
    assertEquals(1, taken("ann", SECOND / 2));
    assertEquals(6, taken("ann", 600 * SECOND), "no more than may be saved up");
    assertEquals(6, taken("bob", 600 * SECOND), "another one's own");
  }

  @Test
  void whoTakesMoreThanIsThereWaitsAndSoDoWhoComeNext() {
    assertEquals(0, buckets.take("ann", 6, RATE, 0));
    assertEquals(SECOND, buckets.take("ann", 2, RATE, 0));
    assertEquals(2 * SECOND, buckets.take("ann", 2, RATE, 0));
    assertEquals(SECOND + SECOND / 2, buckets.take("ann", 1, RATE, SECOND));
  }

  @Test
  void whoTakesLittleDoesNotWaitForWhatOthersTook() {
    assertEquals(0, buckets.takeTurns("net", 6, RATE, 0));
    assertEquals(20 * SECOND, buckets.takeTurns("net", 40, RATE, 0));
    assertEquals(40 * SECOND, buckets.takeTurns("net", 40, RATE, 0), "two wait");
    assertEquals(3 * SECOND / 2, buckets.takeTurns("net", 1, RATE, 0), "of three, one's own part");
    buckets.waited("net");
    buckets.waited("net");
    assertEquals(SECOND, buckets.takeTurns("net", 1, RATE, 0), "of two");
    buckets.waited("nobody");
  }

  @Test
  void whoTakeTurnsHaveNoMoreThanTheRate() {
    assertEquals(0, buckets.takeTurns("net", 6, RATE, 0));
    long[] ready = new long[4];
    int taken = 0;
    for (long now = 0; now < 600 * SECOND; now += SECOND / 10) {
      for (int i = 0; i < ready.length; i++) {
        if (ready[i] <= now) {
          if (ready[i] > 0) {
            buckets.waited("net");
          }
          ready[i] = now + buckets.takeTurns("net", 1 + i, RATE, now);
          taken += 1 + i;
        }
      }
    }
    assertTrue(taken <= 1_200 + 20, () -> "in ten minutes at two a second");
    assertTrue(taken > 1_000, () -> "and not much less");
  }

  @Test
  void lookingTakesNothingAndWhatDidNotComeAboutIsGivenBack() {
    assertEquals(0, buckets.look("ann", 6, RATE, 0));
    assertEquals(6, taken("ann", 0));
    buckets.giveBack("ann", 2);
    assertEquals(2, taken("ann", 0));
    buckets.giveBack("nobody", 1);
    buckets.giveBack("ann", 100);
    assertEquals(6, taken("ann", 0), "never more than may be saved up");
  }

  @Test
  void aRateThatChangesHoldsFromThen() {
    assertEquals(6, taken("ann", 0));
    assertEquals(SECOND / 10, buckets.tryTake("ann", 1, new Rate(10, 10), 0));
    assertEquals(0, buckets.tryTake("ann", 10, new Rate(10, 10), SECOND));
  }

  @Test
  void noAmountOfTimeOverflows() {
    Rate huge = Rate.of(1_000_000_000, Duration.ofMinutes(1));
    assertEquals(0, buckets.tryTake("ann", 1, huge, 0));
    assertEquals(0, buckets.tryTake("ann", 1, huge, Long.MAX_VALUE / 2));
    assertEquals(0, buckets.tryTake("ann", 1_000_000_000, huge, Long.MAX_VALUE));
  }

  @Test
  void aClockThatStepsBackGivesNothing() {
    assertEquals(6, taken("ann", 10 * SECOND));
    assertEquals(0, taken("ann", 5 * SECOND));
  }

  @Test
  void ofTooManyThoseThatAreFullAreForgottenFirst() {
    assertEquals(6, taken("empty", 0));
    assertEquals(0, buckets.tryTake("full", 1, RATE, 0));
    assertEquals(6, taken("empty too", 2 * SECOND));
    assertEquals(0, buckets.tryTake("new", 1, RATE, 2 * SECOND));
    assertTrue(buckets.tryTake("empty", 6, RATE, 2 * SECOND) > 0, "it is still remembered");
    assertTrue(buckets.tryTake("empty too", 1, RATE, 2 * SECOND) > 0, "it is still remembered");
  }
}
