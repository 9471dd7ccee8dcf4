package parley.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Decoder;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerLimits;
import parley.protocol.ServerMessage;

/**
 * The other end of a real socket, moved by a test line by line, for what a real server does only
 * when it is in trouble. Connections are accepted in order and handed over by {@link #accept}.
 */
public final class Peer implements AutoCloseable {
  private final ServerSocket listener;
  private final LinkedBlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
  private final List<Socket> all = new CopyOnWriteArrayList<>();

  public Peer() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  public Peer(ServerSocket listener) {
    this.listener = listener;
    if (listener instanceof SSLServerSocket tls) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {Mode.ALPN});
      tls.setSSLParameters(parameters);
    }
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try {
      while (true) {
        Socket socket = listener.accept();
        all.add(socket);
        Thread.ofVirtual().start(() -> greet(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void greet(Socket socket) {
    try {
      if (socket instanceof SSLSocket tls) {
        tls.startHandshake();
      }
      accepted.add(socket);
    } catch (IOException e) {
      // The client does not trust this peer.
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The next connection; fails where none comes within a minute. */
  public Conversation accept() throws IOException, InterruptedException {
    Socket socket = accepted.poll(60, TimeUnit.SECONDS);
    if (socket == null) {
      throw new IOException("nobody connected");
    }
    socket.setSoTimeout(60_000);
    return new Conversation(socket);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : all) {
      socket.close();
    }
  }

  /** One connection. */
  public static final class Conversation {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Socket socket;
    private final Decoder decoder = Decoder.of(Mode.FRAMED, Limits.FRAME_BYTES);

    Conversation(Socket socket) {
      this.socket = socket;
    }

    /**
     * The next request but the client's own pings, which are answered.
     *
     * @throws IOException where a minute passes with nothing but those
     */
    public Request receive() throws IOException {
      long begun = System.nanoTime();
      try {
        while (true) {
          if (System.nanoTime() - begun > PATIENCE.toNanos()) {
            throw new IOException("nothing came but pings");
          }
          byte[] record = decoder.next();
          if (record == null) {
            if (decoder.fill(socket.getInputStream()) < 0) {
              return null;
            }
          } else if (Json.request(record) instanceof Request.Ping ping) {
            send(new Reply.Pong(ping.id(), ping.data()));
          } else {
            return Json.request(record);
          }
        }
      } catch (ProtocolException e) {
        throw new IOException(e);
      }
    }

    public <T extends Request> T receive(Class<T> type) throws IOException {
      Request request = receive();
      if (!type.isInstance(request)) {
        throw new IOException("expected " + type.getSimpleName() + ", got " + request);
      }
      return type.cast(request);
    }

    public void send(ServerMessage message) throws IOException {
      socket.getOutputStream().write(Mode.FRAMED.frame(Json.bytes(message)));
    }

    /** Takes {@code hello} and answers it; the cursor begins at {@code last}. */
    public Request.Hello welcome(String id, String session, String log, long last)
        throws IOException {
      Request.Hello hello = receive(Request.Hello.class);
      welcomeTo(hello, id, session, log, last);
      return hello;
    }

    /** Answers a {@code hello} that was read before. */
    public void welcomeTo(Request.Hello hello, String id, String session, String log, long last)
        throws IOException {
      welcome(hello, null, id, session, log, last);
    }

    /** The same for somebody who has an account. */
    public void welcomeAccount(
        Request.Hello hello, String id, String session, String log, long last) throws IOException {
      welcome(hello, hello.name(), id, session, log, last);
    }

    private void welcome(
        Request.Hello hello, String account, String id, String session, String log, long last)
        throws IOException {
      send(
          new Reply.Welcome(
              hello.id(),
              hello.name(),
              id,
              account,
              session,
              "peer/1",
              log,
              last,
              new ServerLimits(65_536, 16_384, 0, 64, 1_000, 3_600, 60),
              List.of()));
    }

    public void message(long seq, String room, String from, String fromId, String text)
        throws IOException {
      send(
          new Event.Message(
              seq,
              new Addressee.Room(room),
              new Author(fromId, from),
              Content.of(text),
              "2026-11-21T09:30:00.123Z"));
    }

    public void ok(Request request, long seq) throws IOException {
      send(new Reply.Sent(request.id(), seq, "2026-11-21T09:30:00.123Z", false));
    }

    /** Bytes of a file, as they are. */
    public void bytes(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    /** Takes bytes of a file, which come after the last answer and not before. */
    public byte[] take(int count) throws IOException {
      return socket.getInputStream().readNBytes(count);
    }

    /** Ends it in good order. */
    public void end() throws IOException {
      socket.close();
    }

    /** As a network does it: without a word. */
    public void cut() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
