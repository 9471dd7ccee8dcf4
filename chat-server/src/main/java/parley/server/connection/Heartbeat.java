package parley.server.connection;

import java.util.concurrent.TimeUnit;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.server.config.Settings;
import parley.server.fanout.Subscriber;
import parley.server.file.Transfer;

/**
 * Looks whether one connection is overdue: with its handshake, its hello, a sign of life, or its
 * end. Confined to the thread that beats for all connections.
 */
final class Heartbeat {
  /** What an ending may take, in nanoseconds, before it is cut short. */
  private static final long ENDING = TimeUnit.MILLISECONDS.toNanos(Participant.DRAIN_MILLIS);

  /** How long one write may be stuck while the connection ends, in nanoseconds. */
  private static final long STUCK = TimeUnit.SECONDS.toNanos(3);

  private final Connection connection;
  private final Line line;
  private long pingedAt;
  private long endingSince;

  Heartbeat(Connection connection, Line line) {
    this.connection = connection;
    this.line = line;
  }

  /**
   * @param self null while the mode is not known
   * @param now {@link System#nanoTime}
   */
  void beat(Subscriber self, Settings.Timeout timeout, long now) {
    if (endingSince != 0) {
      if (now - endingSince > ENDING || self != null && self.outbox().stuckNanos(now) > STUCK) {
        connection.abort();
      }
    } else if (self != null && self.endReason() != null) {
      endingSince = now;
    } else if (self == null || self.person() == null) {
      long allowed = (line.handshaken() ? timeout.hello() : timeout.handshake()).toNanos();
      if (now - line.opened() - waited(self, now) > allowed) {
        timeOut(self, "timeout", now);
      }
    } else if (self.mode() == Mode.TEXT) {
      if (self.silent(now) > timeout.textIdle().toNanos()) {
        timeOut(self, "idle", now);
      }
    } else if (self.silent(now) > timeout.idle().toNanos()) {
      timeOut(self, "idle", now);
    } else if (Math.min(self.silent(now), now - pingedAt) > timeout.idle().toNanos() / 2) {
      pingedAt = now;
      self.outbox().ping(self.outbox().wire().encode(new Event.Ping(Long.toString(now, 36))));
    }
  }

  /**
   * A connection that carries a file is overdue when its client lets it stand still.
   *
   * @param now {@link System#nanoTime}
   */
  void beat(Transfer transfer, Settings.Timeout timeout, long now) {
    if (transfer.idle(now) > timeout.transfer().toNanos()) {
      line.ends(Ending.TIMEOUT);
      transfer.end("idle", "Connection timeout");
    }
  }

  /** A hello that waits for its answer, because the disk stalls, say, is not late. */
  private static long waited(Subscriber self, long now) {
    return self == null ? 0 : self.undecided().waited(now);
  }

  private void timeOut(Subscriber self, String reason, long now) {
    line.ends(line.handshaken() ? Ending.TIMEOUT : Ending.HANDSHAKE);
    endingSince = now;
    if (self != null) {
      self.end(reason, "Connection timeout");
    } else if (line.handshaken()) {
      line.closeSaying("\r\nConnection timeout");
    } else {
      line.closeSoon();
    }
  }
}
