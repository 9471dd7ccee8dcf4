package parley.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import parley.protocol.Event;
import parley.protocol.Framing;
import parley.protocol.Incoming;
import parley.protocol.Mode;
import parley.protocol.Recognition;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.fanout.Subscriber;
import parley.server.mode.Dialog;
import parley.server.mode.Idle;
import parley.server.mode.WireMode;
import parley.server.outbox.Encoded;
import parley.server.session.Session;
import parley.server.wire.Asked;
import parley.server.wire.Wire;

/**
 * A mode that nobody needs: a line {@code PING} is answered {@code PONG}, {@code NAME} and a name
 * says hello, and what is said in the lobby comes as {@code SAID}. It shows what another mode
 * takes.
 */
final class PingMode implements WireMode {
  private static final String WORD = "PING";

  @Override
  public String title() {
    return "ping";
  }

  @Override
  public Recognition recognise(Incoming first) {
    int length = Math.min(first.length(), WORD.length());
    for (int i = 0; i < length; i++) {
      if (first.at(i) != WORD.charAt(i)) {
        return Recognition.UNSUPPORTED;
      }
    }
    return length == WORD.length() ? Recognition.SUPPORTED : Recognition.NEED_MORE;
  }

  @Override
  public Optional<String> alpn() {
    return Optional.of("ping/1");
  }

  @Override
  public Framing framing() {
    return Mode.TEXT.framing();
  }

  @Override
  public Wire wire() {
    return new PingWire();
  }

  private static final class PingWire implements Wire {
    @Override
    public byte[] encode(ServerMessage message) {
      return switch (message) {
        case Event.Message m -> line("SAID " + m.text());
        case Event.Bye bye -> line("BYE " + bye.reason());
        default -> NOTHING;
      };
    }

    @Override
    public Wire sharing(List<Event.Logged> events) {
      return this;
    }
  }

  @Override
  public Dialog dialog(Session session, Subscriber subscriber, Supplier<String> again) {
    return new Dialog() {
      @Override
      public void handle(byte[] record) throws InterruptedException {
        String line = new String(record, US_ASCII);
        if (line.startsWith("NAME ")) {
          session.ask(Request.Hello.as(null, line.substring(5)));
          session.ask(new Request.Join(null, "lobby"));
        }
        subscriber.outbox().reserve();
        subscriber.outbox().reply(Encoded.reply(line(line.equals(WORD) ? "PONG" : "OK")));
      }

      @Override
      public boolean resumable() {
        return false;
      }
    };
  }

  @Override
  public byte[] say(ServerMessage message, String line) {
    return line("NO " + line);
  }

  @Override
  public Asked asked(byte[] record) {
    return null;
  }

  @Override
  public Idle idle() {
    return Idle.ANSWERING;
  }

  private static byte[] line(String line) {
    return (line + "\n").getBytes(US_ASCII);
  }
}
