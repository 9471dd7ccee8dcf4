package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.net.ssl.SSLContext;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.testkit.Client;

/**
 * Follows the room by the one cursor, across broken lines, and notes each message as it comes. A
 * lazy one stops reading again and again, so that the server has to serve it from the log.
 */
final class Follower implements Runnable {
  private static final int NARROW = 4_096;

  private final String name;
  private final int port;
  private final SSLContext trust;
  private final Notes seen;
  private volatile Random lazy;
  private Reply.Welcome place;
  private volatile long cursor;
  private volatile boolean following;
  private volatile boolean enough;

  /**
   * @param trust for a connection with TLS; null for one without
   * @param lazy null for one who reads at once
   */
  Follower(String name, int port, SSLContext trust, Path folder, Random lazy) {
    this.name = name;
    this.port = port;
    this.trust = trust;
    this.seen = new Notes(folder.resolve("seen-" + name));
    this.lazy = lazy;
  }

  /** Whether it is in the room, so that it owes its transcript everything from now on. */
  boolean following() {
    return following;
  }

  /** The newest number it saw. */
  long cursor() {
    return cursor;
  }

  /** No more pauses: what is left is read at once. */
  void hurry() {
    lazy = null;
  }

  /** Reading ends at the next broken line. */
  void finish() {
    enough = true;
  }

  @Override
  public void run() {
    try (seen) {
      while (!enough) {
        try (Client link = Client.framed(port, lazy == null ? 0 : NARROW, trust)) {
          follow(link);
        } catch (IOException e) {
          Patience.aMoment();
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void follow(Client link) throws IOException {
    Request.Hello hello =
        place == null
            ? Request.Hello.as("hello", name)
            : new Request.Hello("hello", name, null, null, place.session(), cursor, place.log());
    link.send(hello);
    Reply.Welcome welcome = assertInstanceOf(Reply.Welcome.class, link.receive());
    if (place != null) {
      assertEquals(place.log(), welcome.log(), "the log is another one");
      assertEquals(place.id(), welcome.id(), "the place is another one");
    } else {
      cursor = welcome.last();
    }
    place = welcome;
    if (!following) {
      link.send(new Request.Join("join", "lobby"));
    }
    while (true) {
      take(link, link.receive());
      Random random = lazy;
      if (random != null && random.nextInt(400) == 0) {
        Patience.aWhile(random);
      }
    }
  }

  private void take(Client link, ServerMessage message) throws IOException {
    switch (message) {
      case Event.Message m -> {
        seen.message(m);
        cursor = m.seq();
      }
      case Event.Logged event -> cursor = event.seq();
      case Event.Gap gap -> fail(name + " was told of a gap: " + gap);
      case Event.Ping ping -> link.send(new Request.Pong(null, ping.data()));
      case Reply.Ok _ -> following = true;
      case Reply.Refused no -> fail(name + " was refused: " + no);
      default -> {
        // Presence is of the moment.
      }
    }
  }
}
