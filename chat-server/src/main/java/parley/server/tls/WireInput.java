package parley.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import parley.protocol.Mode;
import parley.server.net.Network;
import parley.server.net.ProxyHeader;
import parley.text.Hosts;

/**
 * What comes in under TLS, watched record by record (RFC 8446, 5.1). Until the handshake is over,
 * whoever reads holds a processor of {@link Handshakes} between two reads, and none while it waits
 * for the client. After it, small records are read at a rate, and so are those that carry nothing
 * for the chat: one can hold three thousand orders to change keys, each of which costs more than to
 * write it. Confined to the connection's reader.
 */
final class WireInput extends InputStream {
  /** Bytes of a record; sending larger ones costs the client more than reading them costs us. */
  static final int SMALL = 1_024;

  /** What a client sends until its handshake is over: two hellos and a key exchange. */
  private static final int HANDSHAKE_BYTES = 65_536;

  /** What may come in a row of which nothing is for the chat, in bytes; clients send tens. */
  private static final int NOTHING_BYTES = 65_536;

  /** So little of it is not accounted for: the end of a handshake, with a certificate, is such. */
  private static final int NOTHING_FREE = 8_192;

  /** A reader lets the others go on after so many bytes, where more are there already. */
  private static final int TURN_BYTES = 16_384;

  private static final int HEADER = 5;
  private static final int APPLICATION_DATA = 23;

  /** Small records are accounted for so many at a time. */
  private static final int ACCOUNTED = 64;

  private final InputStream in;
  private final Socket socket;
  private final InetAddress from;
  private final Network network;
  private final Handshakes handshakes;

  private boolean heard;
  private boolean begun;
  private boolean over;
  private int handshakeBytes;

  /** Whether a processor is held; whoever closes the connection gives it back too. */
  private final AtomicBoolean computing = new AtomicBoolean();

  /** Bytes of the header that are read, {@link #HEADER} while the record's own are. */
  private int header;

  /** Of the record that is read. */
  private int length;

  private int left;
  private int small;

  /** Bytes in a row of which nothing was for the chat, as far as that is known. */
  private int nothing;

  /** Of those, accounted for. */
  private int accounted;

  private int turn;

  /** Whether the stream has ended without TLS's own end, behind which nothing is read. */
  private volatile boolean cut;

  /**
   * @param from whose connection it is
   */
  WireInput(InputStream in, Socket socket, InetAddress from, Handshakes handshakes) {
    this.in = in;
    this.socket = socket;
    this.from = from;
    this.network = Network.of(from);
    this.handshakes = handshakes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // nothing else makes a reader that has bytes give way
  public int read(byte[] bytes, int offset, int most) throws IOException {
    rest();
    if (header == 0 && nothing - accounted > NOTHING_FREE) {
      carriedNothing();
    }
    int n = in.read(bytes, offset, most);
    cut |= n < 0;
    if (!heard && n > 0) {
      heard = true;
      refuseProxy(Arrays.copyOfRange(bytes, offset, offset + n));
    }
    for (int i = offset; i < offset + n; ) {
      i += follow(bytes, i, offset + n);
    }
    if (!over && n > 0) {
      handshakeBytes += n;
      if (handshakeBytes > HANDSHAKE_BYTES) {
        socket.close(); // what ends TLS would read on first
        throw new SSLException("a handshake that does not end");
      }
      if (header == 0) {
        compute();
      }
    } else if (over && n > 0) {
      nothing += n;
      turn += n;
      if (small >= ACCOUNTED) {
        handshakes.read(small, network, socket);
        small = 0;
      }
      if (turn >= TURN_BYTES) {
        turn = 0;
        Thread.yield();
      }
    }
    return n;
  }

  /** What was read last was for the chat. */
  void heard() {
    nothing = 0;
    accounted = 0;
  }

  /** Whole records were read, and TLS asks for more without having given anything on. */
  private void carriedNothing() throws IOException {
    if (nothing > NOTHING_BYTES) {
      socket.close();
      throw new SSLException("nothing but TLS's own comes");
    }
    int bytes = nothing - accounted;
    accounted = nothing;
    handshakes.nothing(bytes, network, socket);
  }

  /** The first read is of a record's header. TLS can't answer who begins like this. */
  private void refuseProxy(byte[] first) throws IOException {
    if (first.length == HEADER && ProxyHeader.mayBegin(first)) {
      String sentence = ProxyHeader.refusal(Hosts.zoned(from));
      handshakes.refusedProxy(sentence);
      socket.getOutputStream().write(Mode.textLine(sentence));
      socket.shutdownOutput();
      throw new SSLException(sentence);
    }
  }

  /** A record is whole: what it asks for is computed next. */
  private void compute() throws IOException {
    if (!begun) {
      begun = true;
      handshakes.begin(network, socket);
    }
    handshakes.compute(network);
    computing.set(true);
    if (socket.isClosed()) {
      rest();
      throw new SocketException("Socket closed");
    }
  }

  boolean isCut() {
    return cut;
  }

  /** Gives the processor back: the handshake waits for the client, or the connection is closed. */
  void rest() {
    if (computing.getAndSet(false)) {
      handshakes.rest(network);
    }
  }

  /**
   * @return how many bytes belong to what was begun
   */
  private int follow(byte[] bytes, int from, int to) {
    if (header < HEADER) {
      int value = bytes[from] & 0xff;
      if (header == 0 && value == APPLICATION_DATA) {
        over = true;
      }
      length = (length << 8 | value) & 0xffff;
      header++;
      left = length;
      if (header == HEADER) {
        small += length < SMALL ? 1 : 0;
        header = length == 0 ? 0 : HEADER;
      }
      return 1;
    }
    int taken = Math.min(left, to - from);
    left -= taken;
    header = left == 0 ? 0 : HEADER;
    return taken;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
