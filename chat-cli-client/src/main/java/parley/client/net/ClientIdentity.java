package parley.client.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import parley.client.files.Rights;

/**
 * A certificate by which somebody signs in, and its key.
 *
 * @param name whose it is, as it says; null where it does not
 */
public record ClientIdentity(String name, List<KeyManager> keys) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private static final PosixFilePermission[] OTHERS = {
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.OTHERS_WRITE
  };

  /**
   * Reads a certificate, with those above it, and its key in PEM (PKCS#8, not encrypted).
   *
   * @throws IOException a sentence: a file can't be read, is open to others, or is none of those
   */
  public static ClientIdentity read(Path certificate, Path key) throws IOException {
    requirePrivate(key);
    Certificate[] chain = certificates(certificate);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] noPassword = {};
      store.setKeyEntry("me", key(key), noPassword, chain);
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, noPassword);
      return new ClientIdentity(
          name((X509Certificate) chain[0]), List.of(factory.getKeyManagers()));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The key in " + key + " does not go with the certificate in " + certificate + ".", e);
    }
  }

  /** A key that others can read is theirs too. */
  private static void requirePrivate(Path key) throws IOException {
    try {
      if (Rights.any(key, OTHERS)) {
        throw new IOException("Others on this machine can read " + key + ": chmod 600 " + key);
      }
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException("Cannot read the key in " + key + ".", e);
    }
  }

  private static Certificate[] certificates(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!found.isEmpty()) {
        return found.toArray(Certificate[]::new);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException("Cannot read a certificate in PEM from " + file + ".", e);
    }
    throw new IOException("There is no certificate in " + file + ".");
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException(
          "%1$s holds no key that can be used: openssl pkcs8 -topk8 -nocrypt -in %1$s -out NEW"
              .formatted(file));
    }
    PKCS8EncodedKeySpec spec;
    try {
      spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    } catch (IllegalArgumentException e) {
      throw new IOException("The key in " + file + " is damaged.", e);
    }
    for (String kind : new String[] {"EC", "RSA"}) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // Of another kind.
      }
    }
    throw new IOException("The key in " + file + " is neither an EC nor an RSA key.");
  }

  private static String name(X509Certificate certificate) {
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (rdn.getType().equalsIgnoreCase("CN") && rdn.getValue() instanceof String name) {
          return name;
        }
      }
    } catch (InvalidNameException e) {
      // It has none that can be read.
    }
    return null;
  }
}
