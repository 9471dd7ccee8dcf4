package parley.server.tls;

import java.io.IOException;
import java.nio.file.Files;
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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.text.Hosts;

/**
 * The four files of {@code certs.dir}: {@code ca.crt}, {@code ca.key}, {@code server.crt}, {@code
 * server.key}. A key is written before its certificate, and one that stands without a certificate
 * gets it, so that a start or a renewal that was cut short is completed by the next. A server
 * certificate that another authority signed is a person's own and is never written over.
 */
final class CertificateFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFolder.class);

  /** A certificate that ends sooner than this is renewed. */
  static final Duration RENEW_BEFORE = Duration.ofDays(30);

  /** No clock that is right says that it is earlier: this was written then. */
  private static final Instant EARLIEST = Instant.parse("2026-11-01T00:00:00Z");

  /** What a clock may be behind without anything being made anew for it. */
  private static final Duration BEHIND = Duration.ofDays(2);

  private final Path folder;
  private final List<String> names;
  private final String host;

  CertificateFolder(Settings settings) {
    this.folder = settings.certs().dir();
    this.names = settings.publicNames();
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

  boolean hasAuthority() throws UserError {
    return CertificateFile.exists(authorityFile());
  }

  void requireAuthority() throws UserError {
    if (!hasAuthority()) {
      throw new UserError(
          "There is no authority in %s yet; \"chat-server certs init\" makes one."
              .formatted(folder));
    }
  }

  /** Of the authority that vouches for people. */
  Path clientsFile() {
    return folder.resolve("clients.crt");
  }

  private Path clientsKeyFile() {
    return folder.resolve("clients.key");
  }

  /** The authority that vouches for people, made first where there is none. */
  Authority clients() throws UserError {
    if (CertificateFile.exists(clientsFile())) {
      return new Authority(Identity.readAuthority(clientsFile(), clientsKeyFile()));
    }
    CertificateFile.makeFolder(folder);
    Authority authority = Authority.ofClients(keyIn(clientsKeyFile()), host);
    CertificateFile.writeKey(clientsKeyFile(), authority.identity());
    CertificateFile.writeCertificate(clientsFile(), authority.identity());
    return authority;
  }

  /** Whose certificates let people in: those that are named, or the one here where there is one. */
  ClientTrust clientTrust(Optional<Path> named) throws UserError {
    Path file = named.orElse(clientsFile());
    return new ClientTrust(
        named.isPresent() || CertificateFile.exists(file)
            ? PemReader.certificates(file)
            : List.of());
  }

  /** All that may lie in the folder. */
  List<Path> files() {
    return List.of(authorityFile(), authorityKeyFile(), certificateFile(), keyFile());
  }

  /** The server's identity, made, completed or renewed first where that is due. */
  Identity open() throws UserError {
    if (CertificateFile.exists(certificateFile())) {
      if (!canRenew()) {
        return read();
      }
      if (isStale()) {
        return issue(Authority.newKey());
      }
      if (matches()) {
        return read();
      }
    }
    return issue(keyIn(keyFile()));
  }

  /** The identity that {@link #open} would give; empty where it would write another one. */
  Optional<Identity> asItIs() throws UserError {
    if (!CertificateFile.exists(certificateFile())) {
      return Optional.empty();
    }
    boolean kept = !canRenew() || !isStale() && matches();
    return kept ? Optional.of(read()) : Optional.empty();
  }

  private boolean isStale() throws UserError {
    return !CertificateFile.exists(keyFile()) || isDue() || isOver(authorityCertificate().get());
  }

  /** A new server certificate with a new key, by the same authority. */
  Identity renew() throws UserError {
    requireAuthority();
    if (CertificateFile.exists(certificateFile()) && !canRenew()) {
      throw new UserError(
          "%s was not made by the authority in %s; renew it where it came from."
              .formatted(certificateFile(), folder));
    }
    return issue(Authority.newKey());
  }

  /** The authority, made first where there is none. */
  Authority authority() throws UserError {
    if (hasAuthority()) {
      return isOver(authorityCertificate().get())
          ? again(new Authority(Identity.readAnyTime(authorityFile(), authorityKeyFile())))
          : new Authority(Identity.readAuthority(authorityFile(), authorityKeyFile()));
    }
    CertificateFile.makeFolder(folder);
    Authority authority = Authority.of(keyIn(authorityKeyFile()), host, allNames());
    CertificateFile.writeKey(authorityKeyFile(), authority.identity());
    CertificateFile.writeCertificate(authorityFile(), authority.identity());
    return authority;
  }

  private Authority again(Authority old) throws UserError {
    Authority authority = old.again();
    LOG.warn(
        "The authority in {} is valid from {} to {}: it is made anew, with the same key. Whoever"
            + " trusts the file needs the new one.",
        authorityFile(),
        old.identity().certificate().getNotBefore().toInstant(),
        old.identity().expires());
    CertificateFile.writeCertificate(authorityFile(), authority.identity());
    return authority;
  }

  /** The authority's certificate, where there is one. */
  Optional<X509Certificate> authorityCertificate() throws UserError {
    return hasAuthority()
        ? Optional.of(PemReader.certificates(authorityFile()).getFirst())
        : Optional.empty();
  }

  /** Host names and addresses a server certificate is made for; what people chose comes first. */
  List<String> allNames() {
    Set<String> all = new LinkedHashSet<>(names);
    String spelt = Hosts.canonical(host);
    if (Hosts.isName(spelt)) {
      all.add(spelt);
    }
    all.addAll(List.of("localhost", "127.0.0.1", "::1"));
    return List.copyOf(all);
  }

  private List<String> permitted(X509Certificate authority) {
    List<String> beyond = NameLimits.beyond(authority, allNames());
    return allNames().stream().filter(name -> !beyond.contains(name)).toList();
  }

  /**
   * What was set and the authority here may not vouch for: a sentence for whoever runs the server,
   * none where there is nothing, or a person's own certificate.
   */
  List<String> beyondAuthority() throws UserError {
    if (!CertificateFile.exists(certificateFile()) || !canRenew()) {
      return List.of();
    }
    X509Certificate authority = authorityCertificate().get();
    List<String> beyond = NameLimits.beyond(authority, names);
    return beyond.isEmpty()
        ? List.of()
        : List.of(
            "The authority in %s may not vouch for %s, so the server's certificate is not for that: it was made for %s alone. \"chat-server certs new-authority\" makes another; whoever trusts the one of now needs the new one."
                .formatted(
                    authorityFile(),
                    String.join(", ", beyond),
                    String.join(", ", NameLimits.told(authority))));
  }

  /**
   * Another authority, for the names of now, and a server certificate by it. The old ones are put
   * into a folder of their own.
   */
  Identity replaceAuthority() throws UserError {
    requireAuthority();
    if (CertificateFile.exists(certificateFile())
        && !Authority.signed(authorityCertificate().get(), certificate())) {
      throw new UserError(
          "%s was not made by the authority in %s; another authority would not change it."
              .formatted(certificateFile(), folder));
    }
    Path old = folder.resolve("old-1");
    for (int i = 2; CertificateFile.exists(old); i++) {
      old = folder.resolve("old-" + i);
    }
    CertificateFile.makeFolder(old);
    // In an order in which a start completes what was cut short: each key after its certificate.
    for (Path file : List.of(certificateFile(), keyFile(), authorityFile(), authorityKeyFile())) {
      try {
        if (CertificateFile.exists(file)) {
          Files.move(file, old.resolve(file.getFileName()));
        }
      } catch (IOException e) {
        throw new UserError(
            "%s can't be moved to %s: %s.".formatted(file, old, UserError.reason(e)), e);
      }
    }
    return open();
  }

  /** Host names and addresses in a certificate, each in its one spelling. */
  static Set<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Set.of()
          : names.stream()
              .map(name -> Hosts.canonical(name.get(1).toString()))
              .collect(Collectors.toCollection(LinkedHashSet::new));
    } catch (CertificateParsingException e) {
      return Set.of();
    }
  }

  /** One name too many, and clients would refuse the certificate for all the others too. */
  private Identity issue(PrivateKey key) throws UserError {
    Authority authority = authority();
    Identity identity = authority.issue(key, permitted(authority.identity().certificate()));
    CertificateFile.writeKey(keyFile(), identity);
    CertificateFile.writeCertificate(certificateFile(), identity);
    return identity;
  }

  private Identity read() throws UserError {
    CertificateWarnings.ofKey(authorityKeyFile()).forEach(LOG::warn);
    return Identity.readOwn(certificateFile(), keyFile());
  }

  /** Whether the certificate here is by the authority here, whose key is at hand. */
  private boolean canRenew() throws UserError {
    Optional<X509Certificate> authority = authorityCertificate();
    return authority.isPresent()
        && CertificateFile.exists(authorityKeyFile())
        && Authority.signed(authority.get(), certificate());
  }

  /**
   * Whether the certificate is not valid or ends soon, or lacks a name that was set. The host name
   * does not count: a container has another one at each start, and people have pinned the
   * certificate.
   */
  private boolean isDue() throws UserError {
    X509Certificate certificate = certificate();
    boolean early =
        certificate.getNotBefore().toInstant().isAfter(Instant.now()) && isClockPlausible();
    return early || endsSoon(certificate) || !names(certificate).containsAll(permittedNames());
  }

  private List<String> permittedNames() throws UserError {
    List<String> permitted = permitted(authorityCertificate().get());
    return names.stream().filter(permitted::contains).toList();
  }

  private static boolean endsSoon(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().isBefore(Instant.now().plus(RENEW_BEFORE));
  }

  /**
   * Whether an authority that this server made ends soon, or was made under a clock that was ahead.
   * It is what people trust: a clock that is a little behind now makes no other.
   */
  private static boolean isOver(X509Certificate authority) {
    if (!Authority.isOwn(authority)) {
      return false;
    }
    boolean early = authority.getNotBefore().toInstant().isAfter(Instant.now().plus(BEHIND));
    return early && isClockPlausible() || endsSoon(authority);
  }

  private static boolean isClockPlausible() {
    return Instant.now().isAfter(EARLIEST);
  }

  private boolean matches() throws UserError {
    return new Identity(PemReader.key(keyFile()), List.of(certificate())).matches();
  }

  private X509Certificate certificate() throws UserError {
    List<X509Certificate> all = PemReader.certificates(certificateFile());
    return CertificateFile.exists(keyFile())
        ? CertificateChain.of(PemReader.key(keyFile()), all)
            .map(CertificateChain::own)
            .orElse(all.getFirst())
        : all.getFirst();
  }

  /** The key that lies there without a certificate, or a new one. */
  private static PrivateKey keyIn(Path file) throws UserError {
    if (!CertificateFile.exists(file)) {
      return Authority.newKey();
    }
    PrivateKey key = PemReader.key(file);
    if (!key.getAlgorithm().equals("EC")) {
      throw new UserError(
          "%s has no certificate beside it and is not an EC key; move it away.".formatted(file));
    }
    return key;
  }
}
