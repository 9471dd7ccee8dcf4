package parley.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** The load's end of one connection, not blocking. Confined to its loop's thread. */
abstract sealed class Link permits PlainLink, TlsLink {
  /** Read at most this at once. */
  static final int READ_BYTES = 128 * 1024;

  /** Room for one TLS record, header and padding included. */
  static final int TLS_RECORD_BYTES = 17 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  final SocketChannel channel;

  /** What the socket did not take yet. */
  private ByteBuffer unsent = NOTHING;

  private int atMost = READ_BYTES;

  Link(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * @param tls null on a plain connection
   * @param record room for one TLS record, shared by the links of one thread
   */
  static Link over(SocketChannel channel, SSLContext tls, Wire wire, ByteBuffer record) {
    if (tls == null) {
      return new PlainLink(channel);
    }
    SSLEngine engine = tls.createSSLEngine();
    engine.setUseClientMode(true);
    return new TlsLink(channel, engine, wire.greetsBeforeTls(), record);
  }

  /** From now on one read takes no more than so many bytes. */
  final void readAtMost(int bytes) {
    atMost = bytes;
  }

  final int atMost() {
    return atMost;
  }

  /** Called once when connected. */
  abstract void begin() throws IOException;

  /**
   * Appends what came to {@code target}.
   *
   * @param raw room for {@link #READ_BYTES} and a TLS record, shared by the loop's links
   * @return -1 at the end of the stream
   */
  abstract int read(ByteBuffer raw, ByteBuffer target) throws IOException;

  abstract void write(byte[] bytes, int length) throws IOException;

  /** The suite, null where it is plain. */
  abstract String suite();

  final boolean hasUnsent() {
    return unsent.hasRemaining();
  }

  final void flush() throws IOException {
    channel.write(unsent);
  }

  final void send(ByteBuffer bytes) throws IOException {
    if (!hasUnsent()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + bytes.remaining());
      unsent = both.put(unsent).put(bytes).flip();
    }
  }
}
