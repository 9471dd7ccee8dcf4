package parley.server.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private final AtomicLong rate = new AtomicLong(1_000_000);
  private final RateLimit rateLimit = new RateLimit(rate::get, 0);

  @Test
  void allTogetherGoNoFasterThanTheRate() {
    long now = 0;
    long carried = 0;
    while (now < 10 * SECOND) {
      now += rateLimit.reserve(16_384, now) + 1_000;
      carried += 16_384;
    }
    assertTrue(carried <= 10_000_000 + 32_768 && carried > 9_900_000, () -> "10 s, in bytes");
  }

  @Test
  void restsAreNotSavedUp() {
    assertEquals(0, rateLimit.reserve(500_000, 100 * SECOND));
    assertEquals(SECOND / 2, rateLimit.reserve(1, 100 * SECOND));
  }

  @Test
  void anotherRateIsInForceAtOnce() {
    rate.set(Long.MAX_VALUE);
    assertEquals(0, rateLimit.reserve(Integer.MAX_VALUE, 0));
    assertEquals(0, rateLimit.reserve(Integer.MAX_VALUE, 0));
  }
}
