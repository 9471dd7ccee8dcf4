package parley.server.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With a clock that is given. */
class TransferProgressTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  // A clock may begin anywhere.
  private long now = Long.MAX_VALUE - 5;
  private final TransferProgress progress = new TransferProgress(() -> now);
  private long at;

  private void move(int bytes) {
    at += bytes;
    progress.at(at);
  }

  @Test
  void aByteNowAndThenIsSlow() {
    now += 29 * SECOND;
    move(1);
    assertFalse(progress.slow(now), "too early to tell");
    now += 2 * SECOND;
    assertTrue(progress.slow(now));
    move(1);
    now += SECOND;
    assertTrue(progress.slow(now), "the next look takes as long again");
    move(60 * 8_192);
    now += 30 * SECOND;
    move(1);
    assertFalse(progress.slow(now));
  }

  @Test
  void whatTheServerLetsWaitIsNotSlow() {
    progress.ours(true);
    now += 300 * SECOND;
    assertFalse(progress.slow(now));
    assertEquals(0, progress.idle(now));
    move(1);
    progress.ours(false);
    now += 29 * SECOND;
    assertFalse(progress.slow(now));
    now += SECOND;
    assertTrue(progress.slow(now));
  }

  @Test
  void whatWasThereBeforeIsNoSpeed() {
    at = 1L << 30;
    progress.from(at);
    now += 31 * SECOND;
    assertTrue(progress.slow(now));
    move(40 * 8_192);
    assertFalse(progress.slow(now));
  }
}
