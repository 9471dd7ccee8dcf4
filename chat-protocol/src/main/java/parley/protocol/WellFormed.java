package parley.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds what no Unicode text can hold: bytes that are not UTF-8 (RFC 3629: no overlong form, no
 * surrogate, nothing above U+10FFFF) and, in JSON, an escaped surrogate without its partner, which
 * RFC 7493 forbids. Jackson lets both through, and what came in so could not be sent on.
 */
final class WellFormed {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long BACKSLASHES = LOW_BITS * '\\';

  private WellFormed() {}

  /** The index of the first fault in JSON bytes, -1 where there is none. */
  static int faultIn(byte[] json) {
    int at = 0;
    while (at < json.length) {
      if (at + 8 <= json.length && isPlain((long) EIGHT.get(json, at))) {
        at += 8;
        continue;
      }
      int b = json[at];
      if (b >= 0 && b != '\\') {
        at++;
        continue;
      }
      int length = b == '\\' ? escape(json, at) : sequence(json, at);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return -1;
  }

  /** Whether all of eight bytes are ASCII and none is a backslash; most of most messages is so. */
  private static boolean isPlain(long eight) {
    long others = eight ^ BACKSLASHES;
    return ((eight | (others - LOW_BITS) & ~others) & HIGH_BITS) == 0;
  }

  /** Whether every surrogate has its partner. */
  static boolean isText(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
        if (!pair) {
          return false;
        }
        at++;
      }
    }
    return true;
  }

  /** Bytes of the UTF-8 sequence that begins here, 0 where none does. */
  private static int sequence(byte[] json, int at) {
    int lead = json[at] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + length > json.length) {
      return 0;
    }
    int c = lead & (0xff >> (length + 1));
    for (int i = 1; i < length; i++) {
      int next = json[at + i];
      if ((next & 0xc0) != 0x80) {
        return 0;
      }
      c = c << 6 | next & 0x3f;
    }
    boolean shortest = length == 2 || c >= (length == 3 ? 0x800 : 0x10000);
    boolean scalar = c <= Character.MAX_CODE_POINT && (c < 0xd800 || c > 0xdfff);
    return shortest && scalar ? length : 0;
  }

  /** Bytes of the escape, or of the pair of escapes, that begins here; 0 for half of a pair. */
  private static int escape(byte[] json, int at) {
    int c = escaped(json, at);
    if (c < 0xd800 || c > 0xdfff) {
      return 2;
    }
    int next = escaped(json, at + 6);
    return c < 0xdc00 && next >= 0xdc00 && next <= 0xdfff ? 12 : 0;
  }

  /** The UTF-16 unit of the {@code \}{@code uXXXX} here, -1 for anything else. */
  private static int escaped(byte[] json, int at) {
    if (at + 6 > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      return -1;
    }
    int c = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return -1;
      }
      c = c << 4 | digit;
    }
    return c;
  }
}
