package parley.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import parley.server.config.UserError;
import parley.text.ShellWord;

/** Certificates and private keys out of PEM files that people name; every fault is a sentence. */
final class PemReader {
  /** Far more than any chain needs. */
  private static final int LARGEST_FILE = 1 << 20;

  private static final int LONGEST_CHAIN = 16;
  private static final String BEGIN = "-----BEGIN ";

  /** The curves that the JDK's TLS serves. */
  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(
          X9ObjectIdentifiers.prime256v1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);

  private PemReader() {}

  /** The certificates of a file, in its order; at least one. */
  static List<X509Certificate> certificates(Path file) throws UserError {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object object : objects(file)) {
      if (object instanceof X509CertificateHolder holder) {
        try {
          X509Certificate read = new JcaX509CertificateConverter().getCertificate(holder);
          NameLimits.told(read); // what is in an extension is read only where it is asked for
          certificates.add(read);
        } catch (CertificateException | RuntimeException e) {
          throw new UserError("%s holds a certificate that can't be read.".formatted(file), e);
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new UserError(
          "%s holds no PEM certificate (-----BEGIN CERTIFICATE-----).".formatted(file));
    }
    if (certificates.size() > LONGEST_CHAIN) {
      throw new UserError(
          "%s holds %d certificates; a chain has the server's own and at most %d more."
              .formatted(file, certificates.size(), LONGEST_CHAIN - 1));
    }
    return List.copyOf(certificates);
  }

  /** The one private key of a file: PKCS#8, SEC1 (EC) or PKCS#1 (RSA), not encrypted. */
  static PrivateKey key(Path file) throws UserError {
    PrivateKeyInfo found = null;
    for (Object object : objects(file)) {
      PrivateKeyInfo key =
          switch (object) {
            case PrivateKeyInfo info -> info;
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case PKCS8EncryptedPrivateKeyInfo _ -> throw encrypted(file);
            case PEMEncryptedKeyPair _ -> throw encrypted(file);
            default -> null; // curve parameters, or a certificate in the same file
          };
      if (key != null && found != null) {
        throw new UserError("%s holds more than one private key.".formatted(file));
      }
      found = key != null ? key : found;
    }
    if (found == null) {
      throw new UserError(
          "%s holds no PEM private key (-----BEGIN PRIVATE KEY-----).".formatted(file));
    }
    return key(file, found);
  }

  private static PrivateKey key(Path file, PrivateKeyInfo info) throws UserError {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    String name = algorithm.equals(PKCSObjectIdentifiers.rsaEncryption) ? "RSA" : "EC";
    boolean usable =
        name.equals("RSA")
            || algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
                && info.getPrivateKeyAlgorithm().getParameters()
                    instanceof ASN1ObjectIdentifier curve
                && CURVES.contains(curve);
    if (!usable) {
      throw new UserError(
          "%s holds a key of a kind that not all TLS clients know; use an EC key on P-256, P-384 or"
                  .formatted(file)
              + " P-521, or an RSA key.");
    }
    try {
      return KeyFactory.getInstance(name)
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw new UserError("%s holds a damaged %s key.".formatted(file, name), e);
    }
  }

  private static UserError encrypted(Path file) {
    return new UserError(
        "%1$s is encrypted, and a server that starts by itself can't be asked for the password;"
                .formatted(file)
            + " write it without one: openssl pkey -in %s -out server.key."
                .formatted(ShellWord.of("" + file)));
  }

  private static List<Object> objects(Path file) throws UserError {
    String text = text(file);
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        objects.add(object);
      }
      return objects;
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle's parsers may throw either for damaged contents.
      throw new UserError("%s is not an intact PEM file.".formatted(file), e);
    }
  }

  /**
   * A file as the parser takes it: it passes over a beginning that does not start its line, and so
   * over a certificate behind what an editor put first, or what was appended to a last line without
   * an end.
   */
  private static String lines(byte[] bytes) {
    boolean wide =
        bytes.length > 1 && (bytes[0] == -1 && bytes[1] == -2 || bytes[0] == -2 && bytes[1] == -1);
    String text = new String(bytes, wide ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1);
    return text.replace(BEGIN, "\n" + BEGIN);
  }

  private static String text(Path file) throws UserError {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new UserError("%s is larger than any certificate file (1 MiB).".formatted(file));
      }
      return lines(bytes);
    } catch (IOException e) {
      throw new UserError("%s can't be read: %s.".formatted(file, UserError.reason(e)), e);
    }
  }
}
