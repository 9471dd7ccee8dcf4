package parley.server.outbox;

import java.io.ByteArrayOutputStream;
import java.util.List;
import parley.protocol.Event;
import parley.server.wire.JsonWire;
import parley.server.wire.TextWire;
import parley.server.wire.Wire;

/**
 * Consecutive events of one batch with the same audience, encoded once for each wire mode and
 * shared by everyone who gets them. Confined to the fan-out thread, but for the bytes it hands out.
 */
public final class Chunk {
  private final List<Event.Logged> events;
  private final int deliveries;
  private final long since;
  private Encoded framed;
  private Encoded ndjson;
  private Encoded text;

  /**
   * @param events at least one, in order
   * @param since {@link System#nanoTime} when the first one's request was read
   */
  public Chunk(List<Event.Logged> events, long since) {
    this.events = events;
    this.since = since;
    this.deliveries = (int) events.stream().filter(Event.Message.class::isInstance).count();
  }

  /** The number of the last event. */
  long last() {
    return events.getLast().seq();
  }

  Encoded encoded(Wire wire) {
    return switch (wire) {
      case JsonWire.FRAMED -> {
        if (framed == null) {
          framed = encode(wire, events);
        }
        yield framed;
      }
      case JsonWire.NDJSON -> {
        if (ndjson == null) {
          ndjson = encode(wire, events);
        }
        yield ndjson;
      }
      case TextWire mine when events.stream().allMatch(mine::sharesView) -> {
        if (text == null) {
          text = encoded(events.stream().map(TextWire::shared).toList());
        }
        yield text;
      }
      case TextWire mine -> encode(mine, events);
    };
  }

  private Encoded encode(Wire wire, List<Event.Logged> these) {
    return encoded(these.stream().map(wire::encode).toList());
  }

  private Encoded encoded(List<byte[]> parts) {
    if (parts.size() == 1) {
      return new Encoded(parts.getFirst(), 1, deliveries, false, since);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return new Encoded(all.toByteArray(), parts.size(), deliveries, false, since);
  }
}
