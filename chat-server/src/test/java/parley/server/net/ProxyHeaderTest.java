package parley.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.text.Hosts;

class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  /** As the specification has it: what follows is not touched. */
  private static ProxyHeader read(byte[] header) throws IOException {
    byte[] both = Arrays.copyOf(header, header.length + 4);
    ByteArrayInputStream in = new ByteArrayInputStream(both);
    ProxyHeader read = ProxyHeader.read(in);
    assertArrayEquals(new byte[4], in.readAllBytes());
    return read;
  }

  private static byte[] line(String text) {
    return (text + "\r\n").getBytes(ISO_8859_1);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(SIGNATURE + text.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443, 192.0.2.7, 198.51.100.1:443",
    "PROXY TCP6 2001:db8::7 2001:DB8:0::1 1 65535, 2001:db8::7, [2001:db8::1]:65535",
    "PROXY TCP6 ::ffff:192.0.2.7 ::ffff:10.0.0.1 0 7443, 192.0.2.7, 10.0.0.1:7443",
  })
  void theFirstVersionIsALine(String line, String from, String to) throws Exception {
    ProxyHeader read = read(line(line));
    assertEquals(from, Hosts.text(read.from()));
    assertEquals(to, Hosts.place(read.to()));
    assertTrue(ProxyHeader.begins(line(line)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN",
        "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535",
      })
  void whatAProxyDoesNotKnowIsItsOwn(String line) throws Exception {
    assertNull(read(line(line)).from());
  }

  @Test
  void theSecondVersionIsBinary() throws Exception {
    ProxyHeader four = read(hex("21 11 000c c0000207 c6336401 dc04 01bb"));
    assertEquals("192.0.2.7", Hosts.text(four.from()));
    assertEquals("198.51.100.1:443", Hosts.place(four.to()));
    assertNull(four.name());
    ProxyHeader six =
        read(
            hex(
                "21 21 0033 20010db8000000000000000000000007 20010db8000000000000000000000001 dc04"
                    + " 01bb 02 000c 636861742e6578616d706c65"));
    assertEquals("2001:db8::7", Hosts.text(six.from()));
    assertEquals("chat.example", six.name());
    assertTrue(ProxyHeader.begins(hex("2111")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20 00 0000", // a look at its health
        "20 11 000c c0000207 c6336401 dc04 01bb",
        "21 00 0000", // of no known family
        "21 31 0004 2f746d70",
      })
  void itsOwnAndUnknownOnesAreTheProxys(String hex) throws Exception {
    assertNull(read(hex(hex)).from());
  }

  /** By haproxy's own option crc32c: a header that was damaged on its way is none. */
  @Test
  void aChecksumIsChecked() throws Exception {
    byte[] whole = hex("21 11 0013 c0000207 c6336401 dc04 01bb 03 0004 00000000");
    java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
    sum.update(whole);
    for (int i = 0; i < 4; i++) {
      whole[whole.length - 4 + i] = (byte) (sum.getValue() >> (24 - 8 * i));
    }
    assertEquals("192.0.2.7", Hosts.text(read(whole).from()));
    whole[16]++;
    assertThrows(ProxyHeader.Malformed.class, () -> read(whole));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324",
        "PROXY       ",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443 1",
        "PROXY TCP4 192.0.2.7  198.51.100.1 56324 443",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 65536",
        "PROXY TCP4 192.0.2.7 198.51.100.1 x 443",
        "PROXY TCP4 2001:db8::7 2001:db8::1 56324 443",
        "PROXY TCP6 192.0.2.7 198.51.100.1 56324 443",
        "PROXY TCP4 300.0.2.7 198.51.100.1 56324 443",
        "PROXY TCP4 192.0.2.0/24 198.51.100.1 56324 443",
        "PROXY TCP4 localhost 198.51.100.1 56324 443",
        "PROXY TCP6 fe80::1%eth0 fe80::2 56324 443",
        "PROXY UDP4 192.0.2.7 198.51.100.1 56324 443",
        "PROXY TCP4",
        "GET / HTTP/1.1",
        "{\"type\":\"hello\",\"name\":\"alice\"}",
        "proxy TCP4 192.0.2.7 198.51.100.1 56324 443",
      })
  void anythingElseIsNone(String line) {
    assertThrows(ProxyHeader.Malformed.class, () -> read(line(line)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11 11 000c c0000207 c6336401 dc04 01bb",
        "22 11 000c c0000207 c6336401 dc04 01bb",
        "21 11 000b c0000207 c6336401 dc04 01",
        "21 11 000f c0000207 c6336401 dc04 01bb 02 0005",
        "21 11 ffff c0000207 c6336401 dc04 01bb",
      })
  void norIsThis(String hex) {
    assertThrows(ProxyHeader.Malformed.class, () -> read(hex(hex)));
  }

  @Test
  void nothingAtAllIsALookAndALineWithoutEndIsBounded() {
    assertThrows(EOFException.class, () -> ProxyHeader.read(new ByteArrayInputStream(new byte[0])));
    byte[] endless = ("PROXY TCP4 " + "1".repeat(100_000)).getBytes(ISO_8859_1);
    ByteArrayInputStream in = new ByteArrayInputStream(endless);
    assertThrows(ProxyHeader.Malformed.class, () -> ProxyHeader.read(in));
    assertTrue(in.available() > 99_000);
  }

  @Test
  void whateverComesIsRefusedAndNothingElse() {
    Random random = new Random(20261129);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      byte[] start = i % 2 == 0 ? hex("2111") : "PROXY TCP4 1.2.3.4 ".getBytes(ISO_8859_1);
      System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
      try {
        ProxyHeader.read(new ByteArrayInputStream(bytes));
      } catch (IOException e) {
        // As it should.
      }
    }
  }
}
