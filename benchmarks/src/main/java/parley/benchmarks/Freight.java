package parley.benchmarks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * A file that is nowhere: one random piece again and again.
 *
 * @param size bytes, a multiple of {@link #PIECE}
 * @param sha256 in hexadecimal digits
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Freight(long size, byte[] piece, String sha256) {
  static final int PIECE = 64 * 1024;

  static Freight of(int mebibytes) {
    byte[] piece = new byte[PIECE];
    new Random(mebibytes).nextBytes(piece);
    long size = mebibytes * 1048576L;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (long at = 0; at < size; at += PIECE) {
        digest.update(piece);
      }
      return new Freight(size, piece, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
