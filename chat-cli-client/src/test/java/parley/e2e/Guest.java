package parley.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** A client that is in the lobby and answers pings, with what such a person asks for. */
final class Guest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final AtomicInteger READERS = new AtomicInteger();

  final Client link;
  final List<Event> events;
  final Reply.Welcome place;

  private Guest(Client link, Function<Client, Request.Hello> hello) throws IOException {
    this.link = link.answeringPings().patience(PATIENCE);
    events = link.events;
    place = link.ask(Reply.Welcome.class, hello.apply(link));
  }

  /** A new guest, in the lobby. */
  static Guest in(int port, String name) throws IOException {
    Guest guest =
        new Guest(Client.framed(port, 0, null), link -> Request.Hello.as(link.id(), name));
    guest.link.join("lobby");
    return guest;
  }

  /**
   * Takes a place back.
   *
   * @param trust for TLS; null for none
   */
  static Guest back(int port, SSLContext trust, Reply.Welcome place, Long since)
      throws IOException {
    return new Guest(Client.framed(port, 0, trust), link -> link.resuming(place, since));
  }

  void send(Request request) throws IOException {
    link.send(request);
  }

  /** Asks and waits for the reply; events that come before it are kept. */
  <T extends Reply> T ask(Class<T> type, Function<String, Request> request) throws IOException {
    return link.ask(type, request);
  }

  /** The next event of a type for which a test holds. */
  <T extends Event> T event(Class<T> type, Predicate<T> test) throws IOException {
    return link.event(type, test);
  }

  /** What came so far is not looked at any more. */
  void forget() {
    link.forget();
  }

  Reply.Sent say(String text) throws IOException {
    return link.say("lobby", text);
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

  /** All messages of a room, as somebody reads them who comes for that. */
  static List<Event.Message> messages(int port, String room) throws IOException {
    List<Event.Message> all = new ArrayList<>();
    try (Guest reader = in(port, "reader" + READERS.incrementAndGet())) {
      reader.link.join(room);
      boolean more = true;
      while (more) {
        long after = all.isEmpty() ? 0 : all.getLast().seq();
        Reply.History page =
            reader.ask(
                Reply.History.class,
                id -> new Request.History(id, room, null, null, after, Limits.HISTORY_MAX));
        all.addAll(page.messages());
        more = page.more();
      }
    }
    return all;
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
