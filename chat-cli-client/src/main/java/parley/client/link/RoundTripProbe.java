package parley.client.link;

import java.time.Duration;
import parley.protocol.Reply;
import parley.protocol.Request;

/** Measures how long the server takes to answer. Guarded by the lock of its {@link Link}. */
final class RoundTripProbe {
  private static final Duration EVERY = Duration.ofSeconds(15);

  private String id;
  private long askedAt;

  /**
   * A new measurement; one that is still open is given up.
   *
   * @param now by {@link System#nanoTime}
   */
  Request.Ping ask(String id, long now) {
    this.id = id;
    this.askedAt = now;
    return new Request.Ping(id, null);
  }

  boolean isDue(long now) {
    return now - askedAt > EVERY.toNanos();
  }

  /** The round trip that a reply ends; null where it is about something else. */
  Duration answered(Reply reply, long now) {
    if (reply.re() == null || !reply.re().equals(id) || !(reply instanceof Reply.Pong)) {
      return null;
    }
    id = null;
    return Duration.ofNanos(now - askedAt);
  }

  void lineLost() {
    id = null;
  }
}
