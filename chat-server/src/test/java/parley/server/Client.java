package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
 * came are kept in {@link #events}.
 */
final class Client implements AutoCloseable {
  /** What a busy machine may need. */
  static final int PATIENCE_MILLIS = 30_000;

  final Socket socket;
  final Mode mode;
  final List<Event> events = new ArrayList<>();
  private final Decoder decoder;

  /** Up to here {@link #event} has looked at the events. */
  private int looked;

  private int ids;

  Client(Socket socket, Mode mode) throws IOException {
    this.socket = socket;
    this.mode = mode;
    // On a busy machine the server may take its client for a silent person, and greet.
    this.decoder = Decoder.afterGreeting(mode, Limits.FRAME_BYTES_MAX);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  static Client framed(InetSocketAddress at) throws IOException {
    return new Client(new Socket(at.getAddress(), at.getPort()), Mode.FRAMED);
  }

  static Client ndjson(InetSocketAddress at) throws IOException {
    return new Client(new Socket(at.getAddress(), at.getPort()), Mode.NDJSON);
  }

  /** Comes as a new guest and goes to a room. */
  static Client in(InetSocketAddress at, String name, String room) throws IOException {
    Client client = framed(at);
    client.hello(name);
    client.join(room);
    return client;
  }

  Reply.Welcome hello(String name) throws IOException {
    return ask(Reply.Welcome.class, Request.Hello.as(id(), name));
  }

  /** Takes a place back, and the stream after a cursor. */
  Reply.Welcome resume(Reply.Welcome place, Long since) throws IOException {
    return ask(Reply.Welcome.class, resuming(place, since));
  }

  Request.Hello resuming(Reply.Welcome place, Long since) {
    return new Request.Hello(id(), place.name(), null, null, place.session(), since, place.log());
  }

  Reply.Ok join(String room) throws IOException {
    return ask(Reply.Ok.class, new Request.Join(id(), room));
  }

  Reply.Ok say(String room, String text) throws IOException {
    return ask(Reply.Ok.class, Request.Send.toRoom(id(), room, text));
  }

  ErrorCode refused(Request request) throws IOException {
    return ask(Reply.Refused.class, request).code();
  }

  String id() {
    ids++;
    return "r" + ids;
  }

  void send(Request request) throws IOException {
    socket.getOutputStream().write(mode.frame(Json.bytes(request)));
  }

  /** Sends a request and waits for its reply, which must be of a type. */
  <T extends Reply> T ask(Class<T> type, Request request) throws IOException {
    send(request);
    return reply(type, request.id());
  }

  <T extends Reply> T reply(Class<T> type, String re) throws IOException {
    while (true) {
      switch (next()) {
        case Reply reply -> {
          assertEquals(re, reply.re(), () -> "a reply out of order: " + reply);
          return type.isInstance(reply)
              ? type.cast(reply)
              : fail("expected " + type.getSimpleName() + ", got " + reply);
        }
        case Event event -> events.add(event);
        case null -> fail("the connection ended before the reply to " + re);
      }
    }
  }

  /** The next event of a type that a test holds for; others are passed over. */
  <T extends Event> T event(Class<T> type, Predicate<T> test) throws IOException {
    while (true) {
      while (looked < events.size()) {
        Event event = events.get(looked++);
        if (type.isInstance(event) && test.test(type.cast(event))) {
          return type.cast(event);
        }
      }
      switch (next()) {
        case Event event -> events.add(event);
        case Reply reply -> fail("a reply that nobody awaits: " + reply);
        case null -> fail("the connection ended before the " + type.getSimpleName());
      }
    }
  }

  <T extends Event> T event(Class<T> type) throws IOException {
    return event(type, _ -> true);
  }

  /** The next message, whatever it is; null at the end of the stream. */
  ServerMessage next() throws IOException {
    try {
      while (true) {
        byte[] record = decoder.next();
        if (record != null) {
          return Json.serverMessage(record);
        }
        if (decoder.fill(socket.getInputStream()) < 0) {
          return null;
        }
      }
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  /** Reads to the end of the stream and answers what still came. */
  List<ServerMessage> rest() throws IOException {
    List<ServerMessage> rest = new ArrayList<>();
    for (ServerMessage message = next(); message != null; message = next()) {
      rest.add(message);
    }
    return rest;
  }

  /** As a network does it: without a word. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
