package parley.server.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import parley.protocol.Goodbye;
import parley.server.config.Settings;
import parley.server.fanout.Subscriber;
import parley.server.mode.Dialog;
import parley.server.mode.WireMode;
import parley.server.outbox.Outbox;
import parley.server.session.Session;
import parley.server.stats.Counter;

/**
 * A connection that is a chat: the session and the outbox of who is at its other end. Confined to
 * the connection's reader, but for {@link #subscriber} and what a {@link Purpose} is asked.
 */
final class Chat implements Purpose {
  private final ClientSocket clientSocket;
  private final WireMode mode;
  private final ConnectionParts parts;
  private final Subscriber subscriber;
  private final Session session;
  private final Dialog dialog;

  /**
   * Not begun yet.
   *
   * @param address where it comes from, in canonical form
   * @param spoke told once hello was said
   */
  Chat(
      long id,
      ClientSocket clientSocket,
      String address,
      Runnable spoke,
      Instant since,
      WireMode mode,
      ConnectionParts parts) {
    this.clientSocket = clientSocket;
    this.mode = mode;
    this.parts = parts;
    Outbox outbox =
        new Outbox(
            mode.wire(),
            parts.fanout().published(),
            parts.stats(),
            parts.settings().get().limits().outboxBytes(),
            parts.budget());
    subscriber =
        new Subscriber(
            id, address, clientSocket.tlsVersion(), mode.title(), since, outbox, parts.stats());
    session =
        new Session(
            subscriber,
            spoke,
            () -> parts.certificates().apply(clientSocket.certificates()),
            parts.sessions());
    dialog = mode.dialog(session, subscriber, this::again);
  }

  /**
   * It is known to the fan-out from now on, and written.
   *
   * @param early bytes that came before
   * @param closing told when nothing more is written
   */
  void begin(int early, Closing closing) throws IOException {
    OutputStream out = clientSocket.out();
    parts.stats().detected(mode.title());
    parts.fanout().add(subscriber);
    subscriber.received(early);
    parts
        .writing()
        .begin(
            subscriber.outbox(), out, subscriber.network(), subscriber::viewer, closing::written);
  }

  /** How somebody at a shell connects once more, a command. */
  private String again() {
    return clientSocket.reach().command(parts.settings().get(), parts.tlsAddress().get());
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /** Its {@link Session#at} may be asked by any thread. */
  Session session() {
    return session;
  }

  /** So many bytes came that said nothing: they are read no faster than what does. */
  void passedOver(int bytes) throws InterruptedException {
    session.passedOver(bytes);
  }

  /** Handles one record. */
  void handle(byte[] record) throws InterruptedException {
    parts.stats().count(Counter.FRAMES_IN);
    if (!session.arrives(record.length)) {
      return;
    }
    subscriber.outbox().handling();
    try {
      dialog.handle(record);
    } finally {
      subscriber.outbox().handled();
    }
  }

  /** Whether they have said hello. */
  boolean greeted() {
    return session.greeted();
  }

  /** Whether goodbye was said, by the client or to it; what still comes is not run any more. */
  boolean over() {
    return subscriber.endReason() != null;
  }

  /** The connection is closed. */
  void gone() {
    session.gone(session.orderly() || !dialog.resumable());
  }

  // ---- any thread -----------------------------------------------------------------------------

  @Override
  public WireMode mode() {
    return mode;
  }

  @Override
  public void end(Goodbye reason, String sentence) {
    subscriber.end(reason, sentence);
  }

  @Override
  public void abort() {
    subscriber.outbox().abort();
    clientSocket.closeSoon();
  }

  @Override
  public void beat(Heartbeat heartbeat, Settings.Timeout timeout, long now) {
    heartbeat.beat(this, timeout, now);
  }
}
