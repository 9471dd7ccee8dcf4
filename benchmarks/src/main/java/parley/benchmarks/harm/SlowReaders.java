package parley.benchmarks.harm;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import parley.benchmarks.Columns;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * Many who read a busy room slowly, and one who reads well but for a moment: how long that one
 * takes to have all again is told in a note.
 */
final class SlowReaders {
  private static final String ROOM = "stream";
  private static final int SLOW = 200;
  private static final int SENDERS = 20;
  private static final int TEXT = 1_500;
  private static final long GLANCE_MILLIS = 250;
  private static final long STEP_BYTES = 880;

  /** For so long the good one looks away, and for so long it reads then. */
  private static final long AWAY_MILLIS = 1_500;

  private static final AtomicLong NEWEST = new AtomicLong();
  private static final List<Long> CATCH_UPS = new ArrayList<>();

  private SlowReaders() {}

  static void read(Field field) {
    AtomicInteger number = new AtomicInteger();
    AtomicInteger sender = new AtomicInteger();
    field.crowd(SLOW, () -> slow(field, number.getAndIncrement() % SLOW));
    String text = "x".repeat(TEXT);
    field.crowd(
        SENDERS,
        () -> {
          int address = 67 + sender.getAndIncrement() % 4;
          try (Visitor visitor = Visitor.plain(field.doors, "127.0.0." + address)) {
            visitor.hello(Field.name());
            visitor.ok(new Request.Join("join", ROOM));
            Request.Send send = Request.Send.toRoom("s", ROOM, text);
            Thread.ofVirtual().start(() -> acknowledged(visitor, send));
            while (field.lasts()) {
              visitor.send(send);
            }
          }
        });
    field.crowd(1, () -> good(field));
  }

  private static void acknowledged(Visitor visitor, Request send) {
    try {
      for (byte[] record = visitor.next(); record != null; record = visitor.next()) {
        if (Json.serverMessage(record, _ -> send) instanceof Reply.Sent ok) {
          NEWEST.accumulateAndGet(ok.seq(), Math::max);
        }
      }
    } catch (IOException | ProtocolException e) {
      // Closed.
    }
  }

  /** The kernel keeps little of what it does not read, so that the server soon sees it. */
  private static Visitor slowly(Field field, String from) throws IOException {
    return Visitor.over(Visitor.socketOf(16 * 1024, field.doors, from));
  }

  /** From 4 to 180 kB a second, by its number. */
  private static void slow(Field field, int number) throws IOException, InterruptedException {
    try (Visitor visitor = slowly(field, Field.STRANGER)) {
      visitor.hello(Field.name());
      visitor.ok(new Request.Join("join", ROOM));
      byte[] bytes = new byte[(int) (1_000 + (number % 50) * STEP_BYTES)];
      InputStream in = visitor.socket().getInputStream();
      while (field.lasts() && in.readNBytes(bytes, 0, bytes.length) > 0) {
        Thread.sleep(GLANCE_MILLIS);
      }
    }
  }

  private static void good(Field field) throws IOException, InterruptedException {
    try (Visitor visitor = slowly(field, "127.0.0.9")) {
      visitor.hello(Field.name());
      visitor.ok(new Request.Join("join", ROOM));
      while (field.lasts()) {
        Thread.sleep(AWAY_MILLIS);
        long newest = NEWEST.get();
        long began = System.nanoTime();
        readUpTo(visitor, newest, field);
        synchronized (CATCH_UPS) {
          CATCH_UPS.add(System.nanoTime() - began);
        }
      }
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  private static void readUpTo(Visitor visitor, long seq, Field field)
      throws IOException, ProtocolException {
    for (byte[] record = visitor.next(); record != null; record = visitor.next()) {
      if (Json.serverMessage(record) instanceof Event.Logged event && event.seq() >= seq
          || !field.lasts()) {
        return;
      }
    }
  }

  /** What the good one found, empty where there was none. */
  static String note() {
    synchronized (CATCH_UPS) {
      if (CATCH_UPS.isEmpty()) {
        return NEWEST.get() > 0 ? "who fell behind never caught up" : "";
      }
      long[] sorted = CATCH_UPS.stream().mapToLong(Long::longValue).sorted().toArray();
      return Columns.format(
          "caught up in %.2f s, at most %.2f, of %d times",
          sorted[sorted.length / 2] / 1e9, sorted[sorted.length - 1] / 1e9, sorted.length);
    }
  }
}
