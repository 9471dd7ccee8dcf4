package parley.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * IRC, as a client speaks it: each member joins one channel. A sender's own lines don't come back.
 */
final class IrcWire implements Wire {
  private static final byte[] PRIVMSG = ParleyWire.ascii(" PRIVMSG #");
  private static final byte[] WELCOME = ParleyWire.ascii(" 001 ");
  private static final byte[] END_OF_NAMES = ParleyWire.ascii(" 366 ");
  private static final byte[] PING = ParleyWire.ascii("PING ");
  private static final byte[] ERROR = ParleyWire.ascii("ERROR ");

  private final String room;

  IrcWire(String room) {
    this.room = room;
  }

  @Override
  public byte[] opening(int member) {
    return ParleyWire.ascii("NICK m" + member + "\r\nUSER bench 0 * :bench\r\n");
  }

  @Override
  public byte[] closing() {
    return ParleyWire.ascii("QUIT\r\n");
  }

  @Override
  public byte[] message(Text text) {
    return ParleyWire.ascii("PRIVMSG #" + room + " :" + text.example() + "\r\n");
  }

  @Override
  public boolean ordersAll() {
    return false;
  }

  @Override
  public boolean echoes() {
    return false;
  }

  @Override
  public int take(byte[] bytes, int from, int to, Member member) {
    int at = from;
    for (int i = from; i + 1 < to; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        line(bytes, at, i, member);
        at = i + 2;
      }
    }
    return at;
  }

  private void line(byte[] bytes, int from, int to, Member member) {
    int command = from;
    while (command < to && bytes[command] != ' ') {
      command++;
    }
    if (ParleyWire.startsWith(PRIVMSG, bytes, command, to)) {
      int text = command + PRIVMSG.length;
      while (text < to && bytes[text] != ':') {
        text++;
      }
      member.deliveredText(bytes, text + 1, to);
    } else if (ParleyWire.startsWith(WELCOME, bytes, command, to)) {
      member.say(ParleyWire.ascii("JOIN #" + room + "\r\n"));
    } else if (ParleyWire.startsWith(END_OF_NAMES, bytes, command, to)) {
      member.joined();
    } else if (ParleyWire.startsWith(PING, bytes, from, to)) {
      String of = new String(bytes, from, to - from, StandardCharsets.UTF_8).substring(5);
      member.say(ParleyWire.ascii("PONG " + of + "\r\n"));
    } else if (ParleyWire.startsWith(ERROR, bytes, from, to)) {
      member.dismissed(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
  }
}
