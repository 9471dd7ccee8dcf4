package parley.server.mode;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import parley.protocol.Framing;
import parley.protocol.Incoming;
import parley.protocol.Recognition;
import parley.server.fanout.Subscriber;
import parley.server.session.Session;
import parley.server.wire.Asked;
import parley.server.wire.Wire;
import parley.server.wire.Words;

/**
 * A way to speak with this server: how it is recognised, cut into records, answered and written.
 * One object for all connections, safe on any thread.
 */
public interface WireMode extends Words {
  /** As people read it: {@code NDJSON}. */
  String title();

  /** As figures and metrics name it: {@code ndjson}. */
  default String label() {
    return title().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a connection that begins like this is in this mode.
   *
   * @param first at least one byte, which stays where it is
   */
  Recognition recognise(Incoming first);

  /** The ALPN name that promises it (RFC 7301). */
  default Optional<String> alpn() {
    return Optional.empty();
  }

  /** How one connection's bytes are cut into records. */
  Framing framing();

  /** How messages are written for one connection. */
  Wire wire();

  /**
   * What does the records of one chat.
   *
   * @param subscriber whose outbox has a {@link #wire} of this mode
   * @param again how somebody at a shell connects once more, a command
   */
  Dialog dialog(Session session, Subscriber subscriber, Supplier<String> again);

  /** What a connection's first record asks, where that is a transfer; else null. */
  Asked asked(byte[] record);

  /** When a connection that is silent ends. */
  Idle idle();

  /** What somebody is asked who says nothing, where this is the last mode; empty for nothing. */
  default String greeting() {
    return "";
  }

  /** What comes before anything else on a connection on which that was asked. */
  default String afterGreeting() {
    return "";
  }
}
