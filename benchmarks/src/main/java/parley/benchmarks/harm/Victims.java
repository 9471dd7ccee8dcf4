package parley.benchmarks.harm;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import parley.benchmarks.Failure;
import parley.benchmarks.harm.Readings.Asked;
import parley.protocol.Request;

/**
 * The others: two who chat, one plain and one over TLS; an audience that only reads; newcomers, and
 * who watches the server's health. Each of an address of their own.
 */
final class Victims implements AutoCloseable {
  /** Of the one who chats without TLS. */
  static final String NAME = "victimplain";

  private static final String PLAIN = "127.0.0.2";
  private static final String TLS = "127.0.0.3";
  private static final String NEWCOMERS = "127.0.0.4";
  private static final String WATCHER = "127.0.0.1";
  private static final String AUDIENCE = "127.0.0.7";
  private static final int HEALTH_MILLIS = 5_000;
  private static final byte[] HEALTH =
      "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final Doors doors;
  private final Readings readings;
  private final List<Chatter> chatters = new ArrayList<>();
  private final List<Visitor> audience = new ArrayList<>();
  private final AtomicInteger names = new AtomicInteger();
  private volatile boolean over;

  private Victims(Doors doors, Readings readings) {
    this.doors = doors;
    this.readings = readings;
  }

  /** Returns when all are there. */
  static Victims enter(Doors doors, Readings readings, int audience) throws IOException {
    Victims victims = new Victims(doors, readings);
    try {
      victims.chatters.add(new Chatter(doors, PLAIN, false, NAME, readings));
      victims.chatters.add(new Chatter(doors, TLS, true, "victimtls", readings));
      for (Chatter chatter : victims.chatters) {
        chatter.begin();
      }
      for (int i = 0; i < audience; i++) {
        victims.listen(i);
      }
      victims.every(500, due -> victims.newcomer(Asked.NEWCOMER, NEWCOMERS, due));
      victims.every(1_000, due -> victims.newcomer(Asked.NEIGHBOUR, Field.STRANGER, due));
      victims.every(250, victims::health);
      return victims;
    } catch (IOException | RuntimeException e) {
      victims.close();
      throw e;
    }
  }

  private void listen(int number) throws IOException {
    Visitor visitor = Visitor.plain(doors, AUDIENCE);
    audience.add(visitor);
    visitor.hello("listener" + number);
    visitor.ok(new Request.Join("join", Chatter.ROOM));
    visitor.socket().setSoTimeout(0);
    Thread.ofVirtual().start(() -> Lines.discard(visitor));
  }

  private interface Asking {
    void at(long due);
  }

  /** Each asks when its time comes, however long the ones before it take. */
  private void every(long millis, Asking asking) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              long due = System.nanoTime();
              while (!over) {
                due += TimeUnit.MILLISECONDS.toNanos(millis);
                Field.pause(TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()));
                long now = due;
                Thread.ofVirtual().start(() -> asking.at(now));
              }
            });
  }

  /** Plain and with TLS by turns. */
  private void newcomer(Asked what, String from, long due) {
    int number = names.incrementAndGet();
    Object question = readings.ask(what, due);
    try (Visitor visitor =
        number % 2 == 0 ? Visitor.plain(doors, from) : Visitor.tls(doors, from)) {
      visitor.hello("newcomer" + number);
      readings.answered(question);
      visitor.send(new Request.Bye(null));
      visitor.discard();
    } catch (IOException | Failure e) {
      readings.failed(question);
    }
  }

  private void health(long due) {
    Object question = readings.ask(Asked.HEALTH, due);
    try (Socket socket = Visitor.socket(doors.healthAddress(), WATCHER)) {
      socket.setSoTimeout(HEALTH_MILLIS);
      socket.getOutputStream().write(HEALTH);
      InputStream in = socket.getInputStream();
      if (new String(in.readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200")) {
        readings.answered(question);
      } else {
        readings.failed(question);
      }
    } catch (IOException e) {
      readings.failed(question);
    }
  }

  @Override
  public void close() {
    over = true;
    chatters.forEach(Chatter::end);
    audience.forEach(Visitor::close);
  }
}
