package parley.server.wire;

import parley.protocol.ServerMessage;

/** How messages are written for one connection. Safe on any thread. */
public sealed interface Wire permits JsonWire, TextWire {
  byte[] NOTHING = {};

  /** The bytes of a message; {@link #NOTHING} where this mode does not show it. */
  byte[] encode(ServerMessage message);
}
