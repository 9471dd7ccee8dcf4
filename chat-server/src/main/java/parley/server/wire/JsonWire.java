package parley.server.wire;

import java.util.List;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.ServerMessage;

/** JSON in frames or in lines: the same bytes for everyone, so they can be shared. */
public enum JsonWire implements Wire {
  FRAMED(Mode.FRAMED),
  NDJSON(Mode.NDJSON);

  private final Mode mode;

  JsonWire(Mode mode) {
    this.mode = mode;
  }

  public Mode mode() {
    return mode;
  }

  @Override
  public byte[] encode(ServerMessage message) {
    return mode.frame(Json.bytes(message));
  }

  @Override
  public Wire sharing(List<Event.Logged> events) {
    return this;
  }
}
