package parley.server.connection;

import java.util.concurrent.TimeUnit;
import parley.protocol.Event;
import parley.protocol.Goodbye;
import parley.server.config.Settings;
import parley.server.fanout.Subscriber;
import parley.server.file.Transfer;
import parley.server.mode.Idle;

/**
 * Looks whether one connection is overdue: with its handshake, its hello, a sign of life, or its
 * end. Confined to the thread that beats for all connections.
 */
final class Heartbeat {
  /** By how much a ping comes before the time is over, in nanoseconds: a look and a half. */
  private static final long EARLIER = TimeUnit.MILLISECONDS.toNanos(750);

  private final ClientSocket clientSocket;
  private final Closing closing;
  private long pingedAt;

  Heartbeat(ClientSocket clientSocket, Closing closing) {
    this.clientSocket = clientSocket;
    this.closing = closing;
  }

  /**
   * A connection that has said nothing whole is overdue with that.
   *
   * @param now {@link System#nanoTime}
   */
  void beat(Undetermined connection, Settings.Timeout timeout, long now) {
    if (closing.seen()) {
      if (closing.overdue(now, 0)) {
        connection.abort();
      }
    } else if (helloIsLate(timeout, 0, now)) {
      closing.timedOut();
      closing.see(now);
      if (clientSocket.handshaken()) {
        closing.closeSaying("\r\nConnection timeout");
      } else {
        clientSocket.closeSoon();
      }
    }
  }

  /**
   * A chat is overdue with its hello, with a sign of life, or with its end.
   *
   * @param now {@link System#nanoTime}
   */
  void beat(Chat chat, Settings.Timeout timeout, long now) {
    Subscriber self = chat.subscriber();
    if (closing.seen()) {
      if (closing.overdue(now, self.outbox().stuckNanos(now))) {
        chat.abort();
      } else {
        self.outbox().look();
      }
    } else if (chat.over()) {
      closing.see(now);
    } else if (self.person() == null) {
      // A hello that waits for its answer, because the disk stalls, say, is not late.
      if (helloIsLate(timeout, self.undecided().waited(now), now)) {
        timeOut(chat, Goodbye.TIMEOUT, now);
      }
    } else {
      Idle idle = chat.mode().idle();
      long allowed = idle.allowed().apply(timeout).toNanos();
      long silent = silent(self, idle, now);
      if (silent > allowed) {
        timeOut(chat, Goodbye.IDLE, now);
      } else if (idle.pinged() && Math.min(silent, now - pingedAt) > pingAfter(allowed)) {
        pingedAt = now;
        self.outbox().ping(self.outbox().wire().encode(new Event.Ping(Long.toString(now, 36))));
      }
    }
  }

  /**
   * A connection that carries a file is overdue when its client lets it stand still.
   *
   * @param now {@link System#nanoTime}
   */
  void beat(Transfer transfer, Settings.Timeout timeout, long now) {
    if (transfer.idle(now) > timeout.transfer().toNanos()) {
      closing.ends(Ending.TIMEOUT);
      transfer.end(Goodbye.IDLE, "Connection timeout");
    }
  }

  /**
   * @param waited for how long the client has waited for the server, in nanoseconds
   */
  private boolean helloIsLate(Settings.Timeout timeout, long waited, long now) {
    long allowed = (clientSocket.handshaken() ? timeout.hello() : timeout.handshake()).toNanos();
    return now - clientSocket.opened() - waited > allowed;
  }

  /** At half the time, and at least one look before its end, in nanoseconds. */
  private static long pingAfter(long allowed) {
    return Math.min(allowed / 2, Math.max(0, allowed - EARLIER));
  }

  /** For how long there was no sign of life, in nanoseconds. */
  private static long silent(Subscriber self, Idle idle, long now) {
    long silent = self.silent(now);
    return idle.taking() ? Math.min(silent, self.outbox().untakenNanos(now)) : silent;
  }

  private void timeOut(Chat chat, Goodbye reason, long now) {
    closing.timedOut();
    closing.see(now);
    chat.end(reason, "Connection timeout");
  }
}
