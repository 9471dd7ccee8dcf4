package parley.protocol;

import java.io.ByteArrayOutputStream;

/**
 * Takes telnet's commands (RFC 854) out of typed lines, so that a person may come by {@code
 * telnet}. Byte 255 begins a command; no UTF-8 holds it.
 */
final class Telnet {
  /** The byte that begins a command. */
  static final byte COMMAND = (byte) 255;

  private static final int LOWEST = 236;
  private static final int SUBNEGOTIATION_END = 240;
  private static final int SUBNEGOTIATION = 250;
  private static final int WILL = 251;
  private static final int DONT = 254;

  /** Longest subnegotiation in bytes: one that does not end by then is none. */
  private static final int SUBNEGOTIATION_BYTES = 256;

  private Telnet() {}

  /**
   * Bytes of the command at {@code at}, which may hold a newline as an option's number or value.
   *
   * @return 0 where the bytes up to {@code end} do not tell yet; 1 for a stray 255
   */
  static int lengthOf(byte[] bytes, int at, int end) {
    if (at + 1 == end) {
      return 0;
    }
    int command = bytes[at + 1] & 0xff;
    if (command < LOWEST) {
      return 1;
    }
    if (command >= WILL && command <= DONT) {
      return at + 2 < end ? 3 : 0;
    }
    if (command != SUBNEGOTIATION) {
      return 2;
    }
    int most = Math.min(end, at + SUBNEGOTIATION_BYTES);
    for (int i = at + 2; i + 1 < most; i++) {
      if (bytes[i] == COMMAND) {
        if ((bytes[i + 1] & 0xff) == SUBNEGOTIATION_END) {
          return i + 2 - at;
        }
        i++;
      }
    }
    return end - at < SUBNEGOTIATION_BYTES ? 0 : 2;
  }

  /**
   * A line without its commands and without the zero bytes that telnet puts after CR. A command
   * that the line's end cuts off goes too.
   */
  static byte[] strip(byte[] line) {
    int at = 0;
    while (at < line.length && line[at] != COMMAND && line[at] != 0) {
      at++;
    }
    if (at == line.length) {
      return line;
    }
    ByteArrayOutputStream typed = new ByteArrayOutputStream(line.length);
    for (int i = 0; i < line.length; ) {
      if (line[i] == COMMAND) {
        int length = lengthOf(line, i, line.length);
        i = length == 0 ? line.length : i + length;
      } else {
        if (line[i] != 0) {
          typed.write(line[i]);
        }
        i++;
      }
    }
    return typed.toByteArray();
  }
}
