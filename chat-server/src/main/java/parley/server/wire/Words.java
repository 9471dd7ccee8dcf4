package parley.server.wire;

import parley.protocol.ServerMessage;

/** How a connection that is no chat is told something: one turned away, one that carries a file. */
@FunctionalInterface
public interface Words {
  /**
   * The bytes of one thing to say, in the form of the connection's mode.
   *
   * @param message it as a program reads it
   * @param line it as a person does
   */
  byte[] say(ServerMessage message, String line);
}
