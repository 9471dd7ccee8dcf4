package parley.server.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import parley.server.config.Settings;
import parley.server.config.StartupException;

/**
 * The server's side of TLS: TLS 1.3 and 1.2 with forward secrecy and authenticated encryption only.
 * The identity can be changed while connections are open; those go on as they are. Safe for use by
 * any thread.
 */
public final class ServerTls {
  /** ALPN: the connection is framed, and nothing is greeted or guessed. */
  public static final String FRAMED = "chat/1";

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final String[] SUITES = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  };

  /** Sessions kept for resuming, of clients without tickets; the JDK's own bound is 20480. */
  private static final int SESSIONS_KEPT = 1_000;

  private static final int SESSION_SECONDS = 3_600;

  static {
    // Read by the JDK once, before the first handshake. TLS 1.2 clients could otherwise have one
    // handshake after another on one connection, each of which costs the server a signature.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  /** What a handshake needs; replaced as a whole. */
  private record Served(
      Identity identity, Optional<X509Certificate> authority, SSLContext context) {}

  private final boolean created;
  private volatile Served served;
  private volatile Path authorityFile;

  private ServerTls(boolean created, Served served, Path authorityFile) {
    this.created = created;
    this.served = served;
    this.authorityFile = authorityFile;
  }

  /**
   * The identity that the settings name: {@code tls.certificate} and {@code tls.key}, or the one in
   * {@code certs.dir}, which is made at the first start and renewed when it ends within 30 days or
   * lacks one of {@code tls.names}.
   *
   * @throws StartupException where a file can't be read or written, does not match, has expired
   */
  public static ServerTls open(Settings settings) throws StartupException {
    CertificateFolder folder = new CertificateFolder(settings);
    boolean first = !folder.hasAuthority();
    Served served = serve(settings, folder);
    return new ServerTls(first && folder.hasAuthority(), served, folder.authorityFile());
  }

  /** Whether {@link #open} made a new authority: the first start. */
  public boolean created() {
    return created;
  }

  /**
   * Listens on an address. What it accepts is a TLS connection before its handshake; every
   * connection uses the identity in force when it is accepted.
   */
  public TlsServerSocket listen(InetSocketAddress address, int backlog) throws IOException {
    TlsServerSocket socket = new TlsServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, backlog);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Accepts TLS connections. */
  public final class TlsServerSocket extends ServerSocket {
    private TlsServerSocket() throws IOException {}

    /** The next connection, before its handshake; closing it closes the connection under it. */
    @Override
    public SSLSocket accept() throws IOException {
      Socket plain = super.accept();
      try {
        return over(plain);
      } catch (IOException | RuntimeException e) {
        plain.close();
        throw e;
      }
    }
  }

  /** TLS over a connection that was accepted. */
  private SSLSocket over(Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket) served.context().getSocketFactory().createSocket(plain, null, true);
    socket.setUseClientMode(false);
    SSLParameters parameters = new SSLParameters(SUITES, PROTOCOLS);
    parameters.setUseCipherSuitesOrder(true);
    socket.setSSLParameters(parameters);
    // An empty answer goes on without ALPN, where the JDK's own choice would end the handshake.
    socket.setHandshakeApplicationProtocolSelector(
        (_, offered) -> offered.contains(FRAMED) ? FRAMED : "");
    return socket;
  }

  /** The fingerprint that clients show and pin: {@code SHA256:ab:cd:…} of the certificate's DER. */
  public String fingerprint() {
    return Identity.fingerprint(served.identity().certificate());
  }

  /**
   * The authority's fingerprint; null where the certificate is not by an authority in certs.dir.
   */
  public String authorityFingerprint() {
    return served.authority().map(Identity::fingerprint).orElse(null);
  }

  /** {@code ca.crt}: what clients trust the server by; it exists where there is an authority. */
  public Path authorityFile() {
    return authorityFile;
  }

  /** When the certificate ends. */
  public Instant expires() {
    return served.identity().expires();
  }

  /**
   * Opens the identity again as {@link #open} does, so that a renewal that is due happens here too:
   * call it at least daily. New connections use it, open ones go on, sessions of the old one are
   * not resumed.
   *
   * @throws StartupException where the new one can't be used; the old one stays in force
   */
  public synchronized void reload(Settings settings) throws StartupException {
    CertificateFolder folder = new CertificateFolder(settings);
    try {
      served = serve(settings, folder);
      authorityFile = folder.authorityFile();
    } catch (StartupException e) {
      throw new StartupException(e.getMessage() + " The certificate in use stays as it is.", e);
    }
  }

  private static Served serve(Settings settings, CertificateFolder folder) throws StartupException {
    Identity identity = identity(settings, folder);
    Optional<X509Certificate> authority =
        folder
            .authorityCertificate()
            .filter(certificate -> Authority.signed(certificate, identity.certificate()));
    return new Served(identity, authority, context(identity));
  }

  /** A person's own identity, or the one in the folder. */
  static Identity identity(Settings settings, CertificateFolder folder) throws StartupException {
    Optional<Path> certificate = settings.tls().certificate();
    Optional<Path> key = settings.tls().key();
    if (certificate.isPresent() != key.isPresent()) {
      throw new StartupException(
          "tls.certificate and tls.key belong together: set %s too, or neither."
              .formatted(certificate.isPresent() ? "tls.key" : "tls.certificate"));
    }
    return certificate.isPresent() ? Identity.read(certificate.get(), key.get()) : folder.open();
  }

  private static SSLContext context(Identity identity) throws StartupException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] noPassword = {};
      store.setKeyEntry(
          "server", identity.key(), noPassword, identity.chain().toArray(X509Certificate[]::new));
      // The one that keeps the key as it is. "PKIX", the default, takes it out of the store again
      // for each handshake, and opening a PKCS12 store's password was four fifths of their cost.
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store, noPassword);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      SSLSessionContext sessions = context.getServerSessionContext();
      sessions.setSessionCacheSize(SESSIONS_KEPT);
      sessions.setSessionTimeout(SESSION_SECONDS);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new StartupException(
          "The certificate and its key can't be used for TLS: " + e.getMessage() + ".", e);
    }
  }
}
