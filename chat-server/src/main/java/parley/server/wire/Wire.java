package parley.server.wire;

import java.util.List;
import parley.protocol.Event;
import parley.protocol.ServerMessage;

/** How messages are written for one connection. Safe on any thread. */
public interface Wire {
  byte[] NOTHING = {};

  /** The bytes of a message; {@link #NOTHING} where this mode does not show it. */
  byte[] encode(ServerMessage message);

  /**
   * What writes these events with the same bytes for everyone who names it, so that they can be
   * shared.
   *
   * @return null where they are for this connection alone
   */
  Wire sharing(List<Event.Logged> events);
}
