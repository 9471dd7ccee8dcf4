package parley.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts one connection's bytes into records: frames' payloads or lines without their ends. One
 * decoder a connection, however the bytes are split or glued on their way. Its buffer grows only
 * with bytes that came, never with a length that was only promised, and no further than one record
 * of the limit and 16 KiB of read-ahead; it shrinks to 512 bytes while little comes. Confined to
 * the thread that reads.
 *
 * <p>After each {@link #fill} take records with {@link #next} until it answers null.
 */
public final class Decoder {
  private static final int HEADER = 4;
  private static final int IDLE_BYTES = 512;
  private static final int READ_AHEAD = 16_384;
  private static final byte[] EMPTY = {};

  private final int limit;
  private final boolean afterGreeting;
  private Mode mode;
  private byte[] buffer = new byte[IDLE_BYTES];

  /** Bytes from {@code start} to {@code end} of the buffer are not yet decoded. */
  private int start;

  private int end;

  /** Up to here no line end was found, so that a long line is not searched again and again. */
  private int searched;

  /** How much one read may bring: more while reads fill it, less while they bring little. */
  private int readAhead = IDLE_BYTES;

  /** Whether the other side's own first byte was found. */
  private boolean begun;

  private Decoder(Mode mode, int limit, boolean afterGreeting) {
    this.mode = mode;
    this.limit = limit;
    this.afterGreeting = afterGreeting;
  }

  /**
   * For a server: the first byte decides the mode.
   *
   * @param limit bytes of a frame's payload, or of a line without its end
   */
  public static Decoder detecting(int limit) {
    return new Decoder(null, limit, false);
  }

  /** For a mode already agreed upon; where that is frames, another first byte is an error. */
  public static Decoder of(Mode mode, int limit) {
    return new Decoder(mode, limit, false);
  }

  /**
   * For a client in {@link Mode#FRAMED} or {@link Mode#NDJSON}, which passes over a text greeting
   * that came before its first byte arrived.
   */
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
    int used = end - start;
    if (used == 0 || buffer.length < readAhead) {
      resize(Math.max(used, readAhead));
    } else if (used == buffer.length) {
      int most = Math.max(limit + HEADER + READ_AHEAD, used + READ_AHEAD);
      resize(Math.min(2 * used, most));
    } else if (buffer.length - end < buffer.length / 4) {
      resize(buffer.length);
    }
    int room = buffer.length - end;
    int n = in.read(buffer, end, room);
    if (n > 0) {
      end += n;
    }
    if (n == room) {
      readAhead = Math.min(2 * readAhead, READ_AHEAD);
    } else if (n < readAhead / 4) {
      readAhead = Math.max(readAhead / 2, IDLE_BYTES);
    }
    return n;
  }

  /** Takes bytes that were read elsewhere. */
  public void feed(byte[] bytes, int offset, int length) {
    if (buffer.length - end < length) {
      int used = end - start;
      resize(used + length <= buffer.length / 2 ? buffer.length : 2 * (used + length));
    }
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
    if (!begun && start < end) {
      begin();
    }
    if (start == end) {
      return null;
    }
    return mode == Mode.FRAMED ? frame() : line();
  }

  /**
   * Takes what came behind the last record, as it is: a file's bytes stand there, which no record
   * holds. The stream goes on where they end.
   */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(buffer, start, end);
    start = end;
    searched = end;
    return rest;
  }

  private void begin() throws ProtocolException {
    if (afterGreeting) {
      byte own = (byte) (mode == Mode.FRAMED ? 0 : '{');
      while (start < end && buffer[start] != own) {
        start++;
      }
      searched = start;
      begun = start < end;
      return;
    }
    if (mode == null) {
      mode = Mode.of(buffer[start]);
    } else if (mode == Mode.FRAMED && buffer[start] != 0) {
      throw new ProtocolException(
          ErrorCode.BAD_MODE, "Frames were promised here, and the first byte begins none.");
    }
    begun = true;
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
    byte[] payload = Arrays.copyOfRange(buffer, start + HEADER, start + HEADER + length);
    start += HEADER + length;
    return payload;
  }

  /** The next line; an empty one counts only in text mode. */
  private byte[] line() throws ProtocolException {
    while (true) {
      boolean whole = findLineEnd();
      int stop = whole ? searched : end;
      boolean carriageReturn = stop > start && buffer[stop - 1] == '\r';
      if (stop - start > limit + (carriageReturn ? 1 : 0)) {
        throw new ProtocolException(ErrorCode.TOO_LARGE, "A line has at most " + limit + " bytes.");
      }
      if (!whole) {
        return null;
      }
      int from = start;
      int to = carriageReturn ? stop - 1 : stop;
      start = stop + 1;
      searched = start;
      if (mode == Mode.TEXT) {
        return from == to ? EMPTY : Telnet.strip(Arrays.copyOfRange(buffer, from, to));
      }
      if (from < to) {
        return Arrays.copyOfRange(buffer, from, to);
      }
    }
  }

  /** Moves {@code searched} to the next line end, or to where the search goes on later. */
  private boolean findLineEnd() {
    int at = searched;
    while (at < end && buffer[at] != '\n') {
      int step = 1;
      if (mode == Mode.TEXT && buffer[at] == Telnet.COMMAND) {
        step = Telnet.lengthOf(buffer, at, end);
        if (step == 0) {
          break;
        }
      }
      at += step;
    }
    searched = at;
    return at < end && buffer[at] == '\n';
  }

  /** Moves what is not yet decoded to the front of a buffer of the given capacity. */
  private void resize(int capacity) {
    byte[] target = capacity == buffer.length ? buffer : new byte[capacity];
    System.arraycopy(buffer, start, target, 0, end - start);
    buffer = target;
    searched -= start;
    end -= start;
    start = 0;
  }
}
