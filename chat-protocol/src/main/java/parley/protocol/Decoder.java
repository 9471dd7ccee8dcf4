package parley.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts one connection's bytes into records: frames' payloads or lines without their ends. One
 * decoder a connection, however the bytes are split or glued on their way. Its buffer grows only
 * with bytes that came, never with a length that was only promised, and not beyond one record of
 * the limit; it is small again once empty. Confined to the thread that reads.
 */
public final class Decoder {
  private static final int HEADER = 4;
  private static final int IDLE_BYTES = 512;
  private static final int READ_AHEAD = 16_384;

  private final int limit;
  private final boolean skipGreeting;
  private Mode mode;
  private byte[] buffer = new byte[IDLE_BYTES];

  /** Bytes from {@code start} to {@code end} of the buffer are not yet decoded. */
  private int start;

  private int end;

  /** Up to here no line end was found, so that a long line is not searched again and again. */
  private int searched;

  private boolean greetingSkipped;

  private Decoder(Mode mode, int limit, boolean skipGreeting) {
    this.mode = mode;
    this.limit = limit;
    this.skipGreeting = skipGreeting;
  }

  /** For a server: the first byte decides the mode. {@code limit} is in bytes of one record. */
  public static Decoder detecting(int limit) {
    return new Decoder(null, limit, false);
  }

  /** For a mode already agreed upon; another first byte is an error. */
  public static Decoder of(Mode mode, int limit) {
    return new Decoder(mode, limit, false);
  }

  /** For a client, which passes over a text greeting that came before its first byte arrived. */
  public static Decoder afterGreeting(Mode mode, int limit) {
    return new Decoder(mode, limit, true);
  }

  /** The mode, null until the first byte came. */
  public Mode mode() {
    return mode;
  }

  /** Bytes of a record that has begun and not ended. */
  public int pending() {
    return end - start;
  }

  /**
   * Reads once from a stream, waiting as it waits.
   *
   * @return how many bytes came, -1 at the end of the stream
   */
  public int fill(InputStream in) throws IOException {
    makeRoom(1);
    int n = in.read(buffer, end, buffer.length - end);
    if (n > 0) {
      end += n;
    }
    return n;
  }

  /** Takes bytes that were read elsewhere. */
  public void feed(byte[] bytes, int offset, int length) {
    makeRoom(length);
    System.arraycopy(bytes, offset, buffer, end, length);
    end += length;
  }

  /**
   * The next whole record.
   *
   * @return null when more bytes are needed
   * @throws ProtocolException {@linkplain ProtocolException#fatal fatal}: decode no further
   */
  public byte[] next() throws ProtocolException {
    if (skipGreeting && !greetingSkipped) {
      skipToOwnFirstByte();
    }
    if (start == end) {
      return null;
    }
    if (mode == null) {
      mode = Mode.of(buffer[start]);
    }
    return mode == Mode.FRAMED ? frame() : line();
  }

  private void skipToOwnFirstByte() {
    byte first = (byte) (mode == Mode.FRAMED ? 0 : '{');
    while (start < end && buffer[start] != first) {
      start++;
    }
    searched = start;
    greetingSkipped = start < end;
  }

  private byte[] frame() throws ProtocolException {
    if (buffer[start] != 0) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE, "A frame has at most " + limit + " bytes; this is none or longer.");
    }
    if (end - start < HEADER) {
      return null;
    }
    int length =
        (buffer[start + 1] & 0xff) << 16
            | (buffer[start + 2] & 0xff) << 8
            | buffer[start + 3] & 0xff;
    if (length == 0) {
      throw new ProtocolException(ErrorCode.BAD_FRAME, "A frame of length 0 holds no message.");
    }
    if (length > limit) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE,
          "A frame of " + length + " bytes is above the limit of " + limit + ".");
    }
    if (end - start < HEADER + length) {
      return null;
    }
    return take(start + HEADER, start + HEADER + length, start + HEADER + length);
  }

  /** The next line that is not empty; in text mode an empty one counts. */
  private byte[] line() throws ProtocolException {
    while (true) {
      int at = Math.max(searched, start);
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      searched = at;
      if (at - start > limit + 1 || (at - start > limit && buffer[at - 1] != '\r')) {
        throw new ProtocolException(ErrorCode.TOO_LARGE, "A line has at most " + limit + " bytes.");
      }
      if (at == end) {
        return null;
      }
      int last = at > start && buffer[at - 1] == '\r' ? at - 1 : at;
      boolean blank = last == start;
      byte[] line = take(start, last, at + 1);
      if (!blank || mode == Mode.TEXT) {
        return mode == Mode.TEXT ? Telnet.strip(line) : line;
      }
    }
  }

  private byte[] take(int from, int to, int next) {
    byte[] record = Arrays.copyOfRange(buffer, from, to);
    start = next;
    searched = next;
    if (start == end) {
      start = 0;
      end = 0;
      searched = 0;
      if (buffer.length > READ_AHEAD) {
        buffer = new byte[IDLE_BYTES];
      }
    }
    return record;
  }

  private void makeRoom(int bytes) {
    if (buffer.length - end >= bytes) {
      return;
    }
    int used = end - start;
    int capacity = buffer.length;
    if (used + bytes > capacity / 2) {
      capacity = Math.max(used + bytes, Math.max(capacity * 2, 4 * IDLE_BYTES));
    }
    byte[] target = capacity == buffer.length ? buffer : new byte[capacity];
    System.arraycopy(buffer, start, target, 0, used);
    buffer = target;
    searched -= start;
    start = 0;
    end = used;
  }
}
