package parley.benchmarks.harm;

import java.io.IOException;
import parley.protocol.Reply;
import parley.protocol.Request;

/** Guests that hold what others need to send a file. */
final class Carriers {
  private static final String ROOM = "lobby";
  private static final String DIGEST = "0".repeat(64);
  private static final int OWNERS = 63;

  /** What one person may hold. */
  private static final int TICKETS = 16;

  private static final long TRICKLE_MILLIS = 20_000;

  private Carriers() {}

  static void tickets(Field field) {
    field.crowd(OWNERS, () -> ask(field, TICKETS, 1_000));
  }

  static void promises(Field field) {
    field.crowd(5, () -> ask(field, 5, 4_000_000_000L));
  }

  /** Stays, so that it is nobody's break of a line that frees what it holds. */
  private static void ask(Field field, int tickets, long size)
      throws IOException, InterruptedException {
    try (Visitor visitor = field.plain()) {
      visitor.hello(Field.name());
      visitor.ok(new Request.Join("join", ROOM));
      for (int i = 0; i < tickets; i++) {
        visitor.ok(upload(i, size));
      }
      field.await();
    }
  }

  private static Request upload(int number, long size) {
    return new Request.Upload("u" + number, ROOM, null, "file" + number, size, DIGEST, null, null);
  }

  static void slow(Field field) {
    field.crowd(
        4,
        () -> {
          try (Visitor visitor = field.plain()) {
            visitor.hello(Field.name());
            visitor.ok(new Request.Join("join", ROOM));
            for (int i = 0; i < TICKETS; i++) {
              String ticket = visitor.ok(Reply.Ticket.class, upload(i, 1_000_000)).ticket();
              Thread.ofVirtual().start(() -> trickle(field, ticket));
            }
            field.await();
          }
        });
  }

  private static void trickle(Field field, String ticket) {
    try (Visitor visitor = field.plain()) {
      visitor.ok(new Request.Transfer("t", ticket, 0L));
      while (field.lasts()) {
        visitor.write(new byte[] {'x'});
        Thread.sleep(TRICKLE_MILLIS);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      // Refused.
    }
  }
}
