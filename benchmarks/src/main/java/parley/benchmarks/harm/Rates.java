package parley.benchmarks.harm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;

/** Guests that do faster what they may do, by breaking their line and coming back. */
final class Rates {
  private static final String ROOM = "lobby";

  /** What one connection may do at once, as shipped. */
  static final int BURST = 40;

  private static final int GUESTS = 8;
  private static final int ECHOES = 64;

  private Rates() {}

  static void texts(Field field) {
    String text = "x".repeat(100);
    comeBack(field, GUESTS, ROOM, () -> burst(i -> Request.Send.toRoom("" + i, ROOM, text)));
  }

  static void presence(Field field) {
    comeBack(field, GUESTS, ROOM, () -> new Request[0]);
  }

  static void names(Field field) {
    comeBack(field, GUESTS, ROOM, () -> burst(i -> new Request.Nick("" + i, Field.name())));
  }

  static void topics(Field field) {
    String text = "x".repeat(1_000);
    comeBack(field, GUESTS, ROOM, () -> burst(i -> new Request.Topic("" + i, ROOM, text + i)));
  }

  /**
   * Each guest does a burst at once, breaks its line and takes its place back on another.
   *
   * @param burst requests whose ids are their indices
   */
  static void comeBack(Field field, int guests, String room, Supplier<Request[]> burst) {
    field.crowd(
        guests,
        () -> {
          String name = Field.name();
          String session = null;
          while (field.lasts()) {
            Visitor visitor = field.plain();
            try {
              Reply.Welcome welcome = visitor.hello(name, session);
              name = welcome.name();
              if (session == null) {
                visitor.ok(new Request.Join("join", room));
              }
              session = welcome.session();
              askAll(visitor, burst.get());
            } finally {
              visitor.cut();
            }
          }
        });
  }

  private static void askAll(Visitor visitor, Request[] requests) throws IOException {
    visitor.send(requests);
    for (int i = 0; i < requests.length; i++) {
      visitor.reply("" + i);
    }
  }

  static Request[] burst(IntFunction<Request> request) {
    return IntStream.range(0, BURST).mapToObj(request).toArray(Request[]::new);
  }

  static void echoes(Field field) {
    String long60 = "x".repeat(60_000);
    byte[] echo = frame("{\"type\":\"echo\",\"d\":\"" + long60 + "\"}");
    byte[] ping = frame("{\"type\":\"ping\",\"data\":\"" + long60 + "\"}");
    field.crowd(
        ECHOES,
        () -> {
          try (Visitor visitor = field.plain()) {
            visitor.hello(Field.name());
            Thread.ofVirtual().start(() -> Lines.discard(visitor));
            while (field.lasts()) {
              visitor.write(echo);
              visitor.write(ping);
            }
          }
        });
  }

  private static byte[] frame(String json) {
    return Mode.FRAMED.frame(json.getBytes(StandardCharsets.US_ASCII));
  }
}
