package parley.benchmarks.harm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import parley.benchmarks.Failure;
import parley.benchmarks.harm.Readings.Asked;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * One of those who chat meanwhile: ten sentences a second, and a look at the history after each
 * fifth. One thread writes and one reads; whoever is cut off comes back.
 */
final class Chatter {
  static final String ROOM = "lobby";
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int HISTORY_EVERY = 5;
  private static final int HISTORY_LINES = 20;
  private static final long AGAIN_MILLIS = 300;

  /** A machine may be so busy that a handshake takes too long. */
  private static final int MOST_TRIES = 20;

  /** Before the time at which a sentence was to be said, in its text. */
  private static final String MARK = "said at ";

  private static final byte[] MARKED = ("\"text\":\"" + MARK).getBytes(US_ASCII);
  private static final byte[] MESSAGE = "{\"type\":\"message\"".getBytes(US_ASCII);
  private static final byte[] REPLY = "\"re\":\"v".getBytes(US_ASCII);
  private static final byte[] BYE = "{\"type\":\"bye\"".getBytes(US_ASCII);

  private final Doors doors;
  private final String from;
  private final boolean tls;
  private final String name;
  private final Readings readings;
  private volatile Visitor visitor;
  private volatile boolean over;

  Chatter(Doors doors, String from, boolean tls, String name, Readings readings) {
    this.doors = doors;
    this.from = from;
    this.tls = tls;
    this.name = name;
    this.readings = readings;
  }

  /** Returns once it is in the room. */
  void begin() {
    for (int tries = 0; !entered(); tries++) {
      if (tries == MOST_TRIES) {
        throw new Failure(name + " did not get into the room.");
      }
      Field.pause(AGAIN_MILLIS);
    }
    Thread.ofPlatform().daemon().name(name + "-speaks").start(this::speak);
    Thread.ofPlatform().daemon().name(name + "-reads").start(this::read);
  }

  private void enter() throws IOException {
    Visitor next = tls ? Visitor.tls(doors, from) : Visitor.plain(doors, from);
    try {
      next.hello(name);
      next.ok(new Request.Join("join", ROOM));
      next.socket().setSoTimeout(0);
      visitor = next;
    } catch (IOException | RuntimeException e) {
      next.close();
      throw e;
    }
  }

  private void speak() {
    long due = System.nanoTime();
    for (int i = 0; !over; i++) {
      due += EVERY_NANOS;
      Field.pause(TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()));
      String id = "v" + name + i;
      Object question = id;
      readings.ask(Asked.ACKNOWLEDGEMENT, due, question);
      try {
        visitor.send(Request.Send.toRoom(id, ROOM, MARK + due));
        if (i % HISTORY_EVERY == 0) {
          readings.ask(Asked.HISTORY, due, id + "h");
          visitor.send(new Request.History(id + "h", ROOM, null, null, null, HISTORY_LINES));
        }
      } catch (IOException e) {
        readings.failed(question);
        readings.failed(id + "h");
      }
    }
  }

  private void read() {
    while (!over) {
      try {
        for (byte[] record = visitor.next(); record != null; record = visitor.next()) {
          take(record);
        }
      } catch (IOException | ProtocolException e) {
        // Cut off.
      }
      visitor.close();
      while (!over && !entered()) {
        Field.pause(AGAIN_MILLIS);
      }
    }
  }

  private boolean entered() {
    try {
      enter();
      return true;
    } catch (IOException | Failure e) {
      return false;
    }
  }

  /** Only what is ours is parsed: strangers may say a lot. */
  private void take(byte[] record) throws ProtocolException {
    if (startsWith(MESSAGE, record)) {
      if (contains(MARKED, record)
          && Json.serverMessage(record) instanceof Event.Message message
          && message.text().startsWith(MARK)) {
        readings.told(Asked.DELIVERY, Long.parseLong(message.text().substring(MARK.length())));
      }
    } else if (!startsWith(BYE, record) && contains(REPLY, record)) {
      ServerMessage message = Json.serverMessage(record);
      if (message instanceof Reply.Refused refused) {
        readings.failed(refused.re());
      } else if (message instanceof Reply reply) {
        readings.answered(reply.re());
      }
    }
  }

  private static boolean startsWith(byte[] prefix, byte[] bytes) {
    return bytes.length >= prefix.length
        && java.util.Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static boolean contains(byte[] part, byte[] bytes) {
    for (int at = 0; at + part.length <= Math.min(bytes.length, 400); at++) {
      if (java.util.Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  void end() {
    over = true;
    if (visitor != null) {
      visitor.close();
    }
  }
}
