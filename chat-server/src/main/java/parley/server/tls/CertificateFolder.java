package parley.server.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import parley.server.config.Settings;
import parley.server.config.StartupException;

/**
 * The four files of {@code certs.dir}: {@code ca.crt}, {@code ca.key}, {@code server.crt}, {@code
 * server.key}. A key is written before its certificate, and one that stands without a certificate
 * gets it, so that a start or a renewal that was cut short is completed by the next. A server
 * certificate that another authority signed is a person's own and is never written over.
 */
final class CertificateFolder {
  /** A certificate that ends sooner than this is renewed. */
  static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?");

  private final Path folder;
  private final List<String> names;
  private final String host;

  CertificateFolder(Settings settings) {
    this.folder = settings.certs().dir();
    this.names = settings.tls().names();
    this.host = settings.hostName();
  }

  Path authorityFile() {
    return folder.resolve("ca.crt");
  }

  Path authorityKeyFile() {
    return folder.resolve("ca.key");
  }

  Path certificateFile() {
    return folder.resolve("server.crt");
  }

  Path keyFile() {
    return folder.resolve("server.key");
  }

  boolean hasAuthority() throws StartupException {
    return CertificateFile.exists(authorityFile());
  }

  void requireAuthority() throws StartupException {
    if (!hasAuthority()) {
      throw new StartupException(
          "There is no authority in %s yet; \"chat-server certs init\" makes one."
              .formatted(folder));
    }
  }

  /** All that may lie in the folder. */
  List<Path> files() {
    return List.of(authorityFile(), authorityKeyFile(), certificateFile(), keyFile());
  }

  /** The server's identity, made, completed or renewed first where that is due. */
  Identity open() throws StartupException {
    if (CertificateFile.exists(certificateFile())) {
      if (!canRenew()) {
        return read();
      }
      if (!CertificateFile.exists(keyFile()) || isDue()) {
        return issue(Authority.newKey());
      }
      if (matches()) {
        return read();
      }
    }
    return issue(keyIn(keyFile()));
  }

  /** A new server certificate with a new key, by the same authority. */
  Identity renew() throws StartupException {
    requireAuthority();
    if (CertificateFile.exists(certificateFile()) && !canRenew()) {
      throw new StartupException(
          "%s was not made by the authority in %s; renew it where it came from."
              .formatted(certificateFile(), folder));
    }
    return issue(Authority.newKey());
  }

  /** The authority, made first where there is none. */
  Authority authority() throws StartupException {
    if (hasAuthority()) {
      return new Authority(Identity.read(authorityFile(), authorityKeyFile()));
    }
    CertificateFile.makeFolder(folder);
    Authority authority = Authority.of(keyIn(authorityKeyFile()), host);
    CertificateFile.writeKey(authorityKeyFile(), authority.identity());
    CertificateFile.writeCertificate(authorityFile(), authority.identity());
    return authority;
  }

  /** The authority's certificate, where there is one. */
  Optional<X509Certificate> authorityCertificate() throws StartupException {
    return hasAuthority()
        ? Optional.of(PemReader.certificates(authorityFile()).getFirst())
        : Optional.empty();
  }

  /** Host names and addresses a server certificate is made for; what people chose comes first. */
  List<String> allNames() {
    Set<String> all = new LinkedHashSet<>(names);
    if (HOST.matcher(host).matches()) {
      all.add(host);
    }
    all.addAll(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
    return List.copyOf(all);
  }

  /** Host names and addresses in a certificate. */
  static Set<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Set.of()
          : names.stream()
              .map(name -> name.get(1).toString())
              .collect(Collectors.toCollection(LinkedHashSet::new));
    } catch (CertificateParsingException e) {
      return Set.of();
    }
  }

  private Identity issue(PrivateKey key) throws StartupException {
    Identity identity = authority().issue(key, allNames());
    CertificateFile.writeKey(keyFile(), identity);
    CertificateFile.writeCertificate(certificateFile(), identity);
    return identity;
  }

  private Identity read() throws StartupException {
    return Identity.readOwn(certificateFile(), keyFile());
  }

  /** Whether the certificate here is by the authority here, whose key is at hand. */
  private boolean canRenew() throws StartupException {
    Optional<X509Certificate> authority = authorityCertificate();
    return authority.isPresent()
        && CertificateFile.exists(authorityKeyFile())
        && Authority.signed(authority.get(), certificate());
  }

  /**
   * Whether the certificate ends soon or lacks a name that was set. The host name does not count: a
   * container has another one at each start, and people have pinned the certificate.
   */
  private boolean isDue() throws StartupException {
    X509Certificate certificate = certificate();
    return certificate.getNotAfter().toInstant().isBefore(Instant.now().plus(RENEW_BEFORE))
        || !names(certificate).containsAll(names);
  }

  private boolean matches() throws StartupException {
    return new Identity(PemReader.key(keyFile()), List.of(certificate())).matches();
  }

  private X509Certificate certificate() throws StartupException {
    return PemReader.certificates(certificateFile()).getFirst();
  }

  /** The key that lies there without a certificate, or a new one. */
  private static PrivateKey keyIn(Path file) throws StartupException {
    if (!CertificateFile.exists(file)) {
      return Authority.newKey();
    }
    PrivateKey key = PemReader.key(file);
    if (!key.getAlgorithm().equals("EC")) {
      throw new StartupException(
          "%s has no certificate beside it and is not an EC key; move it away.".formatted(file));
    }
    return key;
  }
}
