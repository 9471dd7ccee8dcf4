package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;

/** A guest on one connection, moved by a test request by request. All that it was told is kept. */
final class Guest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Link link;
  final Reply.Welcome place;
  final List<Event> events = new ArrayList<>();
  private int looked;
  private int ids;

  private Guest(Link link, Function<String, Request> hello) throws IOException {
    this.link = link;
    link.patience(PATIENCE);
    place = ask(Reply.Welcome.class, hello);
  }

  /** A new guest, in the lobby. */
  static Guest in(int port, String name) throws IOException {
    Guest guest = new Guest(new Link(port, 0), id -> Request.Hello.as(id, name));
    guest.ask(Reply.Ok.class, id -> new Request.Join(id, "lobby"));
    return guest;
  }

  /**
   * Takes a place back.
   *
   * @param trust for TLS; null for none
   */
  static Guest back(int port, SSLContext trust, Reply.Welcome place, Long since)
      throws IOException {
    return new Guest(
        new Link(port, 0, trust),
        id -> new Request.Hello(id, place.name(), null, null, place.session(), since, place.log()));
  }

  void send(Request request) throws IOException {
    link.send(request);
  }

  /** Asks and waits for the reply; events that come before it are kept. */
  <T extends Reply> T ask(Class<T> type, Function<String, Request> request) throws IOException {
    ids++;
    String id = "r" + ids;
    link.send(request.apply(id));
    return reply(type, id);
  }

  <T extends Reply> T reply(Class<T> type, String re) throws IOException {
    while (true) {
      switch (link.receive()) {
        case Reply reply -> {
          assertEquals(re, reply.re(), () -> "another reply: " + reply);
          return type.isInstance(reply)
              ? type.cast(reply)
              : fail("expected " + type.getSimpleName() + ", got " + reply);
        }
        case Event event -> keep(event);
      }
    }
  }

  private void keep(Event event) throws IOException {
    if (event instanceof Event.Ping ping) {
      link.send(new Request.Pong(null, ping.data()));
    } else {
      events.add(event);
    }
  }

  /** The next event of a type for which a test holds. */
  <T extends Event> T event(Class<T> type, Predicate<T> test) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      while (looked < events.size()) {
        Event event = events.get(looked++);
        if (type.isInstance(event) && test.test(type.cast(event))) {
          return type.cast(event);
        }
      }
      switch (link.receive()) {
        case Event event -> keep(event);
        case Reply reply -> fail("a reply that nobody awaits: " + reply);
      }
    }
    return fail("no such " + type.getSimpleName() + " came among " + events);
  }

  /** What came so far is not looked at any more. */
  void forget() {
    events.clear();
    looked = 0;
  }

  Reply.Ok say(String text) throws IOException {
    return ask(Reply.Ok.class, id -> Request.Send.toRoom(id, "lobby", text));
  }

  /** Tells that the server is there: a ping comes back. */
  void ping() throws IOException {
    ask(Reply.Pong.class, id -> new Request.Ping(id, "there?"));
  }

  /** The newest messages of the lobby. */
  List<String> history() throws IOException {
    return ask(
            Reply.History.class,
            id -> new Request.History(id, "lobby", null, null, null, Limits.HISTORY_MAX))
        .messages()
        .stream()
        .map(Event.Message::text)
        .toList();
  }

  /** Whether a message of exactly this text is found by it. */
  boolean found(String text) throws IOException {
    return ask(
            Reply.History.class,
            id -> new Request.Search(id, "\"" + text + "\"", null, null, null, null))
        .messages()
        .stream()
        .anyMatch(message -> message.text().equals(text));
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
