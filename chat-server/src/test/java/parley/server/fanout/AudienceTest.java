package parley.server.fanout;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.server.outbox.Outbox;
import parley.server.outbox.Published;
import parley.server.stats.Stats;
import parley.server.wire.JsonWire;

/** When those who speak in a room are to wait for those who are in it. */
class AudienceTest {
  private static final int LIMIT = 64 << 10;

  private final Stats stats = new Stats();
  private final Audience audience = new Audience();
  private long now = System.nanoTime();

  private Outbox join(long connection) {
    Outbox outbox = new Outbox(JsonWire.FRAMED, new Published(0), stats, LIMIT);
    audience.add(
        new Subscriber(connection, "192.0.2.1", null, "framed", Instant.EPOCH, outbox, stats));
    return outbox;
  }

  /** A look stays good for a moment; this one comes after it. */
  private boolean congestedLater() {
    now += TimeUnit.SECONDS.toNanos(1);
    return audience.congested(now);
  }

  @Test
  void aRoomIsFullWhenAQuarterOfAllThatMayWaitDoes() {
    Outbox slow = join(1);
    join(2);
    assertFalse(congestedLater(), "nothing waits");
    slow.say(new byte[LIMIT / 2]);
    assertFalse(congestedLater(), "a quarter");
    slow.say(new byte[1_000]);
    assertTrue(congestedLater(), "more than that");
    join(3);
    assertFalse(congestedLater(), "for one more who reads at once");
  }
}
