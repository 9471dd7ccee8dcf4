package parley.server.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import parley.protocol.Digits;

/**
 * What a proxy says of a connection before its first byte, by HAProxy's PROXY protocol, version 1
 * or 2: where it comes from, and what it reached.
 *
 * @param from whose connection it is; null where it is the proxy's own, or nobody knows
 * @param to what that one dialled; null as {@code from}
 * @param name the host name that was asked for by TLS at the proxy; null where none was told
 */
public record ProxyHeader(InetAddress from, InetSocketAddress to, String name) {
  /** Bytes of a line of version 1, its end included. */
  private static final int LINE = 107;

  /** Bytes of version 2 behind its head; some proxies add certificates. */
  private static final int MOST = 16_384;

  /** So many of the first bytes show whether they begin one. */
  public static final int SHOWN = 16;

  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };

  /** What comes behind the signature: version and command, family, length. */
  private static final int HEAD = 4;

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;
  private static final int AUTHORITY = 2;
  private static final int CHECKSUM = 3;

  private static final ProxyHeader OWN = new ProxyHeader(null, null, null);

  /** What came is no such header; the message completes "the header of the PROXY protocol …". */
  public static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /** Whether a connection begins with such a header, by its first bytes. */
  public static boolean begins(byte[] first) {
    String start = new String(first, StandardCharsets.ISO_8859_1);
    return start.startsWith("PROXY TCP4 ")
        || start.startsWith("PROXY TCP6 ")
        || start.startsWith("PROXY UNKNOWN")
        || start.startsWith(new String(SIGNATURE, StandardCharsets.ISO_8859_1));
  }

  /** Whether the first five bytes may begin such a header, which those of TLS can't. */
  public static boolean mayBegin(byte[] five) {
    return Arrays.equals(five, "PROXY".getBytes(StandardCharsets.US_ASCII))
        || Arrays.equals(five, Arrays.copyOf(SIGNATURE, five.length));
  }

  /** What somebody is told who sends one and may not. */
  public static String refusal(String address) {
    return "The PROXY protocol is taken from the addresses in listen.proxies alone, and "
        + address
        + " is none of them.";
  }

  /**
   * Reads a header, and no byte behind it.
   *
   * @throws EOFException where nothing came at all: a look whether anybody listens
   * @throws Malformed where it is none
   */
  public static ProxyHeader read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(SIGNATURE.length);
    if (start.length == 0) {
      throw new EOFException("nothing came");
    }
    if (Arrays.equals(start, SIGNATURE)) {
      return second(in);
    }
    if (new String(start, StandardCharsets.ISO_8859_1).startsWith("PROXY ")) {
      return first(start, in);
    }
    throw new Malformed("is missing");
  }

  private static ProxyHeader first(byte[] start, InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(new String(start, StandardCharsets.ISO_8859_1));
    while (line.charAt(line.length() - 1) != '\n') {
      int next = in.read();
      if (next < 0 || line.length() == LINE) {
        throw new Malformed("does not come to its end");
      }
      line.append((char) next);
    }
    String[] words = line.toString().stripTrailing().split(" ", -1);
    if (words.length > 1 && words[1].equals("UNKNOWN")) {
      return OWN;
    }
    boolean four = words.length == 6 && words[1].equals("TCP4");
    if (words.length != 6 || !four && !words[1].equals("TCP6")) {
      throw new Malformed("names no addresses of TCP");
    }
    port(words[4]);
    return new ProxyHeader(
        address(words[2], four),
        new InetSocketAddress(address(words[3], four), port(words[5])),
        null);
  }

  private static int port(String word) throws Malformed {
    if (!Digits.areDecimal(word, 5) || Integer.parseInt(word) > 65_535) {
      throw new Malformed("names no port");
    }
    return Integer.parseInt(word);
  }

  private static InetAddress address(String word, boolean four) throws Malformed {
    boolean written = AddressRange.parse(word).isPresent() && word.indexOf('/') < 0;
    if (!written || word.indexOf('%') >= 0 || (word.indexOf(':') < 0) != four) {
      throw new Malformed("names no address");
    }
    return InetAddress.ofLiteral(word);
  }

  private static ProxyHeader second(InputStream in) throws IOException {
    byte[] head = exactly(in, HEAD);
    int command = head[0] & 0xff;
    int family = head[1] & 0xff;
    int length = (head[2] & 0xff) << 8 | head[3] & 0xff;
    if (command != LOCAL && command != PROXY) {
      throw new Malformed("is of another version, or has no known command");
    }
    if (length > MOST) {
      throw new Malformed("is longer than any");
    }
    byte[] body = exactly(in, length);
    int size = family == TCP4 ? Integer.BYTES : family == TCP6 ? 2 * Long.BYTES : 0;
    int addresses = 2 * size + 2 * Short.BYTES;
    if (command == LOCAL || size == 0) {
      return OWN;
    }
    if (length < addresses) {
      throw new Malformed("is too short for its addresses");
    }
    String name = additions(head, body, addresses);
    int port = ByteBuffer.wrap(body).getShort(2 * size + Short.BYTES) & 0xffff;
    return new ProxyHeader(
        address(body, 0, size), new InetSocketAddress(address(body, size, size), port), name);
  }

  private static InetAddress address(byte[] body, int from, int size) throws UnknownHostException {
    return InetAddress.getByAddress(Arrays.copyOfRange(body, from, from + size));
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new Malformed("does not come to its end");
    }
    return bytes;
  }

  /** Each has a type, a length of two bytes, and a value. */
  private static String additions(byte[] head, byte[] body, int from) throws Malformed {
    String name = null;
    ByteBuffer rest = ByteBuffer.wrap(body, from, body.length - from);
    while (rest.remaining() > Short.BYTES) {
      int type = rest.get() & 0xff;
      int length = rest.getShort() & 0xffff;
      if (length > rest.remaining()) {
        throw new Malformed("is too short for what it adds");
      }
      int at = rest.position();
      rest.position(at + length);
      if (type == AUTHORITY) {
        name = new String(body, at, length, StandardCharsets.UTF_8);
      } else if (type == CHECKSUM && length == Integer.BYTES) {
        check(head, body, at);
      }
    }
    return name;
  }

  private static void check(byte[] head, byte[] body, int at) throws Malformed {
    byte[] blank = body.clone();
    Arrays.fill(blank, at, at + Integer.BYTES, (byte) 0);
    CRC32C sum = new CRC32C();
    sum.update(SIGNATURE);
    sum.update(head);
    sum.update(blank);
    if ((int) sum.getValue() != ByteBuffer.wrap(body).getInt(at)) {
      throw new Malformed("is damaged");
    }
  }
}
