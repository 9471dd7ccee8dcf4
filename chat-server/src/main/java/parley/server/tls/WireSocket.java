package parley.server.tls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import parley.server.net.WatchedSocket;

/** The connection under TLS, whose input is watched. */
final class WireSocket extends WatchedSocket {
  private final Handshakes handshakes;

  /** Whose connection it is, where that is not who connected. */
  private InetAddress from;

  /** Null until it is asked for, which is before the handshake; then read by any thread. */
  private volatile WireInput in;

  WireSocket(Handshakes handshakes) {
    this.handshakes = handshakes;
  }

  /** A proxy connected for somebody else: told before anything is read for TLS. */
  void comesFrom(InetAddress client) {
    from = client;
  }

  /** What comes before TLS, which is not watched. */
  InputStream before() throws IOException {
    return super.getInputStream();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    if (in == null) {
      InetAddress client = from == null ? getInetAddress() : from;
      in = new WireInput(super.getInputStream(), this, client, handshakes);
    }
    return in;
  }

  @Override
  public boolean isCut() {
    WireInput watched = in;
    return watched != null && watched.isCut();
  }

  @Override
  public InputStream heard(InputStream inside) {
    return new FilterInputStream(inside) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        tell(value);
        return value;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        tell(n);
        return n;
      }
    };
  }

  private void tell(int read) {
    WireInput watched = in;
    if (read >= 0 && watched != null) {
      watched.heard();
    }
  }

  /** A handshake that failed does not read on: its processor is given back here. */
  @Override
  public void close() throws IOException {
    super.close();
    WireInput watched = in;
    if (watched != null) {
      watched.rest();
    }
  }
}
