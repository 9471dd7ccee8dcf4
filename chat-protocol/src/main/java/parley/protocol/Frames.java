package parley.protocol;

/** Frames' payloads: a 4-byte big-endian length, then that many bytes. */
final class Frames implements Framing {
  static final int HEADER = 4;

  private boolean begun;

  @Override
  public byte[] next(Incoming in, int limit) throws ProtocolException {
    byte[] buffer = in.buffer;
    int start = in.start;
    if (buffer[start] != 0) {
      throw begun
          ? new ProtocolException(
              ErrorCode.TOO_LARGE,
              "A frame has at most " + limit + " bytes; this is none or longer.")
          : new ProtocolException(
              ErrorCode.BAD_MODE, "Frames were promised here, and the first byte begins none.");
    }
    begun = true;
    if (in.length() < HEADER) {
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
    if (in.length() < HEADER + length) {
      return null;
    }
    in.skip(HEADER);
    return in.take(length);
  }

  @Override
  public byte[] last(Incoming in, boolean cut) throws ProtocolException {
    throw new ProtocolException(
        ErrorCode.BAD_FRAME,
        "The stream ended within a frame, after %d bytes.".formatted(in.length()));
  }
}
