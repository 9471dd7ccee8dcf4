package parley.protocol;

import java.io.ByteArrayOutputStream;

/** Takes telnet's commands (RFC 854) out of a line, so that a person may come by {@code telnet}. */
final class Telnet {
  private static final int IAC = 255;
  private static final int DONT = 254;
  private static final int WILL = 251;
  private static final int SUBNEGOTIATION = 250;
  private static final int SUBNEGOTIATION_END = 240;

  private Telnet() {}

  static byte[] strip(byte[] line) {
    int at = 0;
    while (at < line.length && line[at] != (byte) IAC && line[at] != 0) {
      at++;
    }
    if (at == line.length) {
      return line;
    }
    ByteArrayOutputStream typed = new ByteArrayOutputStream(line.length);
    for (int i = 0; i < line.length; i++) {
      int b = line[i] & 0xff;
      if (b == IAC) {
        i = endOfCommand(line, i);
      } else if (b != 0) {
        typed.write(b);
      }
    }
    return typed.toByteArray();
  }

  /** The index of the last byte of the command that begins at {@code i}. */
  private static int endOfCommand(byte[] line, int i) {
    int command = i + 1 < line.length ? line[i + 1] & 0xff : 0;
    if (command >= WILL && command <= DONT) {
      return i + 2;
    }
    if (command != SUBNEGOTIATION) {
      return i + 1;
    }
    for (int j = i + 2; j + 1 < line.length; j++) {
      if ((line[j] & 0xff) == IAC && (line[j + 1] & 0xff) == SUBNEGOTIATION_END) {
        return j + 1;
      }
    }
    return line.length;
  }
}
