package parley.client.net;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test, and servers with its certificates. */
final class Certificates {
  private final KeyPair key = keys();
  final X509Certificate authority;

  /** What a server shows besides its own certificate. */
  private final X509Certificate[] shown;

  /** An authority of a server's own, which the server shows. */
  Certificates(String name) throws Exception {
    authority = sign("CN=" + name, key, "CN=" + name, key, true, null);
    shown = new X509Certificate[] {authority};
  }

  /** An intermediate authority; servers show it and not the one above. */
  Certificates(String name, Certificates above) throws Exception {
    String issuer = above.authority.getSubjectX500Principal().getName();
    authority = sign("CN=" + name, key, issuer, above.key, true, null);
    shown = new X509Certificate[] {authority};
  }

  /** Writes a store in which this authority is trusted, as a machine's own. */
  void trustedBy(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", authority);
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
  }

  /** A listener on a free port with a new certificate for {@code host}. */
  SSLServerSocket listener(String host, int port) throws Exception {
    KeyPair own = keys();
    String issuer = authority.getSubjectX500Principal().getName();
    X509Certificate leaf = sign("CN=server", own, issuer, key, false, host);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", own.getPrivate(), new char[0], chain(leaf));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(port, 50, InetAddress.getLoopbackAddress());
  }

  private Certificate[] chain(X509Certificate leaf) {
    return Stream.concat(Stream.of(leaf), Stream.of(shown)).toArray(Certificate[]::new);
  }

  void write(Path file) throws IOException, GeneralSecurityException {
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(authority.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    Files.writeString(file, pem);
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static X509Certificate sign(
      String subject, KeyPair own, String issuer, KeyPair by, boolean mayIssue, String host)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer),
            new BigInteger(64, new java.util.Random()),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(3_600)),
            new X500Name(subject),
            own.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(mayIssue));
    if (host != null) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }
}
