package parley.protocol;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Repeats a check with random input. A failure names the seed of its round, which {@code
 * -Dparley.seed=} runs again alone.
 */
final class Property {
  private static final String SEED = "parley.seed";

  private Property() {}

  interface Check {
    void with(RandomGenerator random) throws Exception;
  }

  static void holds(int rounds, Check check) {
    Long given = Long.getLong(SEED);
    if (given != null) {
      round(given, check);
      return;
    }
    SplittableRandom seeds = new SplittableRandom(System.nanoTime());
    for (int i = 0; i < rounds; i++) {
      round(seeds.nextLong(), check);
    }
  }

  private static void round(long seed, Check check) {
    try {
      check.with(new SplittableRandom(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError("with -D" + SEED + "=" + seed + ": " + e.getMessage(), e);
    }
  }
}
