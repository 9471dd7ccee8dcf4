package parley.client.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import parley.protocol.Mode;
import parley.protocol.Printable;

/** Opens connections to one server, in one way of trusting it. Safe for use by many threads. */
public final class Dialer {
  private final Address address;
  private final Security security;
  private final Duration timeout;
  private final Consumer<String> says;
  private final ClientIdentity identity;

  /**
   * @param timeout for the connection, and again for the TLS handshake
   * @param says gets what a person should know of the certificate
   */
  public Dialer(Address address, Security security, Duration timeout, Consumer<String> says) {
    this(address, security, timeout, says, null);
  }

  private Dialer(
      Address address,
      Security security,
      Duration timeout,
      Consumer<String> says,
      ClientIdentity identity) {
    this.address = address;
    this.security = security;
    this.timeout = timeout;
    this.says = says;
    this.identity = identity;
  }

  /** One that shows a certificate to servers that ask for it, null for none. */
  public Dialer showing(ClientIdentity other) {
    return new Dialer(address, security, timeout, says, other);
  }

  public Address address() {
    return address;
  }

  /** Opens a connection, waiting as long as it takes or the timeout says. */
  public ChatConnection dial() throws CannotConnect {
    return opened(
        socket ->
            security instanceof Security.Plain
                ? ChatConnection.plain(socket)
                : ChatConnection.tls(socket, secured(socket)));
  }

  /** Opens a connection for the bytes of a file, in the same way. */
  public FileConnection dialForFile() throws CannotConnect {
    return opened(
        socket ->
            security instanceof Security.Plain
                ? FileConnection.plain(socket)
                : FileConnection.tls(socket, secured(socket)));
  }

  /** What is made of a connection. */
  private interface Making<T> {
    T of(Socket socket) throws IOException, GeneralSecurityException;
  }

  private <T> T opened(Making<T> made) throws CannotConnect {
    Socket socket = null;
    try {
      socket = ConnectionRace.connect(address.host(), address.port(), timeout);
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      return made.of(socket);
    } catch (IOException | GeneralSecurityException e) {
      if (socket != null) {
        closeQuietly(socket);
      }
      throw sentence(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CannotConnect.because("Connecting was interrupted.", e);
    }
  }

  private SSLSocket secured(Socket socket) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = identity == null ? null : identity.keys().toArray(KeyManager[]::new);
    context.init(keys, trust(), null);
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, address.host(), address.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setApplicationProtocols(new String[] {Mode.ALPN});
    // Whoever vouches for a certificate does so for this host; on a first visit nobody need.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.setSoTimeout(Math.toIntExact(timeout.toMillis()));
    tls.startHandshake();
    tls.setSoTimeout(0);
    return tls;
  }

  private TrustManager[] trust() throws IOException, GeneralSecurityException {
    return switch (security) {
      case Security.Plain _ -> throw new IllegalStateException("a plain line has no TLS");
      case Security.SystemTrust _ -> null;
      case Security.FirstUse use ->
          new TrustManager[] {new FirstUseTrust(address.place(), use, says)};
      case Security.Authority authority -> authorities(authority);
    };
  }

  private static TrustManager[] authorities(Security.Authority authority)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority.file())) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      int n = 0;
      for (Certificate certificate : found) {
        store.setCertificateEntry("authority" + n++, certificate);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw CannotConnect.distrusting(
          "Cannot read a certificate in PEM from " + authority.file() + ".", e);
    }
    if (store.size() == 0) {
      throw CannotConnect.distrusting("There is no certificate in " + authority.file() + ".", null);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private CannotConnect sentence(Exception e) {
    String place = address.place();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateRefused) {
        return CannotConnect.distrusting(cause.getMessage(), e);
      }
    }
    return switch (e) {
      case CannotConnect known -> known;
      case UnknownHostException _ ->
          CannotConnect.because(
              "There is no host named " + Printable.line(address.host()) + ".", e);
      case NoRouteToHostException _ -> CannotConnect.because("No way leads to " + place + ".", e);
      case ConnectException _ ->
          CannotConnect.because(
              "Nothing listens at " + place + " (connection refused). Is the server running?", e);
      case SocketTimeoutException _ ->
          CannotConnect.because(place + " did not answer within " + timeout.toSeconds() + " s.", e);
      case SSLHandshakeException _
          when e.getCause() instanceof java.security.cert.CertificateException ->
          CannotConnect.distrusting(
              "The certificate of "
                  + place
                  + " is not trusted: "
                  + Printable.line(String.valueOf(e.getCause().getMessage()))
                  + ". Name its authority with --ca FILE, or leave trust options out to remember it"
                  + " at first use.",
              e);
      case SSLException _
          when String.valueOf(e.getMessage()).contains("Unsupported or unrecognized") ->
          CannotConnect.because(
              place + " does not speak TLS. If it is a plain listener, use --plain.", e);
      case IOException _ ->
          CannotConnect.because(
              "Cannot connect to "
                  + place
                  + ": "
                  + Printable.line(String.valueOf(e.getMessage()))
                  + ".",
              e);
      default -> CannotConnect.because("Cannot set up TLS: " + e.getMessage(), e);
    };
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was of no use already.
    }
  }
}
