package parley.server.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import parley.protocol.ByteOrderMark;
import parley.server.config.UserError;

/** The lines of an export, each bounded and really UTF-8. */
final class ExportLines {
  /** A message of the longest text, each byte of it escaped, is far below. */
  private static final int LINE_BYTES = 1 << 20;

  private final InputStream in;
  private long lines;

  /**
   * @param in buffered
   */
  ExportLines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end; null where there is no more. */
  String next() throws IOException, UserError {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    int b = in.read();
    if (b < 0) {
      return null;
    }
    lines++;
    while (b >= 0 && b != '\n') {
      if (line.size() == LINE_BYTES) {
        throw new UserError(
            "Line %,d can't be imported, so nothing was: it is longer than any event."
                .formatted(lines));
      }
      line.write(b);
      b = in.read();
    }
    try {
      return ByteOrderMark.without(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      throw new UserError(
          "Line %,d can't be imported, so nothing was: it is not UTF-8.".formatted(lines), e);
    }
  }
}
