package parley.server.tls;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import parley.server.config.UserError;

/** Certificates that people show, good ones and others, for tests of the whole server. */
public final class PeoplesCertificates {
  private final Authority authority;

  private PeoplesCertificates(Authority authority) {
    this.authority = authority;
  }

  /** Another authority than the server's own. */
  public static PeoplesCertificates elsewhere() {
    return new PeoplesCertificates(Authority.ofClients(Authority.newKey(), "elsewhere"));
  }

  /** Its certificate, in a file that a setting names. */
  public void write(Path file) throws UserError {
    CertificateFile.writeCertificate(file, authority.identity());
  }

  /** A certificate with its key. */
  public record Shown(PrivateKey key, List<X509Certificate> chain) {}

  public Shown of(String name) {
    return shown(authority.issueTo(Authority.newKey(), name));
  }

  public Shown expired(String name) {
    Instant then = Instant.now().minus(Duration.ofDays(20));
    return shown(authority.issueTo(Authority.newKey(), name, then, Duration.ofDays(10)));
  }

  public Shown early(String name) {
    Instant then = Instant.now().plus(Duration.ofDays(10));
    return shown(authority.issueTo(Authority.newKey(), name, then, Duration.ofDays(10)));
  }

  /** One for a server of that name, by the same authority. */
  public Shown ofServer(String name) {
    return shown(authority.issue(Authority.newKey(), List.of(name)));
  }

  /** The authority's own. */
  public Shown itself() {
    return shown(authority.identity());
  }

  /** The certificate of one, with the key of somebody else. */
  public static Shown stolen(Shown certificate) {
    return new Shown(Authority.newKey(), certificate.chain());
  }

  private static Shown shown(Identity identity) {
    return new Shown(identity.key(), identity.chain());
  }

  /** One that {@code certs issue --client} wrote. */
  public static Shown read(Path certificate, Path key) throws UserError {
    return shown(Identity.readAnyTime(certificate, key));
  }

  /** TLS that trusts a server's authority and shows a certificate. */
  public static SSLContext showing(Shown shown, Path serverAuthority) throws IOException {
    try (InputStream in = new FileInputStream(serverAuthority.toFile())) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new Always(shown)}, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Shows its certificate whomever the server asks for. */
  private static final class Always extends X509ExtendedKeyManager {
    private final Shown shown;

    Always(Shown shown) {
      this.shown = shown;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"me"};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "me";
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return shown.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return shown.key();
    }
  }
}
