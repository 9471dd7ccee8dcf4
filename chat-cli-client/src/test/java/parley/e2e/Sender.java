package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/**
 * Sends sentence after sentence, many on their way at a time; takes its place back when the line
 * breaks and sends again, with its nonce, what was not acknowledged. Now and then it asks for an
 * {@code ok} a second time. Notes each one.
 */
final class Sender implements Runnable {
  private static final int ON_THEIR_WAY = 24;
  private static final int AT_REST = 1;
  private static final int AGAIN = 200;

  private record Sentence(String nonce, String text) {}

  private record Ack(long seq, String nonce, String text) {}

  private final String name;
  private final int port;
  private final SSLContext trust;
  private final Notes said;
  private final Notes acks;
  private final Random random;
  private final ArrayDeque<Sentence> unacknowledged = new ArrayDeque<>();
  private final Map<String, Sentence> asked = new HashMap<>();
  private Reply.Welcome place;
  private Sentence lastAcknowledged;
  private int sentences;
  private int ids;
  private final List<Ack> all = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private volatile int onTheirWay = AT_REST;
  private volatile boolean enough;
  private volatile boolean finished;

  /**
   * @param trust for a connection with TLS; null for one without
   */
  Sender(String name, int port, SSLContext trust, Path folder, long seed) {
    this.name = name;
    this.port = port;
    this.trust = trust;
    this.said = new Notes(folder.resolve("said-" + name));
    this.acks = new Notes(folder.resolve("acks-" + name));
    this.random = new Random(seed);
  }

  /** How many sentences were acknowledged so far. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** From now on many are on their way at a time, or one while the others are waited for. */
  void hurry(boolean hurries) {
    onTheirWay = hurries ? ON_THEIR_WAY : AT_REST;
  }

  /** No more sentences; those on their way are seen through. */
  void finish() {
    enough = true;
  }

  boolean finished() {
    return finished;
  }

  @Override
  public void run() {
    try (said;
        acks) {
      while (!finished) {
        try (Client link = Client.framed(port, 0, trust)) {
          asked.clear();
          arrive(link);
          for (Sentence sentence : unacknowledged) {
            ask(link, sentence);
          }
          talk(link);
        } catch (IOException e) {
          // The line broke, or nobody is there; again.
          Patience.aMoment();
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void arrive(Client link) throws IOException {
    String session = place == null ? null : place.session();
    link.send(new Request.Hello("hello", name, null, "sender", session, null, null));
    place = reply(link, Reply.Welcome.class);
    link.send(new Request.Join("join", "lobby"));
    reply(link, Reply.Joined.class);
  }

  private static <T extends Reply> T reply(Client link, Class<T> type) throws IOException {
    while (true) {
      if (link.receive() instanceof Reply reply) {
        assertTrue(type.isInstance(reply), reply::toString);
        return type.cast(reply);
      }
    }
  }

  private void talk(Client link) throws IOException {
    while (true) {
      while (!enough && unacknowledged.size() < onTheirWay) {
        Sentence next =
            new Sentence("n" + Long.toHexString(random.nextLong()), name + " " + sentences++);
        said.line(next.text());
        unacknowledged.add(next);
        ask(link, next);
      }
      if (asked.isEmpty()) {
        // Without a goodbye: the place is kept for a while, see askAgain.
        finished = true;
        return;
      }
      switch (link.receive()) {
        case Reply.Sent ok when asked.containsKey(ok.re()) -> acknowledged(link, ok);
        case Reply.Refused no -> refused(link, no);
        case Event.Ping ping -> link.send(new Request.Pong(null, ping.data()));
        default -> {
          // What others say is the followers' affair.
        }
      }
    }
  }

  /**
   * After the end, on the test's thread: asks again for some of all that was acknowledged, under
   * the same nonces, and gets the same answers.
   *
   * @return how many
   */
  int askAgain() throws IOException {
    assertTrue(finished);
    Collections.shuffle(all, random);
    List<Ack> some = all.subList(0, Math.min(all.size(), AGAIN));
    try (Client link = Client.framed(port, 0, trust)) {
      arrive(link);
      for (Ack ack : some) {
        link.send(new Request.Send("again", "lobby", null, ack.text(), ack.nonce(), null));
        Reply.Sent ok = reply(link, Reply.Sent.class);
        assertEquals(ack.seq(), ok.seq(), ack::toString);
        assertEquals(true, ok.duplicate(), ack::toString);
      }
    }
    return some.size();
  }

  private void ask(Client link, Sentence sentence) throws IOException {
    String id = "s" + ids++;
    asked.put(id, sentence);
    link.send(new Request.Send(id, "lobby", null, sentence.text(), sentence.nonce(), null));
  }

  private void acknowledged(Client link, Reply.Sent ok) throws IOException {
    Sentence sentence = asked.remove(ok.re());
    Ack ack = new Ack(ok.seq(), sentence.nonce(), sentence.text());
    acks.json(ack);
    all.add(ack);
    if (unacknowledged.remove(sentence)) {
      acknowledged.incrementAndGet();
      if (lastAcknowledged != null && random.nextInt(20) == 0) {
        ask(link, lastAcknowledged);
      }
      lastAcknowledged = sentence;
    }
  }

  private void refused(Client link, Reply.Refused no) throws IOException {
    if (no.re() == null && no.code() == ErrorCode.BAD_FRAME) {
      // The line was cut within a frame on its way to the server, which says so to whoever is left.
      throw new IOException(no.message());
    }
    Sentence sentence = asked.remove(no.re());
    assertTrue(no.code() == ErrorCode.OUTCOME_UNKNOWN && sentence != null, no::toString);
    ask(link, sentence);
  }
}
