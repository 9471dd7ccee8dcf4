package parley.server.outbox;

import java.io.ByteArrayOutputStream;
import java.util.List;
import parley.protocol.Event;
import parley.server.wire.Wire;

/**
 * Consecutive events of one batch with the same audience, encoded once for each wire mode and
 * shared by everyone who gets them. Confined to the fan-out thread, but for the bytes it hands out.
 */
public final class Chunk {
  private final List<Event.Logged> events;
  private final int deliveries;
  private final long since;

  /** The first wire that was asked for: most rooms have no other. */
  private Wire first;

  private Encoded firstEncoded;
  private Shared others;

  /** What another wire made of them. */
  private record Shared(Wire wire, Encoded encoded, Shared next) {}

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

  /** The bytes for one connection, made once for all that share them. */
  @SuppressWarnings("ReferenceEquality") // a wire that is shared is one object
  Encoded encoded(Wire own) {
    Wire wire = own.sharing(events);
    if (wire == null) {
      return encode(own);
    }
    if (first == wire) {
      return firstEncoded;
    }
    if (first == null) {
      first = wire;
      firstEncoded = encode(wire);
      return firstEncoded;
    }
    for (Shared other = others; other != null; other = other.next) {
      if (other.wire == wire) {
        return other.encoded;
      }
    }
    others = new Shared(wire, encode(wire), others);
    return others.encoded;
  }

  private Encoded encode(Wire wire) {
    if (events.size() == 1) {
      return new Encoded(wire.encode(events.getFirst()), 1, deliveries, false, since);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Event.Logged event : events) {
      all.writeBytes(wire.encode(event));
    }
    return new Encoded(all.toByteArray(), events.size(), deliveries, false, since);
  }
}
