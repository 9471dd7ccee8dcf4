package parley.client.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines of an input, of which none takes more memory than it may. */
final class JsonLines {
  /** In the place of a line that is longer than it may be. */
  static final byte[] TOO_LONG = {'!'};

  private static final int LONGEST = 1 << 20;

  private final InputStream in;

  JsonLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The next one without its end; null at the end of the input. */
  byte[] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    int c = in.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      tooLong |= line.size() >= LONGEST;
      if (!tooLong && c != '\r') {
        line.write(c);
      }
      c = in.read();
    }
    return tooLong ? TOO_LONG : line.toByteArray();
  }
}
