package parley.benchmarks;

/** How a load's members speak to what is measured: one for each protocol. */
sealed interface Wire permits ParleyWire, RelayWire, NatsWire, IrcWire {
  /** Which wire; a server, in a mode of its own, or one of those it is held against. */
  enum Kind {
    FRAMED,
    NDJSON,
    RELAY,
    NATS,
    IRC
  }

  static Wire of(Kind kind, String room, boolean tls) {
    return switch (kind) {
      case FRAMED -> new ParleyWire(parley.protocol.Mode.FRAMED, room, true);
      case NDJSON -> new ParleyWire(parley.protocol.Mode.NDJSON, room, true);
      case RELAY -> new RelayWire(room);
      case NATS -> new NatsWire(room, tls);
      case IRC -> new IrcWire(room);
    };
  }

  /** What a member says first; empty where it only listens. */
  byte[] opening(int member);

  /** What a member says last; null where it just closes. */
  byte[] closing();

  /** One message as its sender writes it, with the example of a text in it. */
  byte[] message(Text text);

  /** Whether {@code seq} must increase from delivery to delivery. */
  boolean ordersAll();

  /** Whether a sender gets its own messages too. */
  default boolean echoes() {
    return true;
  }

  /** Whether a line in the clear comes before the TLS handshake. */
  default boolean greetsBeforeTls() {
    return false;
  }

  /**
   * Hands each whole record between {@code from} and {@code to} to the member.
   *
   * @return where the first record that is not whole begins
   */
  int take(byte[] bytes, int from, int to, Member member);
}
