package parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too long, or belongs to no mode, is an error at once; nothing is allocated for it. */
class DecoderLimitTest {
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int LIMIT = 1_000;

  @Test
  void aFrameOfExactlyTheLimitIsDecoded() throws Exception {
    byte[] payload = filled(LIMIT, 'x');
    Decoder decoder = fed(Decoder.of(Mode.FRAMED, LIMIT), Mode.FRAMED.frame(payload));
    assertArrayEquals(payload, decoder.next());
    assertNull(decoder.next());
  }

  @ParameterizedTest
  @CsvSource({
    "00 00 03 e9, TOO_LARGE",
    "00 ff ff ff, TOO_LARGE",
    "00 00 00 00, BAD_FRAME",
    "01, BAD_MODE",
    "7b, BAD_MODE"
  })
  void aFramesHeaderAloneIsRefused(String header, ErrorCode code) {
    fails(code, fed(Decoder.of(Mode.FRAMED, LIMIT), hex(header)));
  }

  @Test
  void aLengthOf16MebibytesIsRefusedByItsFirstByte() throws Exception {
    Decoder decoder = fed(Decoder.detecting(LIMIT), Mode.FRAMED.frame(hex("78")));
    decoder.next();
    fails(ErrorCode.TOO_LARGE, fed(decoder, hex("01")));
  }

  @ParameterizedTest
  @EnumSource(names = {"NDJSON", "TEXT"})
  void aLineOfExactlyTheLimitIsDecodedWithEitherEnd(Mode mode) throws Exception {
    byte[] line = filled(LIMIT, mode == Mode.TEXT ? 'x' : '{');
    for (String ending : new String[] {"\n", "\r\n"}) {
      Decoder decoder = fed(Decoder.detecting(LIMIT), line);
      assertNull(decoder.next());
      for (byte b : ending.getBytes(UTF_8)) {
        assertNull(decoder.next());
        fed(decoder, new byte[] {b});
      }
      assertArrayEquals(line, decoder.next());
      assertEquals(mode, decoder.mode());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NDJSON", "TEXT"})
  void aLineAboveTheLimitIsRefusedBeforeItsEnd(Mode mode) throws Exception {
    char first = mode == Mode.TEXT ? 'x' : '{';
    fails(ErrorCode.TOO_LARGE, fed(Decoder.detecting(LIMIT), filled(LIMIT + 1, first)));

    Decoder decoder = fed(Decoder.detecting(LIMIT), filled(LIMIT, first));
    assertNull(fed(decoder, hex("0d")).next());
    fails(ErrorCode.TOO_LARGE, fed(decoder, hex("0d")));
  }

  @ParameterizedTest
  @EnumSource(names = {"NDJSON", "TEXT"})
  void aTypedLineHasALimitOfItsOwnBelowThatOfFrames(Mode mode) throws Exception {
    char first = mode == Mode.TEXT ? 'x' : '{';
    byte[] line = filled(Limits.TYPED_BYTES, first);
    assertArrayEquals(
        line, fed(fed(Decoder.detecting(Limits.FRAME_BYTES), line), hex("0a")).next());

    Decoder decoder = fed(Decoder.detecting(Limits.FRAME_BYTES), line);
    fed(decoder, new byte[] {(byte) first});
    if (mode == Mode.TEXT) {
      fails(ErrorCode.TOO_LARGE, decoder);
    } else {
      assertNull(decoder.next());
    }
  }

  @Test
  void aSubnegotiationWithoutEndIsBounded() throws Exception {
    Decoder decoder = fed(Decoder.detecting(LIMIT), hex("ff fa 1f"));
    for (int i = 0; i < 300; i++) {
      assertNull(fed(decoder, hex("61")).next());
    }
    assertEquals(302, fed(decoder, hex("0a")).next().length + 1);
  }

  @Test
  void aStray255DoesNotSwallowTheLineEnd() throws Exception {
    Decoder decoder = fed(Decoder.detecting(LIMIT), hex("61 ff 0a 62 0d 00 0d 0a"));
    assertArrayEquals(hex("61"), decoder.next());
    assertArrayEquals(hex("62 0d"), decoder.next());
  }

  @Test
  void emptyLinesCountInTextOnly() throws Exception {
    Decoder text = fed(Decoder.detecting(LIMIT), "\r\n\nx\n".getBytes(UTF_8));
    assertEquals(0, text.next().length);
    assertEquals(0, text.next().length);
    assertArrayEquals(hex("78"), text.next());
    Decoder ndjson = fed(Decoder.of(Mode.NDJSON, LIMIT), "\r\n\n{}\n\n".getBytes(UTF_8));
    assertArrayEquals("{}".getBytes(UTF_8), ndjson.next());
    assertNull(ndjson.next());
  }

  @Test
  void everyFirstByteChoosesOneModeOrIsRefused() throws Exception {
    for (int b = 0; b < 256; b++) {
      // A byte order mark may begin with 239; only the byte behind it tells.
      byte[] first = b == 0xef ? new byte[] {(byte) b, (byte) 0x80} : new byte[] {(byte) b};
      Decoder decoder = fed(Decoder.detecting(LIMIT), first);
      Mode expected =
          b == 0
              ? Mode.FRAMED
              : b == '{'
                  ? Mode.NDJSON
                  : "\t\r\n".indexOf(b) >= 0
                          || b >= 0x20 && b < 0x7f
                          || b >= 0xc2 && b <= 0xf4
                          || b == 0xff
                      ? Mode.TEXT
                      : null;
      if (expected == null) {
        fails(ErrorCode.BAD_MODE, decoder);
      } else {
        decoder.next();
        assertEquals(expected, decoder.mode());
      }
    }
  }

  /** The rest may be far away: no byte of it is paid for before it came. */
  @ParameterizedTest
  @ValueSource(strings = {"00 00 ff ff", "00 ff ff ff", "7b", "78", "ff fa"})
  void oneByteAtATimeNeverAllocatesMoreThanASmallMultiple(String beginning) throws Exception {
    byte[] begun = hex(beginning);
    worstGrowth(begun);
    double worst = worstGrowth(begun);
    assertTrue(worst < 5, () -> worst + " bytes allocated for each that came");
  }

  /** The most bytes that were allocated for each byte that came, above the first 1,000. */
  private static double worstGrowth(byte[] begun) throws Exception {
    boolean typed = Mode.of(begun[0]) == Mode.TEXT;
    int count = typed ? Limits.TYPED_BYTES : 60_000;
    InputStream slow = new OneByteAtATime(begun, count);
    Decoder decoder = Decoder.detecting(Limits.FRAME_BYTES_MAX);
    long before = allocated();
    long received = 0;
    double worst = 0;
    while (decoder.fill(slow) > 0) {
      assertNull(decoder.next());
      received++;
      worst = Math.max(worst, (double) (allocated() - before) / Math.max(received, 1_000));
    }
    assertEquals(count, received);
    return worst;
  }

  @Test
  void floodsOfEmptyLinesAllocateNextToNothing() throws Exception {
    byte[] flood = filled(16_000, '\n');
    for (Mode mode : new Mode[] {Mode.NDJSON, Mode.TEXT}) {
      Decoder decoder = Decoder.of(mode, LIMIT);
      fed(decoder, flood);
      long before = allocated();
      while (decoder.next() != null) {}
      assertTrue(allocated() - before < 16_000);
    }
  }

  private static long allocated() {
    return THREAD.getCurrentThreadAllocatedBytes();
  }

  private static void fails(ErrorCode code, Decoder decoder) {
    ProtocolException e = assertThrows(ProtocolException.class, decoder::next);
    assertEquals(code, e.code());
    assertTrue(e.fatal());
  }

  private static Decoder fed(Decoder decoder, byte[] bytes) {
    decoder.feed(bytes, 0, bytes.length);
    return decoder;
  }

  private static byte[] filled(int length, char with) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  private static byte[] hex(String bytes) {
    return HexFormat.ofDelimiter(" ").parseHex(bytes);
  }

  private static final class OneByteAtATime extends InputStream {
    private final byte[] begun;
    private int left;
    private int at;

    OneByteAtATime(byte[] begun, int count) {
      this.begun = begun;
      this.left = count;
    }

    @Override
    public int read() {
      if (left-- == 0) {
        return -1;
      }
      return at < begun.length ? begun[at++] & 0xff : 'a';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int b = read();
      if (b < 0) {
        return -1;
      }
      target[offset] = (byte) b;
      return 1;
    }
  }
}
