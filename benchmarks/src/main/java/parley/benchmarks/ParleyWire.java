package parley.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;

/** The server's own protocol, framed or as lines of JSON. */
final class ParleyWire implements Wire {
  private static final byte[] OK = ascii("{\"type\":\"ok\",\"re\":\"0");
  private static final byte[] JOINED = ascii("{\"type\":\"joined\"");
  private static final byte[] LEFT = ascii("{\"type\":\"left\"");
  private static final byte[] ONLINE = ascii("{\"type\":\"online\"");
  private static final byte[] OFFLINE = ascii("{\"type\":\"offline\"");
  private static final String JOIN_ID = "join";

  private final Mode mode;
  private final String room;
  private final boolean joins;

  /** Names are taken anew by each run: those of the one before may still be in their grace. */
  private final String run = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36);

  /**
   * @param joins whether members join the room; otherwise they say hello and no more
   */
  ParleyWire(Mode mode, String room, boolean joins) {
    this.mode = mode;
    this.room = room;
    this.joins = joins;
  }

  /** What a member is called. */
  String name(int member) {
    return "m" + member + "-" + run;
  }

  @Override
  public byte[] opening(int member) {
    byte[] hello =
        mode.frame(
            Json.bytes(
                new Request.Hello("hello", name(member), null, "benchmarks", null, null, null)));
    if (!joins) {
      return hello;
    }
    byte[] join = mode.frame(Json.bytes(new Request.Join(JOIN_ID, room)));
    byte[] both = Arrays.copyOf(hello, hello.length + join.length);
    System.arraycopy(join, 0, both, hello.length, join.length);
    return both;
  }

  @Override
  public byte[] closing() {
    return mode.frame(Json.bytes(new Request.Bye(null)));
  }

  @Override
  public byte[] message(Text text) {
    // The id begins with a digit and the ids above do not: that tells their replies apart.
    return mode.frame(Json.bytes(Request.Send.toRoom("0", room, text.example())));
  }

  @Override
  public boolean ordersAll() {
    return true;
  }

  @Override
  public int take(byte[] bytes, int from, int to, Member member) {
    return mode == Mode.FRAMED
        ? takeFrames(bytes, from, to, member)
        : takeLines(bytes, from, to, member);
  }

  private void record(byte[] bytes, int from, int to, Member member) {
    if (member.delivery(bytes, from, to)) {
      return;
    }
    if (startsWith(OK, bytes, from, to)) {
      member.acknowledged();
    } else if (!startsWith(JOINED, bytes, from, to)
        && !startsWith(LEFT, bytes, from, to)
        && !startsWith(ONLINE, bytes, from, to)
        && !startsWith(OFFLINE, bytes, from, to)) {
      other(Arrays.copyOfRange(bytes, from, to), member);
    }
  }

  private void other(byte[] json, Member member) {
    try {
      switch (Json.serverMessage(json)) {
        case Reply.Welcome _ when !joins -> member.joined();
        case Reply.Ok ok when JOIN_ID.equals(ok.re()) -> member.joined();
        case Reply.Refused refused ->
            throw new Failure("The server refused: " + refused.message() + " " + refused.code());
        case Event.Ping ping ->
            member.say(mode.frame(Json.bytes(new Request.Pong(null, ping.data()))));
        case Event.Gap gap -> throw new Failure("The server left messages out: " + gap);
        case Event.Bye bye -> member.dismissed(bye.message());
        default -> {}
      }
    } catch (ProtocolException e) {
      throw new Failure("The server sent what is no message: " + e.getMessage());
    }
  }

  private int takeFrames(byte[] bytes, int from, int to, Member member) {
    int at = member.isGreeted() ? from : skipGreeting(bytes, from, to, (byte) 0, member);
    while (to - at >= Frames.HEADER) {
      int length = Frames.length(bytes, at);
      if (to - at - Frames.HEADER < length) {
        break;
      }
      at += Frames.HEADER;
      record(bytes, at, at + length, member);
      at += length;
    }
    return at;
  }

  private int takeLines(byte[] bytes, int from, int to, Member member) {
    int at = member.isGreeted() ? from : skipGreeting(bytes, from, to, (byte) '{', member);
    for (int i = at; i < to; i++) {
      if (bytes[i] == '\n') {
        record(bytes, at, i, member);
        at = i + 1;
      }
    }
    return at;
  }

  /** A text greeting may stand before the first record where the opening came late. */
  private static int skipGreeting(byte[] bytes, int from, int to, byte first, Member member) {
    int at = from;
    while (at < to && bytes[at] != first) {
      at++;
    }
    if (at < to) {
      member.greeted();
    }
    return at;
  }

  static boolean startsWith(byte[] prefix, byte[] bytes, int from, int to) {
    return to - from >= prefix.length
        && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
