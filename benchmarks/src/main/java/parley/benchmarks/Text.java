package parley.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a measured message: {@code s0007 n0000000042 t0000001234567890123 abcdef...}, that is
 * its sender, its number of that sender, the nanosecond it was due, and padding to the wanted size.
 * The fields have fixed places, so that writing and checking one costs some tens of nanoseconds.
 */
final class Text {
  private static final int SENDER = 1;
  private static final int SENDER_DIGITS = 4;
  private static final int NUMBER = 7;
  private static final int NUMBER_DIGITS = 10;
  private static final int TIME = 19;
  private static final int TIME_DIGITS = 19;
  private static final int PADDING = 39;

  /** The smallest size, in bytes: the fields and one byte of padding. */
  static final int LEAST = PADDING + 1;

  private final byte[] template;

  Text(int size) {
    template = new byte[size];
    for (int i = 0; i < size; i++) {
      template[i] = (byte) ('a' + i % 26);
    }
    byte[] fields = "s0000 n0000000000 t0000000000000000000 ".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(fields, 0, template, 0, PADDING);
  }

  int size() {
    return template.length;
  }

  String example() {
    return new String(template, StandardCharsets.US_ASCII);
  }

  /** Where this text begins in bytes made from {@link #example()}. */
  int find(byte[] bytes) {
    for (int at = 0; at + template.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + template.length, template, 0, template.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("the text is not in the bytes");
  }

  static void write(byte[] bytes, int at, int sender, int number, long time) {
    writeDigits(bytes, at + SENDER, SENDER_DIGITS, sender);
    writeDigits(bytes, at + NUMBER, NUMBER_DIGITS, number);
    writeDigits(bytes, at + TIME, TIME_DIGITS, time);
  }

  /**
   * Whether a text of the right shape and padding begins here. What its fields hold is not looked
   * at.
   */
  boolean isAt(byte[] bytes, int at) {
    return bytes[at] == 's'
        && bytes[at + NUMBER - 2] == ' '
        && bytes[at + NUMBER - 1] == 'n'
        && bytes[at + TIME - 2] == ' '
        && bytes[at + TIME - 1] == 't'
        && bytes[at + PADDING - 1] == ' '
        && Arrays.equals(
            bytes, at + PADDING, at + template.length, template, PADDING, template.length);
  }

  static int sender(byte[] bytes, int at) {
    return (int) digits(bytes, at + SENDER, SENDER_DIGITS);
  }

  static int number(byte[] bytes, int at) {
    return (int) digits(bytes, at + NUMBER, NUMBER_DIGITS);
  }

  static long time(byte[] bytes, int at) {
    return digits(bytes, at + TIME, TIME_DIGITS);
  }

  private static void writeDigits(byte[] bytes, int at, int count, long value) {
    long rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** The number, -1 where one of the bytes is no digit. */
  private static long digits(byte[] bytes, int at, int count) {
    long value = 0;
    for (int i = at; i < at + count; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
