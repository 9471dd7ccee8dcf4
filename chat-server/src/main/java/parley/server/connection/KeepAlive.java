package parley.server.connection;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import jdk.net.ExtendedSocketOptions;

/**
 * TCP's own question whether the other side is there, while nothing is said: asked so early that a
 * connection whose other side vanished ends within a minute. The system's own times are hours.
 * While something is on its way, TCP does not ask: see {@link Vanished}.
 */
final class KeepAlive {
  private static final int IDLE_SECONDS = 25;
  private static final int EVERY_SECONDS = 8;
  private static final int QUESTIONS = 3;

  private KeepAlive() {}

  static void on(Socket socket) throws IOException {
    socket.setKeepAlive(true);
    set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
    set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, EVERY_SECONDS);
    set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, QUESTIONS);
  }

  private static void set(Socket socket, SocketOption<Integer> option, int value)
      throws IOException {
    if (socket.supportedOptions().contains(option)) {
      socket.setOption(option, value);
    }
  }
}
