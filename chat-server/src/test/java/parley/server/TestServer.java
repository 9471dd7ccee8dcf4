package parley.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.mode.WireModes;
import parley.testkit.Trust;

/**
 * The server inside a test, whole, on ports of its own, with no limit on the rate, open to guests
 * everywhere, and with passwords hashed at the least cost.
 */
final class TestServer implements AutoCloseable {
  final Server server;
  private boolean stopped;

  private TestServer(Server server) {
    this.server = server;
  }

  /**
   * @param more settings that differ, {@code key=value}
   */
  static TestServer in(Path folder, String... more) throws UserError {
    return in(Server.MODES, folder, more);
  }

  /** One with which can be spoken in other modes. */
  static TestServer in(WireModes modes, Path folder, String... more) throws UserError {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "listen.plain=127.0.0.1:0",
                "listen.tls=off",
                "listen.metrics=off",
                "data.dir=" + folder.resolve("data"),
                "accounts.guests=on",
                "accounts.password-memory=7168",
                "accounts.password-passes=1",
                "limits.messages-per-second=0",
                "limits.messages-per-second-per-address=0",
                "limits.guests-per-minute=0",
                "limits.guests-per-minute-per-address=0",
                "limits.new-rooms-per-hour=0",
                "limits.log-bytes-per-day=0",
                "limits.log-bytes-per-day-per-address=0"));
    settings.addAll(List.of(more));
    return new TestServer(
        Server.start(Settings.of(settings.toArray(String[]::new)), Duration.ofDays(1), modes));
  }

  InetSocketAddress plain() {
    return server.plainAddress().orElseThrow();
  }

  InetSocketAddress tls() {
    return server.tlsAddress().orElseThrow();
  }

  /**
   * A connection by TLS that trusts this server's own authority.
   *
   * @param alpn the protocol that is promised, null for none
   */
  SSLSocket tlsSocket(String alpn) throws IOException {
    SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket("localhost", tls().getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (alpn != null) {
      parameters.setApplicationProtocols(new String[] {alpn});
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** A connection by TLS over one that a test can cut. */
  SSLSocket tlsOver(Socket below) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context().getSocketFactory().createSocket(below, "localhost", tls().getPort(), false);
    socket.startHandshake();
    return socket;
  }

  /** A connection by TLS that asks for a host name, whatever the certificate is for. */
  SSLSocket tlsSocket(String asked, InetSocketAddress at) throws IOException {
    SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket(at.getAddress(), at.getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(asked)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** TLS over a connection that is there, as far as to this server's own authority. */
  SSLSocket tlsOver(Socket connected, String alpn) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context()
                .getSocketFactory()
                .createSocket(connected, "localhost", connected.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {alpn});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private SSLContext context() throws IOException {
    return Trust.in(server.tls().orElseThrow().authorityFile());
  }

  /** A figure by its group and name, as {@code stats} shows it. */
  long figure(String group, String name) {
    return ((Number) ((Map<?, ?>) server.figures().get(group)).get(name)).longValue();
  }

  /** Waits until so many connections are left; the ends of the others are on their way then. */
  void awaitConnections(int left) {
    await().atMost(Duration.ofSeconds(60)).until(() -> figure("connections", "now") == left);
  }

  /** Waits until the server takes nothing new for want of space. */
  void awaitScarce() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Boolean.TRUE.equals(((Map<?, ?>) server.figures().get("disk")).get("scarce")));
  }

  /** Stops it, unless that was done already. */
  @Override
  public void close() {
    if (!stopped) {
      stopped = true;
      server.stop();
    }
  }
}
