package parley.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.Settings;
import parley.server.config.UserError;

/**
 * The server's side of TLS: TLS 1.3 and 1.2 with forward secrecy and authenticated encryption only.
 * The identity can be changed while connections are open; those go on as they are. Safe for use by
 * any thread.
 */
public final class ServerTls {
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

  /**
   * The groups for the exchange of keys, best first: the hybrid with post-quantum ML-KEM where this
   * JDK has it. What the JDK offers besides is not needed, and the larger of it costs: a client
   * that only pretends to compute names it, and the server computes three times what X25519 takes
   * for P-521, and ten times for ffdhe8192.
   */
  private static final List<String> GROUPS =
      List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1");

  /** Sessions kept for resuming, of clients without tickets; the JDK's own bound is 20480. */
  private static final int SESSIONS_KEPT = 1_000;

  private static final int SESSION_SECONDS = 3_600;

  static {
    // Read by the JDK once, before the first handshake. TLS 1.2 clients could otherwise have one
    // handshake after another on one connection, each of which costs the server a signature.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    // A hello with the shares of two post-quantum groups and a session's ticket fits; the JDK's own
    // bound is twice as much, and every share in it is looked at.
    System.setProperty("jdk.tls.maxHandshakeMessageSize", "16384");
  }

  private static final String[] OFFERED = offered();

  /** What a handshake needs; replaced as a whole. */
  private record Served(
      Identity identity,
      Optional<X509Certificate> authority,
      SSLContext context,
      ClientTrust clients) {}

  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

  private final boolean created;
  private final Expiry expiry = new Expiry();
  private volatile Served served;
  private volatile Path authorityFile;

  private ServerTls(boolean created, Served served, Path authorityFile) {
    this.created = created;
    this.served = served;
    this.authorityFile = authorityFile;
    warnOfEnd();
  }

  /**
   * The identity that the settings name: {@code tls.certificate} and {@code tls.key}, or the one in
   * {@code certs.dir}, which is made at the first start and renewed when it ends within 30 days or
   * lacks one of {@code tls.names}.
   *
   * @throws UserError where a file can't be read or written, does not match, has expired
   */
  public static ServerTls open(Settings settings) throws UserError {
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
   * Listens on an address. What it accepts is for {@link #over}.
   *
   * @param handshakes bounds what they cost all together
   */
  public static ServerSocket listen(InetSocketAddress address, int backlog, Handshakes handshakes)
      throws IOException {
    ServerSocket socket = new WireServerSocket(handshakes);
    try {
      socket.setReuseAddress(true);
      socket.bind(address, backlog);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Accepts connections whose handshakes are watched. */
  private static final class WireServerSocket extends ServerSocket {
    private final Handshakes handshakes;

    WireServerSocket(Handshakes handshakes) throws IOException {
      this.handshakes = handshakes;
    }

    @Override
    public Socket accept() throws IOException {
      Socket socket = new WireSocket(handshakes);
      try {
        implAccept(socket);
        return socket;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    }
  }

  /** What a connection that {@link #listen} accepted brings before TLS. */
  public static InputStream before(Socket accepted) throws IOException {
    return ((WireSocket) accepted).before();
  }

  /**
   * TLS over a connection that {@link #listen} accepted, before its handshake, with the identity
   * that is in force now; closing it closes the connection under it.
   *
   * @param from whose it is
   * @param protocols what is spoken over it where the client offers that (ALPN), best first
   */
  public SSLSocket over(Socket plain, InetAddress from, List<String> protocols) throws IOException {
    ((WireSocket) plain).comesFrom(from);
    Served now = served;
    SSLSocket socket = (SSLSocket) now.context().getSocketFactory().createSocket(plain, null, true);
    socket.setUseClientMode(false);
    SSLParameters parameters = new SSLParameters(SUITES, PROTOCOLS);
    parameters.setUseCipherSuitesOrder(true);
    parameters.setNamedGroups(OFFERED);
    parameters.setWantClientAuth(now.clients().asks());
    socket.setSSLParameters(parameters);
    // An empty answer goes on without ALPN, where the JDK's own choice would end the handshake.
    socket.setHandshakeApplicationProtocolSelector(
        (_, offered) -> protocols.stream().filter(offered::contains).findFirst().orElse(""));
    return socket;
  }

  /** Whose certificates let people in now. */
  public ClientTrust clients() {
    return served.clients();
  }

  /** The fingerprint that clients show and pin: {@code SHA256:ab:cd:…} of the certificate's DER. */
  public String fingerprint() {
    return Identity.fingerprint(served.identity().certificate());
  }

  /**
   * What an invitation knows the server by, in 64 hexadecimal digits: its own authority, which
   * outlives the certificate, or else the certificate.
   */
  public String invitedPrint() {
    String print = served.authority().map(Identity::fingerprint).orElseGet(this::fingerprint);
    return print.substring(print.indexOf(':') + 1).replace(":", "");
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

  /** When the certificate ends, or one of its chain that ends before. */
  public Instant expires() {
    return served.identity().endsFirst().getNotAfter().toInstant();
  }

  private void warnOfEnd() {
    expiry.look(served.identity().endsFirst(), Instant.now()).ifPresent(LOG::warn);
  }

  /**
   * Opens the identity again as {@link #open} does, so that a renewal that is due happens here too:
   * call it at least daily. New connections use it, open ones go on, sessions of the old one are
   * not resumed.
   *
   * @throws UserError where the new one can't be used; the old one stays in force
   */
  public synchronized void reload(Settings settings) throws UserError {
    CertificateFolder folder = new CertificateFolder(settings);
    try {
      served = serve(settings, folder);
      authorityFile = folder.authorityFile();
      warnOfEnd();
    } catch (UserError e) {
      throw new UserError(e.getMessage() + " The certificate in use stays as it is.", e);
    }
  }

  /**
   * What {@link #reload} would do, as a sentence; nothing is written, and nothing changes.
   *
   * @throws UserError where it would fail
   */
  public String foresee(Settings settings) throws UserError {
    CertificateFolder folder = new CertificateFolder(settings);
    Optional<Identity> identity =
        settings.tls().certificate().isPresent()
            ? Optional.of(identity(settings, folder))
            : folder.asItIs();
    ClientTrust clients = folder.clientTrust(settings.tls().clientAuthorities());
    if (identity.isEmpty()) {
      return "make a new certificate in " + settings.certs().dir();
    }
    SSLContext _ = context(identity.get(), clients);
    String print = Identity.fingerprint(identity.get().certificate());
    return print.equals(fingerprint())
        ? "read the certificates again; the one in force stays: " + print
        : "take another certificate: " + print;
  }

  private static Served serve(Settings settings, CertificateFolder folder) throws UserError {
    Identity identity = identity(settings, folder);
    if (settings.tls().certificate().isEmpty()) {
      folder.beyondAuthority().forEach(LOG::warn);
    }
    settings
        .server()
        .address()
        .ifPresent(
            place ->
                CertificateWarnings.ofHost(place.host(), identity.certificate())
                    .forEach(LOG::warn));
    Optional<X509Certificate> authority =
        folder
            .authorityCertificate()
            .filter(certificate -> Authority.signed(certificate, identity.certificate()));
    ClientTrust clients = folder.clientTrust(settings.tls().clientAuthorities());
    return new Served(identity, authority, context(identity, clients), clients);
  }

  /** A person's own identity, or the one in the folder. */
  static Identity identity(Settings settings, CertificateFolder folder) throws UserError {
    Optional<Path> certificate = settings.tls().certificate();
    Optional<Path> key = settings.tls().key();
    if (certificate.isPresent() != key.isPresent()) {
      throw new UserError(
          "tls.certificate and tls.key belong together: set %s too, or neither."
              .formatted(certificate.isPresent() ? "tls.key" : "tls.certificate"));
    }
    return certificate.isPresent() ? Identity.read(certificate.get(), key.get()) : folder.open();
  }

  private static String[] offered() {
    try {
      Set<String> known =
          Set.of(SSLContext.getDefault().getSupportedSSLParameters().getNamedGroups());
      return GROUPS.stream().filter(known::contains).toArray(String[]::new);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private static SSLContext context(Identity identity, ClientTrust clients) throws UserError {
    try {
      // Only in memory. A PKCS12 store would derive a key from no password, ten thousand rounds to
      // put this one in and as many to take it out: a fifth of what a start costs.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, null);
      char[] noPassword = {};
      store.setKeyEntry(
          "server", identity.key(), noPassword, identity.chain().toArray(X509Certificate[]::new));
      // The one that keeps the key as it is. "PKIX", the default, takes it out of the store again
      // for each handshake.
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store, noPassword);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[] {clients.manager()}, null);
      SSLSessionContext sessions = context.getServerSessionContext();
      sessions.setSessionCacheSize(SESSIONS_KEPT);
      sessions.setSessionTimeout(SESSION_SECONDS);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new UserError(
          "The certificate and its key can't be used for TLS: " + e.getMessage() + ".", e);
    }
  }
}
