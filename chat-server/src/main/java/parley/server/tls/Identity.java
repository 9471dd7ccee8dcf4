package parley.server.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.UserError;

/** A private key and the certificate that names its owner, first of its chain. */
record Identity(PrivateKey key, List<X509Certificate> chain) {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final int SHORTEST_RSA_BITS = 2048;

  Identity {
    chain = List.copyOf(chain);
  }

  /** Reads and checks a pair of files: the key belongs to the certificate, and it is valid now. */
  static Identity read(Path certificateFile, Path keyFile) throws UserError {
    Identity identity = readServed(certificateFile, keyFile);
    if (identity.begins().isAfter(Instant.now())) {
      throw new UserError(identity.notYet(certificateFile) + ".");
    }
    return identity;
  }

  /**
   * The same for a certificate that this server made: one that is not valid yet tells that the
   * machine's clock is wrong, which is no reason to keep everyone out whose clock is right.
   */
  static Identity readOwn(Path certificateFile, Path keyFile) throws UserError {
    Identity identity = readServed(certificateFile, keyFile);
    if (identity.begins().isAfter(Instant.now())) {
      LOG.warn("{}; set this machine's clock right.", identity.notYet(certificateFile));
    }
    return identity;
  }

  /** An authority that is to sign; one that is not valid yet is no fault of it, as above. */
  static Identity readAuthority(Path certificateFile, Path keyFile) throws UserError {
    Identity identity = readAnyTime(certificateFile, keyFile);
    identity.requireUnexpired(certificateFile);
    return identity;
  }

  /** The same at any time, for what is made anew where it is not valid. */
  static Identity readAnyTime(Path certificateFile, Path keyFile) throws UserError {
    Identity identity =
        new Identity(PemReader.key(keyFile), PemReader.certificates(certificateFile));
    if (!identity.matches()) {
      throw new UserError(belongsToNone(certificateFile, keyFile));
    }
    return identity;
  }

  private static String belongsToNone(Path certificateFile, Path keyFile) {
    return "The key in %s belongs to no certificate in %s.".formatted(keyFile, certificateFile);
  }

  private String notYet(Path certificateFile) {
    return "The certificate in %s is valid only from %s on; it is %s now"
        .formatted(certificateFile, begins(), Instant.now());
  }

  private static Identity readServed(Path certificateFile, Path keyFile) throws UserError {
    PrivateKey key = PemReader.key(keyFile);
    CertificateChain chain =
        CertificateChain.of(key, PemReader.certificates(certificateFile))
            .orElseThrow(() -> new UserError(belongsToNone(certificateFile, keyFile)));
    Identity identity = new Identity(key, chain.certificates());
    if (identity.certificate().getPublicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() < SHORTEST_RSA_BITS) {
      throw new UserError(
          "%s has an RSA key of %d bits; use %d or more."
              .formatted(certificateFile, rsa.getModulus().bitLength(), SHORTEST_RSA_BITS));
    }
    identity.requireUnexpired(certificateFile);
    CertificateWarnings.of(certificateFile, keyFile, chain).forEach(LOG::warn);
    return identity;
  }

  private void requireUnexpired(Path certificateFile) throws UserError {
    Instant end = certificate().getNotAfter().toInstant();
    if (Instant.now().isAfter(end)) {
      throw new UserError(
          "The certificate in %s expired on %s; put a new one there."
              .formatted(certificateFile, end));
    }
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  private Instant begins() {
    return certificate().getNotBefore().toInstant();
  }

  Instant expires() {
    return certificate().getNotAfter().toInstant();
  }

  /** The certificate of the chain that ends first. */
  X509Certificate endsFirst() {
    return Collections.min(chain, Comparator.comparing(X509Certificate::getNotAfter));
  }

  /** Whether the key is the certificate's: what one signs, the other verifies. */
  boolean matches() {
    if (!key.getAlgorithm().equals(certificate().getPublicKey().getAlgorithm())) {
      return false;
    }
    byte[] words = "a key and its certificate".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try {
      Signature signature =
          Signature.getInstance(
              key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(key);
      signature.update(words);
      byte[] signed = signature.sign();
      signature.initVerify(certificate().getPublicKey());
      signature.update(words);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // another curve, for one
    }
  }

  /** {@code SHA256:ab:cd:…}, of the certificate's DER form. */
  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded(certificate));
      return "SHA256:" + HexFormat.ofDelimiter(":").formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // it was decoded from this form
    }
  }
}
