package parley.benchmarks;

/** The framing of framed mode, over bytes as they came: no copy, nothing allocated. */
final class Frames {
  static final int HEADER = 4;

  /** What the load and the relay take for a frame; a server's limit is below it. */
  static final int MOST = 1 << 17;

  private Frames() {}

  /** The length that stands at {@code at}. */
  static int length(byte[] bytes, int at) {
    int length =
        bytes[at] << 24
            | (bytes[at + 1] & 0xff) << 16
            | (bytes[at + 2] & 0xff) << 8
            | bytes[at + 3] & 0xff;
    if (length <= 0 || length > MOST) {
      throw new Failure("A frame of " + length + " bytes came.");
    }
    return length;
  }

  /** Where the last whole frame ends. */
  static int wholeUntil(byte[] bytes, int from, int to) {
    int at = from;
    while (to - at >= HEADER && to - at - HEADER >= length(bytes, at)) {
      at += HEADER + length(bytes, at);
    }
    return at;
  }
}
