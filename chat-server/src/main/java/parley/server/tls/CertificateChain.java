package parley.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificates of a file in the order in which they are served (RFC 8446, 4.4.2): the key's
 * own, then who signed it, and so on, each once.
 *
 * @param certificates at least one
 * @param others of the file, which have no part in it
 */
record CertificateChain(List<X509Certificate> certificates, List<X509Certificate> others) {
  /**
   * @param found in any order, some of them twice
   * @return empty where the key belongs to none of them
   */
  static Optional<CertificateChain> of(PrivateKey key, List<X509Certificate> found) {
    Set<X509Certificate> left = new LinkedHashSet<>(found);
    Optional<X509Certificate> own =
        left.stream()
            .filter(certificate -> new Identity(key, List.of(certificate)).matches())
            .max(newestLast());
    if (own.isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (Optional<X509Certificate> next = own; next.isPresent(); ) {
      X509Certificate last = next.get();
      chain.add(last);
      left.remove(last);
      next = left.stream().filter(certificate -> signed(certificate, last)).max(newestLast());
    }
    return Optional.of(new CertificateChain(List.copyOf(chain), List.copyOf(left)));
  }

  /** Those that have begun before those that have not; then by their ends. */
  private static Comparator<X509Certificate> newestLast() {
    Instant now = Instant.now();
    return Comparator.<X509Certificate, Boolean>comparing(
            certificate -> !certificate.getNotBefore().toInstant().isAfter(now))
        .thenComparing(X509Certificate::getNotAfter);
  }

  private static boolean signed(X509Certificate authority, X509Certificate certificate) {
    return authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && Authority.signed(authority, certificate);
  }

  /** The key's own. */
  X509Certificate own() {
    return certificates.getFirst();
  }

  /**
   * Whether clients can find their way from the first certificate to one that they know: there is
   * more than it, or it is its own authority, or one that this machine trusts signed it.
   */
  boolean leadsOn() {
    return certificates.size() > 1
        || signed(own(), own())
        || trusted().stream().anyMatch(authority -> signed(authority, own()));
  }

  private static List<X509Certificate> trusted() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      List<X509Certificate> trusted = new ArrayList<>();
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          trusted.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
      return trusted;
    } catch (GeneralSecurityException e) {
      return List.of(); // a machine may trust nobody
    }
  }
}
