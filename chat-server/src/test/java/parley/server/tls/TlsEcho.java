package parley.server.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.net.WatchedSocket;
import parley.server.stats.Stats;

/** A server that sends back what it is sent, over the TLS under test, and notes each handshake. */
final class TlsEcho implements AutoCloseable {
  private final ServerTls tls;
  private final ServerSocket listener;
  private final BlockingQueue<String> handshakes = new LinkedBlockingQueue<>();

  TlsEcho(ServerTls tls) throws IOException, UserError {
    this(tls, new Handshakes(Settings.of()::limits, new Stats()));
  }

  TlsEcho(ServerTls tls, Handshakes handshakes) throws IOException {
    this.tls = tls;
    listener =
        ServerTls.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50, handshakes);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The next handshake: its version, suite and ALPN, or the exception that ended it. */
  String handshake() throws InterruptedException {
    return handshakes.poll(60, TimeUnit.SECONDS);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void echo(Socket accepted) {
    try (accepted;
        SSLSocket socket = tls.over(accepted, accepted.getInetAddress(), List.of("chat/1"))) {
      socket.setSoTimeout(60_000);
      socket.startHandshake();
      handshakes.add(
          "%s %s [%s]"
              .formatted(
                  socket.getSession().getProtocol(),
                  socket.getSession().getCipherSuite(),
                  socket.getApplicationProtocol()));
      ((WatchedSocket) accepted)
          .heard(socket.getInputStream())
          .transferTo(socket.getOutputStream());
    } catch (IOException e) {
      handshakes.add(e.toString());
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
