package parley.benchmarks.harm;

import parley.protocol.Request;

/** What stays when the stranger has gone. */
final class Growth {
  private static final int GUESTS = 4;
  private static final int WRITERS = 16;
  private static final int TEXT = 16_000;

  private Growth() {}

  /** A new room is joined, and left by the next request. */
  static void rooms(Field field) {
    Rates.comeBack(
        field,
        GUESTS,
        "lobby",
        () -> {
          Request[] requests = new Request[Rates.BURST];
          for (int i = 0; i < requests.length; i += 2) {
            String room = Field.name();
            requests[i] = new Request.Join("" + i, room);
            requests[i + 1] = new Request.Leave("" + (i + 1), room);
          }
          return requests;
        });
  }

  static void texts(Field field) {
    String text = "x".repeat(TEXT);
    Rates.comeBack(
        field,
        WRITERS,
        "filled",
        () -> Rates.burst(i -> Request.Send.toRoom("" + i, "filled", text)));
  }

  static void guests(Field field) {
    field.crowd(
        WRITERS,
        () -> {
          while (field.lasts()) {
            Visitor visitor = field.plain();
            try {
              visitor.hello(Field.name());
              visitor.ok(new Request.Join("1", "lobby"));
              visitor.send(new Request.Bye(null));
              visitor.discard();
            } finally {
              visitor.cut();
            }
          }
        });
  }
}
