package parley.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** NATS core: each member subscribes to one subject; the payloads are the relay's. */
final class NatsWire implements Wire {
  private static final byte[] MSG = ParleyWire.ascii("MSG ");
  private static final byte[] PING = ParleyWire.ascii("PING");
  private static final byte[] PONG = ParleyWire.ascii("PONG");
  private static final byte[] ERROR = ParleyWire.ascii("-ERR");

  private final String subject;
  private final boolean tls;

  NatsWire(String subject, boolean tls) {
    this.subject = subject;
    this.tls = tls;
  }

  @Override
  public byte[] opening(int member) {
    return ParleyWire.ascii(
        "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"java\",\"version\":\"1\","
            + "\"tls_required\":"
            + tls
            + "}\r\nSUB "
            + subject
            + " 1\r\nPING\r\n");
  }

  @Override
  public byte[] closing() {
    return null;
  }

  @Override
  public byte[] message(Text text) {
    byte[] event = RelayWire.event(subject, text);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(ParleyWire.ascii("PUB " + subject + " " + event.length + "\r\n"));
    message.writeBytes(event);
    message.writeBytes(ParleyWire.ascii("\r\n"));
    return message.toByteArray();
  }

  @Override
  public boolean ordersAll() {
    return false;
  }

  @Override
  public boolean greetsBeforeTls() {
    return true;
  }

  @Override
  public int take(byte[] bytes, int from, int to, Member member) {
    int at = from;
    for (int end = lineEnd(bytes, at, to); end >= 0; end = lineEnd(bytes, at, to)) {
      if (ParleyWire.startsWith(MSG, bytes, at, end)) {
        int length = lastNumber(bytes, end);
        if (to - end - 2 < length + 2) {
          break;
        }
        if (!member.delivery(bytes, end + 2, end + 2 + length)) {
          throw new Failure("NATS delivered what was not sent.");
        }
        at = end + 2 + length + 2;
      } else {
        control(bytes, at, end, member);
        at = end + 2;
      }
    }
    return at;
  }

  private static void control(byte[] bytes, int from, int end, Member member) {
    if (ParleyWire.startsWith(PING, bytes, from, end)) {
      member.say(ParleyWire.ascii("PONG\r\n"));
    } else if (ParleyWire.startsWith(PONG, bytes, from, end)) {
      member.joined();
    } else if (ParleyWire.startsWith(ERROR, bytes, from, end)) {
      throw new Failure(
          "NATS refused: " + new String(bytes, from, end - from, StandardCharsets.UTF_8));
    }
  }

  /** Where the line's CR stands, -1 where its end has not come. */
  private static int lineEnd(byte[] bytes, int from, int to) {
    for (int i = from; i + 1 < to; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static int lastNumber(byte[] bytes, int end) {
    int value = 0;
    int place = 1;
    for (int i = end - 1; bytes[i] != ' '; i--) {
      value += (bytes[i] - '0') * place;
      place *= 10;
    }
    return value;
  }
}
