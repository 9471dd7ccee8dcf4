package parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How one connection's bytes are cut into messages; the first byte a client sends chooses: 0
 * frames, <code>{</code> lines of JSON, anything a person types text.
 */
public enum Mode {
  /** A 4-byte big-endian length, then that many bytes of JSON. */
  FRAMED,
  /** One JSON object a line. */
  NDJSON,
  /** Lines typed by a person. */
  TEXT;

  /** The ALPN name that promises {@link #FRAMED} (RFC 7301). */
  public static final String ALPN = "chat/1";

  /**
   * JSON bytes with this mode's framing around them.
   *
   * @param json no newline in it, and at most {@link Limits#FRAME_BYTES_MAX} bytes
   * @throws IllegalArgumentException in {@link #TEXT}, and where it is longer
   */
  public byte[] frame(byte[] json) {
    if (json.length > Limits.FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(json.length + " bytes are too many for a frame");
    }
    return switch (this) {
      case FRAMED -> {
        byte[] frame = new byte[json.length + 4];
        frame[1] = (byte) (json.length >>> 16);
        frame[2] = (byte) (json.length >>> 8);
        frame[3] = (byte) json.length;
        System.arraycopy(json, 0, frame, 4, json.length);
        yield frame;
      }
      case NDJSON -> {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        yield line;
      }
      case TEXT -> throw new IllegalArgumentException("text mode has no JSON");
    };
  }

  /** A line of text as bytes, with the CRLF that every terminal and telnet takes. */
  public static byte[] textLine(String line) {
    return (line + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** What the first bytes of a client say of this mode; the first of them is enough. */
  public Recognition recognise(Incoming first) {
    return begins(first.at(0)) ? Recognition.SUPPORTED : Recognition.UNSUPPORTED;
  }

  private boolean begins(byte first) {
    int b = first & 0xff;
    return switch (this) {
      case FRAMED -> b == 0;
      case NDJSON -> b == '{';
      case TEXT -> {
        boolean typed = b == '\r' || b == '\n' || b == '\t' || (b >= 0x20 && b < 0x7f);
        boolean utf8Lead = b >= 0xc2 && b <= 0xf4;
        boolean telnet = b == 0xff;
        yield typed || utf8Lead || telnet;
      }
    };
  }

  /** How the records of one connection in this mode are cut. */
  public Framing framing() {
    return switch (this) {
      case FRAMED -> new Frames();
      case NDJSON -> new Lines(false);
      case TEXT -> new Lines(true);
    };
  }

  /**
   * The mode that a client's first byte chooses, the first that begins with it.
   *
   * @throws ProtocolException where no mode begins with it
   */
  static Mode of(byte first) throws ProtocolException {
    for (Mode mode : values()) {
      if (mode.begins(first)) {
        return mode;
      }
    }
    throw none(first);
  }

  /** That no mode begins with a byte. */
  public static ProtocolException none(byte first) {
    int b = first & 0xff;
    return new ProtocolException(
        ErrorCode.BAD_MODE,
        b == 0x16
            ? "This port is plain, and a TLS client came."
            : "Byte 0x%02x begins no wire mode.".formatted(b));
  }
}
