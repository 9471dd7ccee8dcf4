package parley.server.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** A server that sends back what it is sent, over the TLS under test, and notes each handshake. */
final class TlsEcho implements AutoCloseable {
  private final ServerTls.TlsServerSocket listener;
  private final BlockingQueue<String> handshakes = new LinkedBlockingQueue<>();

  TlsEcho(ServerTls tls) throws IOException {
    listener = tls.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The next handshake: its version, suite and ALPN, or the exception that ended it. */
  String handshake() throws InterruptedException {
    return handshakes.poll(10, TimeUnit.SECONDS);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        SSLSocket socket = listener.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void echo(SSLSocket socket) {
    try (socket) {
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      handshakes.add(
          "%s %s [%s]"
              .formatted(
                  socket.getSession().getProtocol(),
                  socket.getSession().getCipherSuite(),
                  socket.getApplicationProtocol()));
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      handshakes.add(e.toString());
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
