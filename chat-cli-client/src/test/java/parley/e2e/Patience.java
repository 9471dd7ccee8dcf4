package parley.e2e;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How those in a test behave who wait because it is their nature, not to see something happen. */
final class Patience {
  private Patience() {}

  /** Before dialing again. */
  static void aMoment() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
  }

  /** What a lazy reader does between two messages. */
  static void aWhile(Random random) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
  }
}
