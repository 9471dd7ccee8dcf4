package parley.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import parley.testkit.Client;

/** Someone who types lines into a bare socket. */
final class Typist implements AutoCloseable {
  final Socket socket;
  private final StringBuilder seen = new StringBuilder();

  Typist(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(Client.PATIENCE_MILLIS);
  }

  static Typist at(InetSocketAddress at) throws IOException {
    return new Typist(new Socket(at.getAddress(), at.getPort()));
  }

  /** Comes by a name and waits for the room. */
  static Typist named(InetSocketAddress at, String name) throws IOException {
    Typist typist = at(at);
    typist.type(name);
    typist.await("-- you are in lobby");
    return typist;
  }

  void type(String line) throws IOException {
    send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Reads until a text was seen, and answers everything since the last such wait. */
  String await(String text) throws IOException {
    byte[] some = new byte[4096];
    while (seen.indexOf(text) < 0) {
      int n = socket.getInputStream().read(some);
      if (n < 0) {
        throw new IOException("the connection ended before \"" + text + "\": " + seen);
      }
      seen.append(new String(some, 0, n, StandardCharsets.UTF_8));
    }
    int end = seen.indexOf(text) + text.length();
    String all = seen.substring(0, end);
    seen.delete(0, end);
    return all;
  }

  /** Reads to the end of the stream and answers what still came. */
  String rest() throws IOException {
    seen.append(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    return seen.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
