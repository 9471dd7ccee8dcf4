package parley.server.mode;

import java.util.Optional;
import java.util.function.Supplier;
import parley.protocol.Framing;
import parley.protocol.Incoming;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Recognition;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.fanout.Subscriber;
import parley.server.session.Session;
import parley.server.wire.Asked;
import parley.server.wire.JsonWire;
import parley.server.wire.Wire;

/** The two modes of JSON, which differ in how it is framed. */
public final class JsonMode implements WireMode {
  public static final JsonMode FRAMED =
      new JsonMode("framed", JsonWire.FRAMED, Mode.ALPN, Idle.ANSWERING, "");

  /** A line break ends the question that a reader of lines has got for a line. */
  public static final JsonMode NDJSON =
      new JsonMode("NDJSON", JsonWire.NDJSON, null, Idle.LISTENING, "\n");

  private final String title;
  private final JsonWire wire;
  private final String alpn;
  private final Idle idle;
  private final String afterGreeting;

  private JsonMode(String title, JsonWire wire, String alpn, Idle idle, String afterGreeting) {
    this.title = title;
    this.wire = wire;
    this.alpn = alpn;
    this.idle = idle;
    this.afterGreeting = afterGreeting;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Recognition recognise(Incoming first) {
    return wire.mode().recognise(first);
  }

  @Override
  public Optional<String> alpn() {
    return Optional.ofNullable(alpn);
  }

  @Override
  public Framing framing() {
    return wire.mode().framing();
  }

  @Override
  public Wire wire() {
    return wire;
  }

  @Override
  public Dialog dialog(Session session, Subscriber subscriber, Supplier<String> again) {
    return new JsonDialog(session, subscriber);
  }

  @Override
  public byte[] say(ServerMessage message, String line) {
    return wire.encode(message);
  }

  @Override
  public Asked asked(byte[] record) {
    try {
      return Json.request(record) instanceof Request.Transfer transfer
          ? new Asked(transfer, null)
          : null;
    } catch (ProtocolException e) {
      // The session finds the same fault again, and says it.
      return null;
    }
  }

  @Override
  public Idle idle() {
    return idle;
  }

  @Override
  public String afterGreeting() {
    return afterGreeting;
  }
}
