package parley.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import parley.server.config.Settings;
import parley.server.config.StartupException;

/** The server inside a test, whole, on ports of its own, with no limit on the rate. */
final class TestServer implements AutoCloseable {
  final Server server;
  private boolean stopped;

  private TestServer(Server server) {
    this.server = server;
  }

  /**
   * @param more settings that differ, {@code key=value}
   */
  static TestServer in(Path folder, String... more) throws StartupException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "listen.plain=127.0.0.1:0",
                "listen.tls=off",
                "listen.metrics=off",
                "data.dir=" + folder.resolve("data"),
                "limits.messages-per-second=0",
                "limits.guests-per-minute=0",
                "limits.guests-per-minute-per-address=0"));
    settings.addAll(List.of(more));
    return new TestServer(Server.start(Settings.of(settings.toArray(String[]::new))));
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
  SSLSocket tlsSocket(String alpn) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = server.tls().orElseThrow().authorityFile().toUri().toURL().openStream()) {
      var found = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("authority", (X509Certificate) found);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", tls().getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (alpn != null) {
      parameters.setApplicationProtocols(new String[] {alpn});
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** A figure by its group and name, as {@code stats} shows it. */
  long figure(String group, String name) {
    return ((Number) ((Map<?, ?>) server.figures().get(group)).get(name)).longValue();
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
