package parley.client.net;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 over a certificate's DER bytes, as the server shows it: {@code SHA256:ab:cd:…}. */
public final class Fingerprint {
  private static final String PREFIX = "SHA256:";
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  private Fingerprint() {}

  public static String of(X509Certificate certificate) throws CertificateEncodingException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return PREFIX + COLONS.formatHex(sha256.digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * A fingerprint as a person may have copied it: any case, with or without colons and prefix
   * {@code SHA256:}, or from {@code openssl x509 -fingerprint}.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static String parse(String text) {
    String hex =
        text.strip().toLowerCase(Locale.ROOT).replaceFirst("^sha-?256( fingerprint)?[:=]", "");
    hex = hex.replace(":", "");
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("A SHA-256 fingerprint is 64 hexadecimal digits.");
    }
    return PREFIX + COLONS.formatHex(HexFormat.of().parseHex(hex));
  }
}
