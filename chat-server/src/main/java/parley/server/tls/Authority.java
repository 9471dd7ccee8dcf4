package parley.server.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import parley.text.Hosts;

/** A certificate authority of the server's own, which signs server certificates. */
record Authority(Identity identity) {
  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3652);

  /** The longest that browsers and operating systems accept. */
  private static final Duration SERVER_VALIDITY = Duration.ofDays(397);

  /** A certificate made this minute is valid for a client whose clock is a little behind, too. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(1);

  private static final String NAME = "Parley authority of ";
  private static final int LONGEST_COMMON_NAME = 64;
  private static final int SERIAL_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new private key on P-256. */
  static PrivateKey newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair().getPrivate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has P-256
    }
  }

  /**
   * An authority with this EC key, which vouches for itself, for ten years, and for servers of
   * these names and addresses alone.
   */
  static Authority of(PrivateKey key, String host, List<String> names) {
    return of(key, name(NAME + host), Instant.now(), NameLimits.of(names));
  }

  /** The same authority from now on: whoever trusts its key under its name need not be told. */
  Authority again() {
    X509Certificate old = identity.certificate();
    return of(identity.key(), subject(old), Instant.now(), NameLimits.in(old));
  }

  /**
   * @param limits null for none, as those have that earlier versions made
   */
  static Authority of(PrivateKey key, X500Name name, Instant now, NameConstraints limits) {
    try {
      SubjectPublicKeyInfo publicKey = publicKey(key);
      X509v3CertificateBuilder builder = builder(name, name, publicKey, now, AUTHORITY_VALIDITY);
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(publicKey));
      if (limits != null) {
        builder.addExtension(Extension.nameConstraints, true, limits);
      }
      return new Authority(new Identity(key, List.of(signed(builder, key))));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e); // nothing in it depends on the outside
    }
  }

  /**
   * A certificate of this authority for the holder of an EC key under these host names and
   * addresses; its chain ends with the authority's own, so that a client can remember that one.
   */
  Identity issue(PrivateKey key, List<String> names) {
    return issue(key, names, Instant.now(), SERVER_VALIDITY);
  }

  Identity issue(PrivateKey key, List<String> names, Instant now, Duration validity) {
    X509Certificate authority = identity.certificate();
    try {
      SubjectPublicKeyInfo publicKey = publicKey(key);
      X509v3CertificateBuilder builder =
          builder(subject(authority), name(commonName(names)), publicKey, now, validity);
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(
          Extension.subjectAlternativeName, false, new GeneralNames(generalNames(names)));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(publicKey));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          extensions.createAuthorityKeyIdentifier(authority.getPublicKey()));
      return new Identity(key, List.of(signed(builder, identity.key()), authority));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e); // nothing in it depends on the outside
    }
  }

  /**
   * A certificate by which somebody signs in; an authority of {@link #ofClients} makes them.
   *
   * @param account what the account is called
   */
  Identity issueTo(PrivateKey key, String account, Instant now, Duration validity) {
    X509Certificate authority = identity.certificate();
    try {
      SubjectPublicKeyInfo publicKey = publicKey(key);
      X509v3CertificateBuilder builder =
          builder(subject(authority), name(account), publicKey, now, validity);
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          extensions.createAuthorityKeyIdentifier(authority.getPublicKey()));
      return new Identity(key, List.of(signed(builder, identity.key()), authority));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e); // nothing in it depends on the outside
    }
  }

  /** The same from now on, for as long as a server's lasts. */
  Identity issueTo(PrivateKey key, String account) {
    return issueTo(key, account, Instant.now(), SERVER_VALIDITY);
  }

  /**
   * An authority that vouches for people, and that nobody installs: one apart from the servers', so
   * that whoever trusts a server for being by that one need not care who signs in.
   */
  static Authority ofClients(PrivateKey key, String host) {
    return of(key, name("Parley clients of " + host), Instant.now(), null);
  }

  /** Clients that find no host name elsewhere take this for one, which an address is not. */
  private static String commonName(List<String> names) {
    return names.stream().allMatch(Hosts::isAddress) ? "Parley server" : names.getFirst();
  }

  private static X500Name subject(X509Certificate certificate) {
    try {
      return new JcaX509CertificateHolder(certificate).getSubject();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // it was decoded from this form
    }
  }

  /** Whether it is one that {@link #of} made, and no person's own. */
  static boolean isOwn(X509Certificate authority) {
    String subject = authority.getSubjectX500Principal().getName();
    return subject.startsWith("CN=" + NAME)
        && authority.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
        && authority.getPublicKey().getAlgorithm().equals("EC");
  }

  /** Whether this authority signed it. */
  static boolean signed(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer,
      X500Name subject,
      SubjectPublicKeyInfo publicKey,
      Instant now,
      Duration validity) {
    return new X509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS),
        Date.from(now.minus(CLOCK_DIFFERENCE)),
        Date.from(now.plus(validity).minus(CLOCK_DIFFERENCE)),
        subject,
        publicKey);
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
  }

  /** The public half of an EC key: its number times the curve's generator. */
  private static SubjectPublicKeyInfo publicKey(PrivateKey key) throws IOException {
    ECPrivateKeyParameters secret =
        (ECPrivateKeyParameters) PrivateKeyFactory.createKey(key.getEncoded());
    return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
        new ECPublicKeyParameters(
            secret.getParameters().getG().multiply(secret.getD()), secret.getParameters()));
  }

  static X500Name name(String commonName) {
    String shortened = commonName.substring(0, Math.min(commonName.length(), LONGEST_COMMON_NAME));
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, shortened).build();
  }

  private static GeneralName[] generalNames(List<String> names) {
    return names.stream()
        .map(
            name ->
                Hosts.isAddress(name)
                    ? new GeneralName(
                        GeneralName.iPAddress,
                        new DEROctetString(InetAddress.ofLiteral(name).getAddress()))
                    : new GeneralName(GeneralName.dNSName, name))
        .toArray(GeneralName[]::new);
  }
}
