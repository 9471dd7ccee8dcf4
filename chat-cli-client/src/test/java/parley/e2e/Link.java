package parley.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import parley.protocol.Decoder;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/** One framed connection; nothing is mended here. */
final class Link implements AutoCloseable {
  private final Socket socket;
  private final Socket bottom;
  private final Decoder decoder = Decoder.afterGreeting(Mode.FRAMED, Limits.FRAME_BYTES_MAX);

  /**
   * @param receiveBuffer bytes that the kernel may take for a reader that is slow, 0 for its own
   *     measure
   */
  Link(int port, int receiveBuffer) throws IOException {
    this(port, receiveBuffer, null);
  }

  /**
   * @param trust for a connection with TLS; null for one without
   */
  Link(int port, int receiveBuffer, SSLContext trust) throws IOException {
    bottom = new Socket();
    if (receiveBuffer > 0) {
      bottom.setReceiveBufferSize(receiveBuffer);
    }
    try {
      bottom.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      bottom.setTcpNoDelay(true);
      if (trust == null) {
        socket = bottom;
      } else {
        SSLSocket tls =
            (SSLSocket) trust.getSocketFactory().createSocket(bottom, "localhost", port, true);
        tls.startHandshake();
        socket = tls;
      }
    } catch (IOException e) {
      bottom.close();
      throw e;
    }
  }

  /** Who trusts a certificate authority and nobody else. */
  static SSLContext trusting(Path authority) throws IOException {
    try (InputStream in = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** How long {@link #receive} waits. */
  void patience(Duration patience) throws IOException {
    bottom.setSoTimeout(Math.toIntExact(patience.toMillis()));
  }

  void send(Request request) throws IOException {
    socket.getOutputStream().write(Mode.FRAMED.frame(Json.bytes(request)));
  }

  /** The next message; an end of the stream is an {@link IOException} here. */
  ServerMessage receive() throws IOException {
    try {
      while (true) {
        byte[] record = decoder.next();
        if (record != null) {
          return Json.serverMessage(record);
        }
        if (decoder.fill(socket.getInputStream()) < 0) {
          throw new IOException("the server closed the connection");
        }
      }
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    // Not the TLS socket: its end would wait for a write that is stuck.
    bottom.close();
  }
}
