package parley.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import parley.protocol.Decoder;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * A client of a JSON mode over a real socket, moved by a test message by message. All events that
 * came are kept in {@link #events}. One thread reads; another one may send.
 */
public final class Client implements AutoCloseable {
  /** What a busy machine may need. */
  public static final int PATIENCE_MILLIS = 60_000;

  /** Of more requests than this at a time, the oldest are forgotten. */
  private static final int UNANSWERED_MAX = 131_072;

  public final Socket socket;
  public final Mode mode;
  public final List<Event> events = new ArrayList<>();
  private final Decoder decoder;

  /** What is closed: below TLS, whose own end would wait for a write that is stuck. */
  private final Socket bottom;

  /** The last request of each id: an answer is read by it. */
  private final Map<String, Request> asked =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Request> eldest) {
              return size() > UNANSWERED_MAX;
            }
          });

  private boolean answersPings;

  /** Up to here {@link #event} has looked at the events. */
  private int looked;

  private int ids;

  public Client(Socket socket, Mode mode) throws IOException {
    this(socket, socket, mode);
  }

  private Client(Socket bottom, Socket socket, Mode mode) throws IOException {
    this.bottom = bottom;
    this.socket = socket;
    this.mode = mode;
    // On a busy machine the server may take its client for a silent person, and greet.
    this.decoder = Decoder.afterGreeting(mode, Limits.FRAME_BYTES_MAX);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  public static Client framed(InetSocketAddress at) throws IOException {
    return new Client(new Socket(at.getAddress(), at.getPort()), Mode.FRAMED);
  }

  public static Client ndjson(InetSocketAddress at) throws IOException {
    return new Client(new Socket(at.getAddress(), at.getPort()), Mode.NDJSON);
  }

  /**
   * A framed one at a port of this machine, which waits without end where no {@link #patience} is
   * set. Its close is as abrupt with TLS as without.
   *
   * @param receiveBuffer bytes that the kernel may take for a reader that is slow, 0 for its own
   *     measure
   * @param trust for a connection with TLS; null for one without
   */
  public static Client framed(int port, int receiveBuffer, SSLContext trust) throws IOException {
    Socket bottom = new Socket();
    try {
      if (receiveBuffer > 0) {
        bottom.setReceiveBufferSize(receiveBuffer);
      }
      bottom.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      bottom.setTcpNoDelay(true);
      if (trust == null) {
        return new Client(bottom, Mode.FRAMED).patience(Duration.ZERO);
      }
      SSLSocket tls =
          (SSLSocket) trust.getSocketFactory().createSocket(bottom, "localhost", port, true);
      tls.startHandshake();
      return new Client(bottom, tls, Mode.FRAMED).patience(Duration.ZERO);
    } catch (IOException e) {
      bottom.close();
      throw e;
    }
  }

  /** Comes as a new guest and goes to a room. */
  public static Client in(InetSocketAddress at, String name, String room) throws IOException {
    Client client = framed(at);
    client.hello(name);
    client.join(room);
    return client;
  }

  /** How long it waits for something to come. */
  public Client patience(Duration patience) throws IOException {
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    return this;
  }

  /** From now on pings are answered as they are read, and not kept. */
  public Client answeringPings() {
    answersPings = true;
    return this;
  }

  public Reply.Welcome hello(String name) throws IOException {
    return ask(Reply.Welcome.class, Request.Hello.as(id(), name));
  }

  /** Takes a place back, and the stream after a cursor. */
  public Reply.Welcome resume(Reply.Welcome place, Long since) throws IOException {
    return ask(Reply.Welcome.class, resuming(place, since));
  }

  public Request.Hello resuming(Reply.Welcome place, Long since) {
    return new Request.Hello(id(), place.name(), null, null, place.session(), since, place.log());
  }

  public Reply.Joined join(String room) throws IOException {
    return ask(Reply.Joined.class, new Request.Join(id(), room));
  }

  public Reply.Sent say(String room, String text) throws IOException {
    return ask(Reply.Sent.class, Request.Send.toRoom(id(), room, text));
  }

  public ErrorCode refused(Request request) throws IOException {
    return ask(Reply.Refused.class, request).code();
  }

  public String id() {
    ids++;
    return "r" + ids;
  }

  public void send(Request request) throws IOException {
    if (request.id() != null) {
      asked.put(request.id(), request);
    }
    socket.getOutputStream().write(mode.frame(Json.bytes(request)));
  }

  /**
   * Sends a request and waits for its reply, which must be of a type. That the connection ends is
   * an {@link IOException}.
   */
  public <T extends Reply> T ask(Class<T> type, Request request) throws IOException {
    send(request);
    return reply(type, request.id());
  }

  /** As the other, under an id of its own. */
  public <T extends Reply> T ask(Class<T> type, Function<String, Request> request)
      throws IOException {
    return ask(type, request.apply(id()));
  }

  public <T extends Reply> T reply(Class<T> type, String re) throws IOException {
    while (true) {
      switch (next()) {
        case Reply reply -> {
          assertEquals(re, reply.re(), () -> "a reply out of order: " + reply);
          return type.isInstance(reply)
              ? type.cast(reply)
              : fail("expected " + type.getSimpleName() + ", got " + reply);
        }
        case Event event -> keep(event);
        case null -> throw new IOException("the connection ended before the reply to " + re);
      }
    }
  }

  private void keep(Event event) throws IOException {
    if (answersPings && event instanceof Event.Ping ping) {
      send(new Request.Pong(null, ping.data()));
    } else {
      events.add(event);
    }
  }

  /** The events so far are forgotten. */
  public void forget() {
    events.clear();
    looked = 0;
  }

  /** The next event of a type that a test holds for; others are passed over. */
  public <T extends Event> T event(Class<T> type, Predicate<T> test) throws IOException {
    while (true) {
      while (looked < events.size()) {
        Event event = events.get(looked++);
        if (type.isInstance(event) && test.test(type.cast(event))) {
          return type.cast(event);
        }
      }
      switch (next()) {
        case Event event -> keep(event);
        case Reply reply -> fail("a reply that nobody awaits: " + reply);
        case null -> throw new IOException("the connection ended before " + type.getSimpleName());
      }
    }
  }

  public <T extends Event> T event(Class<T> type) throws IOException {
    return event(type, _ -> true);
  }

  /** The next message, whatever it is; null at the end of the stream. */
  public ServerMessage next() throws IOException {
    try {
      while (true) {
        byte[] record = decoder.next();
        if (record != null) {
          return Json.serverMessage(record, asked::get);
        }
        if (decoder.fill(socket.getInputStream()) < 0) {
          return null;
        }
      }
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  /** As {@link #next}, where the end of the stream is a fault of the line. */
  public ServerMessage receive() throws IOException {
    ServerMessage message = next();
    if (message == null) {
      throw new IOException("the server closed the connection");
    }
    return message;
  }

  /** Reads to the end of the stream and answers what still came. */
  public List<ServerMessage> rest() throws IOException {
    List<ServerMessage> rest = new ArrayList<>();
    for (ServerMessage message = next(); message != null; message = next()) {
      rest.add(message);
    }
    return rest;
  }

  /** As a network does it: without a word. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    bottom.close();
  }
}
