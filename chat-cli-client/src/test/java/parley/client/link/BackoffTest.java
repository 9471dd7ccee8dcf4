package parley.client.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void doublesToHalfAMinuteWithChanceInIt() {
    Set<Long> seen = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      Backoff backoff = new Backoff(new Random(seed));
      long most = 500;
      for (int attempt = 0; attempt < 12; attempt++) {
        long millis = backoff.next().toMillis();
        assertTrue(millis >= most / 2 && millis <= most, millis + " of " + most);
        most = Math.min(30_000, most * 2);
        seen.add(millis);
      }
      backoff.reset();
      assertTrue(backoff.next().toMillis() <= 500);
    }
    assertTrue(seen.size() > 100, "clients that come back together: " + seen.size());
  }

  @Test
  void theDelayIsBoundedForEver() {
    Backoff backoff = new Backoff(new Random(1));
    for (int i = 0; i < 10_000; i++) {
      backoff.next();
    }
    assertEquals(true, backoff.next().toMillis() <= 30_000);
  }
}
