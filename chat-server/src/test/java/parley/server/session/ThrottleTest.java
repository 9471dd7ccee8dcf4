package parley.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final long SECOND = 1_000_000_000L;
  private final Throttle throttle = new Throttle();

  @Test
  void afterABurstOfTwiceTheRateEachRequestWaitsItsShare() {
    for (int i = 0; i < 10; i++) {
      assertEquals(0, throttle.take(5, 0), "request " + i + " of the burst");
    }
    assertEquals(SECOND / 5, throttle.take(5, 0));
    assertEquals(2 * SECOND / 5, throttle.take(5, 0));
  }

  @Test
  void aPauseGivesTheBurstBackAndNoMore() {
    for (int i = 0; i < 10; i++) {
      throttle.take(5, 0);
    }
    for (int i = 0; i < 10; i++) {
      assertEquals(0, throttle.take(5, 3_600 * SECOND));
    }
    assertEquals(SECOND / 5, throttle.take(5, 3_600 * SECOND));
  }
}
