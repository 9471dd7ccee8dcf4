package parley.server.listen;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** How a listener gets its connections, and what is spoken over them. */
public interface Endpoint {
  /** Without TLS. */
  Endpoint PLAIN =
      new Endpoint() {
        @Override
        public ServerSocket open(InetSocketAddress at, int backlog) throws IOException {
          ServerSocket socket = new ServerSocket();
          try {
            socket.setReuseAddress(true);
            socket.bind(at, backlog);
            return socket;
          } catch (IOException e) {
            socket.close();
            throw e;
          }
        }

        @Override
        public InputStream before(Socket accepted) throws IOException {
          return accepted.getInputStream();
        }

        @Override
        public Socket over(Socket accepted, InetAddress from) {
          return accepted;
        }
      };

  /** Opens the socket of a listener. */
  ServerSocket open(InetSocketAddress at, int backlog) throws IOException;

  /** What a connection brings before anything is spoken over it. */
  InputStream before(Socket accepted) throws IOException;

  /**
   * A connection that was accepted: itself, or TLS over it before its handshake.
   *
   * @param from whose it is
   */
  Socket over(Socket accepted, InetAddress from) throws IOException;
}
