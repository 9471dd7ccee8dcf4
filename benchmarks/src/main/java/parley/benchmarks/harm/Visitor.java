package parley.benchmarks.harm;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocket;
import parley.benchmarks.Failure;
import parley.benchmarks.Identity;
import parley.protocol.Decoder;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/** A connection from an address of our choice. One thread writes and one reads. */
final class Visitor implements Closeable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket raw;
  private final Socket socket;
  private final Decoder decoder = Decoder.afterGreeting(Mode.FRAMED, Limits.FRAME_BYTES_MAX);

  /** What an answer is awaited to. */
  private volatile Request asked;

  private Visitor(Socket raw, Socket socket) {
    this.raw = raw;
    this.socket = socket;
  }

  static Visitor plain(Doors doors, String from) throws IOException {
    return over(socket(doors.address(false), from));
  }

  /** Over a connection that is there already. */
  static Visitor over(Socket socket) {
    return new Visitor(socket, socket);
  }

  static Visitor tls(Doors doors, String from) throws IOException {
    Socket socket = socket(doors.address(true), from);
    try {
      SSLSocket secure =
          (SSLSocket)
              Identity.trustingAll()
                  .getSocketFactory()
                  .createSocket(socket, "localhost", doors.tls(), true);
      secure.startHandshake();
      return new Visitor(socket, secure);
    } catch (IOException e) {
      socket.close();
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  static Socket socket(InetSocketAddress to, String from) throws IOException {
    return connected(new Socket(), to, from);
  }

  /** One for which the kernel keeps little that was not read. */
  static Socket socketOf(int receiveBytes, Doors doors, String from) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(receiveBytes);
    return connected(socket, doors.address(false), from);
  }

  private static Socket connected(Socket socket, InetSocketAddress to, String from)
      throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(to, PATIENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  Socket socket() {
    return socket;
  }

  void send(Request... requests) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Request request : requests) {
      all.writeBytes(Mode.FRAMED.frame(Json.bytes(request)));
    }
    write(all.toByteArray());
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** As a person types it. */
  void type(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The next record, null at the end. */
  byte[] next() throws IOException {
    try {
      for (byte[] record = decoder.next(); true; record = decoder.next()) {
        if (record != null) {
          return record;
        }
        if (decoder.fill(socket.getInputStream()) < 0) {
          return null;
        }
      }
    } catch (ProtocolException e) {
      throw new IOException("The server sent what is no message: " + e.getMessage(), e);
    }
  }

  /** The reply to our last request that was {@link #ask asked}, whatever comes before it. */
  ServerMessage reply(String id) throws IOException {
    try {
      for (byte[] record = next(); record != null; record = next()) {
        switch (Json.serverMessage(record, re -> id.equals(re) ? asked : null)) {
          case Reply reply when id.equals(reply.re()) -> {
            return reply;
          }
          case Event.Bye bye -> throw new IOException("bye: " + bye.reason());
          default -> {}
        }
      }
    } catch (ProtocolException e) {
      throw new IOException("The server sent what is no message: " + e.getMessage(), e);
    }
    throw new IOException("The server closed the connection.");
  }

  /** Sends a request with this id and waits for its reply. */
  ServerMessage ask(Request request) throws IOException {
    asked = request;
    send(request);
    return reply(request.id());
  }

  /** As {@link #ask}, for what is answered by ok. */
  void ok(Request request) throws IOException {
    ok(Reply.Ok.class, request);
  }

  /** As {@link #ask}, for what is answered with this. */
  <T extends Reply.Ok> T ok(Class<T> type, Request request) throws IOException {
    return switch (ask(request)) {
      case Reply.Ok ok when type.isInstance(ok) -> type.cast(ok);
      case Reply.Refused refused -> throw new Failure(refused.code().wire());
      default -> throw new Failure("no ok");
    };
  }

  Reply.Welcome hello(String name) throws IOException {
    return hello(name, null);
  }

  Reply.Welcome hello(String name, String session) throws IOException {
    return switch (ask(new Request.Hello("hello", name, null, null, session, null, null))) {
      case Reply.Welcome welcome -> welcome;
      case Reply.Refused refused -> throw new Failure(refused.code().wire());
      default -> throw new Failure("no welcome");
    };
  }

  /** Reads and throws away what comes, until the end. */
  void discard() throws IOException {
    count();
  }

  /**
   * As {@link #discard}.
   *
   * @return how many bytes came
   */
  long count() throws IOException {
    byte[] bytes = new byte[16 * 1024];
    long count = 0;
    for (int n = read(bytes); n >= 0; n = read(bytes)) {
      count += n;
    }
    return count;
  }

  /** A connection that was reset has ended too. */
  private int read(byte[] bytes) {
    try {
      return socket.getInputStream().read(bytes);
    } catch (IOException e) {
      return -1;
    }
  }

  /** Ends it without a word, as a line breaks, and leaves nothing behind in the kernel. */
  void cut() {
    try {
      raw.setSoLinger(true, 0);
      raw.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() {
    try {
      raw.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
