package parley.server.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import parley.protocol.AccountToken;

/** Secrets that a client keeps and the server knows only by their SHA-256. */
public final class Secret {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BITS = 128;
  private static final int TOKEN_BITS = 256;

  private Secret() {}

  /** A new one, of 128 random bits. */
  public static String fresh() {
    byte[] bytes = new byte[BITS / 8];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A new token of an account, of 256 random bits: what programs keep may lie about for long. */
  public static String freshToken() {
    byte[] bytes = new byte[TOKEN_BITS / 8];
    RANDOM.nextBytes(bytes);
    return AccountToken.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What may be stored of it: SHA-256 in hex. With 128 random bits it needs no slow hash. */
  public static String hash(String secret) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
