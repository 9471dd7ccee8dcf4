package parley.server.connection;

import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.server.config.LogSetup;
import parley.server.fanout.Subscriber;
import parley.server.outbox.Outbox;
import parley.server.session.Services;
import parley.server.session.Session;
import parley.server.session.TextDialog;
import parley.server.stats.Counter;
import parley.server.wire.JsonWire;
import parley.server.wire.TextWire;
import parley.server.wire.Wire;

/**
 * Who is at the other end of a connection, once its mode is known: their session and their outbox.
 * Confined to the connection's reader, but for {@link #subscriber}.
 */
final class Participant {
  private static final Logger LOG = LoggerFactory.getLogger(Participant.class);

  /** What the end waits for the writer to write what is owed. */
  static final long DRAIN_MILLIS = 10_000;

  private final long id;
  private final Line line;
  private final Services services;
  private final Subscriber subscriber;
  private final Session session;
  private final TextDialog dialog;

  /**
   * @param address where it comes from, in canonical form
   * @param early bytes that came before the mode was known
   */
  Participant(
      long id, Line line, String address, Instant since, Mode mode, int early, Services services)
      throws IOException {
    this.id = id;
    this.line = line;
    this.services = services;
    Wire wire =
        switch (mode) {
          case FRAMED -> JsonWire.FRAMED;
          case NDJSON -> JsonWire.NDJSON;
          case TEXT -> new TextWire();
        };
    services.stats().count(Counter.valueOf(mode.name()));
    Outbox outbox =
        new Outbox(
            wire,
            services.fanout().published(),
            services.stats(),
            services.settings().get().limits().outboxBytes());
    subscriber =
        new Subscriber(id, address, line.tlsVersion(), mode, since, outbox, services.stats());
    session = new Session(subscriber, services);
    dialog =
        wire instanceof TextWire text
            ? new TextDialog(session, subscriber, text, line.here())
            : null;
    services.fanout().add(subscriber);
    subscriber.received(early);
    services.write(outbox, line.out(), subscriber::person, this::written);
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /** Handles one record. */
  void handle(byte[] record) throws InterruptedException {
    services.stats().count(Counter.FRAMES_IN);
    if (dialog != null) {
      dialog.handle(record);
      return;
    }
    try {
      session.handle(Json.request(record));
    } catch (ProtocolException e) {
      subscriber.outbox().reserve();
      subscriber.reply(e.reply());
    }
  }

  /** Whether goodbye was said, by the client or to it; what still comes is not run any more. */
  boolean over() {
    return subscriber.endReason() != null;
  }

  /** Nothing more is written; told by the writer. */
  private void written(Exception why) {
    MDC.put(LogSetup.CONNECTION, Long.toString(id));
    try {
      if (why == null) {
        line.finish(services.timer());
        return;
      }
      throw why;
    } catch (IOException e) {
      line.ends(Ending.ofWrite(e));
      LOG.debug("writing ended: {}", e.toString());
    } catch (InterruptedException e) {
      LOG.debug("writing was interrupted");
    } catch (Exception e) {
      LOG.error("a fault in the server ended this connection", e);
      line.ends(Ending.BY_SERVER);
    } finally {
      MDC.clear();
    }
    line.close();
  }

  /** The client sends no more: it gets what it is owed, and then the end. */
  void halfClosed() throws InterruptedException {
    subscriber.outbox().awaitReplies();
    subscriber.outbox().finish(null, true);
    subscriber.outbox().awaitEnd(DRAIN_MILLIS);
  }

  /** Nothing after a fault of framing can be trusted: it is said, and that is the end. */
  void broken(ProtocolException e) throws InterruptedException {
    subscriber.outbox().say(subscriber.outbox().wire().encode(e.reply()));
    subscriber.end("protocol", "The connection ends here.");
    subscriber.outbox().awaitEnd(DRAIN_MILLIS);
  }

  /** Waits until everything is written that will be. */
  void awaitWritten() {
    try {
      if (!subscriber.outbox().awaitEnd(over() ? DRAIN_MILLIS : 0)) {
        subscriber.outbox().abort();
      }
      subscriber.outbox().awaitWriter();
    } catch (InterruptedException e) {
      subscriber.outbox().abort();
    }
  }

  /**
   * The connection is closed.
   *
   * @param halfClosed whether the client closed its side first: from a person, a goodbye
   */
  void gone(boolean halfClosed) {
    session.gone(session.orderly() || (subscriber.mode() == Mode.TEXT && halfClosed));
  }
}
