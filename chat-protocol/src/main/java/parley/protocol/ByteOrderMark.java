package parley.protocol;

/**
 * The mark U+FEFF that editors and shells of some systems put before UTF-8 text: it says nothing,
 * and nobody sees it.
 */
public final class ByteOrderMark {
  private static final char MARK = '\ufeff';
  private static final byte[] BYTES = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** Bytes of the mark in UTF-8. */
  static final int LENGTH = BYTES.length;

  private ByteOrderMark() {}

  /** The text behind the mark; as it is where none stands first. */
  public static String without(String text) {
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  /**
   * How many of the mark's bytes stand at a place.
   *
   * @return {@link #LENGTH} for the whole mark; less, down to 0, where the bytes end or others come
   */
  static int at(byte[] bytes, int from, int end) {
    int length = 0;
    while (length < LENGTH && from + length < end && bytes[from + length] == BYTES[length]) {
      length++;
    }
    return length;
  }
}
