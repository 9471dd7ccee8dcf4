package parley.server.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Supplier;
import parley.protocol.Digits;
import parley.protocol.Framing;
import parley.protocol.Halves;
import parley.protocol.Incoming;
import parley.protocol.InvalidRequest;
import parley.protocol.Mode;
import parley.protocol.Recognition;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.protocol.TypedLine;
import parley.server.fanout.Subscriber;
import parley.server.mode.Dialog;
import parley.server.mode.Idle;
import parley.server.mode.WireMode;
import parley.server.session.Session;
import parley.server.wire.Asked;
import parley.server.wire.TextWire;
import parley.server.wire.Wire;

/** Lines that a person types. */
public final class TextMode implements WireMode {
  private static final String TRANSFER = "transfer";

  @Override
  public String title() {
    return "text";
  }

  @Override
  public Recognition recognise(Incoming first) {
    return Mode.TEXT.recognise(first);
  }

  @Override
  public Framing framing() {
    return Mode.TEXT.framing();
  }

  @Override
  public Wire wire() {
    return new TextWire();
  }

  @Override
  public Dialog dialog(Session session, Subscriber subscriber, Supplier<String> again) {
    return new TextDialog(session, subscriber, (TextWire) subscriber.outbox().wire(), again);
  }

  @Override
  public byte[] say(ServerMessage message, String line) {
    return Mode.textLine(line);
  }

  @Override
  public Asked asked(byte[] record) {
    if (!(TypedLine.of(new String(record, UTF_8))
            instanceof TypedLine.Command(String word, String rest))
        || !word.equals(TRANSFER)) {
      return null;
    }
    Halves parts = Halves.atFirstBlanks(rest);
    boolean begins = parts.right().isEmpty();
    if (parts.left().isEmpty() || (!begins && !Digits.areDecimal(parts.right(), 18))) {
      return new Asked(null, "It goes: /transfer TICKET [OFFSET]");
    }
    try {
      Long offset = begins ? null : Long.valueOf(parts.right());
      return new Asked(new Request.Transfer(null, parts.left(), offset), null);
    } catch (InvalidRequest e) {
      return new Asked(null, e.getMessage());
    }
  }

  @Override
  public Idle idle() {
    return Idle.TYPING;
  }

  @Override
  public String greeting() {
    return TextWire.PROMPT;
  }
}
