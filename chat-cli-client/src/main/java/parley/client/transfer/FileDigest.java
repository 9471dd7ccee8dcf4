package parley.client.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import parley.client.net.FileConnection;

/** SHA-256 over a file's bytes as they come (FIPS 180-4). Confined to one thread. */
final class FileDigest {
  private final MessageDigest sha256;

  FileDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  void add(byte[] piece, int length) {
    sha256.update(piece, 0, length);
  }

  /** Adds the first bytes of a file, and leaves its position behind them. */
  void read(FileChannel in, long bytes, Progress progress)
      throws IOException, InterruptedException {
    byte[] piece = new byte[FileConnection.PIECE];
    in.position(0);
    long left = bytes;
    while (left > 0) {
      int n = in.read(ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, left)));
      if (n < 0) {
        throw new EOFException("it became shorter");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      add(piece, n);
      left -= n;
      progress.moved(n);
    }
  }

  /** In lower-case hexadecimal digits; from then on it begins anew. */
  String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
