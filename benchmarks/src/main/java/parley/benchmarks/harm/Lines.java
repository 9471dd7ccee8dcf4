package parley.benchmarks.harm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import parley.protocol.Mode;
import parley.protocol.Request;

/** Lines that cost more to read than to write. */
final class Lines {
  private static final int CONNECTIONS = 8;
  private static final int GUESTS = 20;
  private static final int UNREAD_CONNECTIONS = 1_024;
  private static final int CONNECTIONS_OF_ADDRESS = 256;
  private static final int LONG = 60_000;
  private static final long PAUSE_MILLIS = 100;
  private static final String DIGEST =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private Lines() {}

  static void returns(Field field) {
    String line = "\r".repeat(65_000) + "x\n";
    field.crowd(CONNECTIONS, () -> type(field, "", line));
  }

  static void blanks(Field field) {
    String line = "/upload a" + " ".repeat(LONG) + "b\n";
    field.crowd(CONNECTIONS, () -> type(field, Field.name() + "\n", line));
  }

  private static void type(Field field, String first, String line)
      throws IOException, InterruptedException {
    try (Visitor visitor = field.plain()) {
      Thread.ofVirtual().start(() -> discard(visitor));
      visitor.type(first);
      while (field.lasts()) {
        visitor.type(line);
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  static void discard(Visitor visitor) {
    try {
      visitor.discard();
    } catch (IOException e) {
      // Closed.
    }
  }

  static void marks(Field field) {
    byte[] request =
        Mode.FRAMED.frame(
            ("{\"type\":\"upload\",\"id\":\"1\",\"room\":\"lobby\",\"size\":1,\"sha256\":\""
                    + DIGEST
                    + "\",\"name\":\"a"
                    + "\u0301\u0316".repeat(10_000)
                    + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    field.crowd(
        CONNECTIONS,
        () -> {
          try (Visitor visitor = field.plain()) {
            visitor.hello(Field.name());
            while (field.lasts()) {
              visitor.write(request);
              visitor.reply("1");
            }
          }
        });
  }

  static void claims(Field field) {
    String line = "claim" + " x".repeat(8_000);
    field.crowd(
        GUESTS,
        () -> {
          try (Visitor visitor = field.plain()) {
            visitor.hello(Field.name());
            while (field.lasts()) {
              visitor.ask(new Request.Admin("1", line));
            }
          }
        });
  }

  /** From four addresses, as many as the limit by address makes it take. */
  static void echoes(Field field) {
    byte[] request =
        Mode.FRAMED.frame(
            ("{\"type\":\"echo\",\"d\":\"" + "x".repeat(LONG) + "\"}")
                .getBytes(StandardCharsets.US_ASCII));
    AtomicInteger number = new AtomicInteger();
    field.crowd(
        UNREAD_CONNECTIONS,
        () -> {
          int address = 66 + number.getAndIncrement() / CONNECTIONS_OF_ADDRESS % 4;
          try (Visitor visitor =
              Visitor.over(Visitor.socketOf(4_096, field.doors, "127.0.0." + address))) {
            while (field.lasts()) {
              visitor.write(request);
            }
          }
        });
  }
}
