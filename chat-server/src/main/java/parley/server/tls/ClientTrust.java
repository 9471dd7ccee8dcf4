package parley.server.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * Whose certificates let people in. A handshake takes every certificate, and proves that its key is
 * at hand; whether it says anything is looked at when they say hello, so that they can be told why
 * not.
 */
public final class ClientTrust {
  private static final Set<String> FOR_CLIENTS =
      Set.of(KeyPurposeId.id_kp_clientAuth.getId(), KeyPurposeId.anyExtendedKeyUsage.getId());

  private final List<X509Certificate> authorities;

  ClientTrust(List<X509Certificate> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  /** Whether people are asked for a certificate at all. */
  boolean asks() {
    return !authorities.isEmpty();
  }

  /**
   * Whose a certificate is.
   *
   * @param chain as TLS gave it, the client's own first
   * @return the name in it
   * @throws FaultException why it says nothing
   */
  public String name(List<X509Certificate> chain, Instant now) throws FaultException {
    X509Certificate own = chain.getFirst();
    if (!asks()) {
      throw new FaultException("No certificates of clients are taken here.");
    }
    if (own.getNotAfter().toInstant().isBefore(now)) {
      throw new FaultException(
          "Your certificate expired on " + own.getNotAfter().toInstant() + "; ask for another.");
    }
    if (own.getNotBefore().toInstant().isAfter(now)) {
      throw new FaultException(
          "Your certificate is valid only from " + own.getNotBefore().toInstant() + " on.");
    }
    validate(chain, now);
    if (own.getBasicConstraints() >= 0 || !isForClients(own)) {
      throw new FaultException("Your certificate is not one that people sign in with.");
    }
    return commonName(own);
  }

  /** Why a certificate says nothing, as a sentence. */
  public static final class FaultException extends Exception {
    private static final long serialVersionUID = 1;

    FaultException(String sentence) {
      super(sentence);
    }
  }

  private void validate(List<X509Certificate> chain, Instant now) throws FaultException {
    try {
      List<X509Certificate> path = chain.stream().filter(c -> !authorities.contains(c)).toList();
      CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(path);
      PKIXParameters parameters =
          new PKIXParameters(
              authorities.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX").validate(certificates, parameters);
    } catch (CertPathValidatorException e) {
      throw new FaultException(
          e.getReason() == BasicReason.EXPIRED
              ? "A certificate above yours has expired; ask for another."
              : "Your certificate is by an authority that is not trusted here.");
    } catch (GeneralSecurityException e) {
      throw new FaultException("Your certificate can't be read.");
    }
    // A path of nothing is valid: the client showed an authority's own certificate.
    if (authorities.contains(chain.getFirst())) {
      throw new FaultException("Your certificate is not one that people sign in with.");
    }
  }

  private static boolean isForClients(X509Certificate certificate) throws FaultException {
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      return uses == null || uses.stream().anyMatch(FOR_CLIENTS::contains);
    } catch (CertificateParsingException e) {
      throw new FaultException("Your certificate can't be read.");
    }
  }

  /** The one common name of the subject, as it was decoded and not as it is printed. */
  private static String commonName(X509Certificate certificate) throws FaultException {
    try {
      RDN[] names = new JcaX509CertificateHolder(certificate).getSubject().getRDNs(BCStyle.CN);
      if (names.length == 1
          && !names[0].isMultiValued()
          && names[0].getFirst().getValue() instanceof ASN1String name) {
        return name.getString();
      }
    } catch (CertificateEncodingException | RuntimeException e) {
      // Bouncy Castle's parser may throw either.
    }
    throw new FaultException("Your certificate does not hold one name (CN) of yours.");
  }

  /** For the handshake: what it asks for, and that everything is taken. */
  X509ExtendedTrustManager manager() {
    X509Certificate[] asked = authorities.toArray(X509Certificate[]::new);
    return new X509ExtendedTrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type) {}

      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type) {
        throw new UnsupportedOperationException("this is the server's side");
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        throw new UnsupportedOperationException("this is the server's side");
      }

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        throw new UnsupportedOperationException("this is the server's side");
      }

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return asked.clone();
      }
    };
  }
}
