package parley.server.disk;

import java.util.Arrays;

/** The contents of a file. */
final class Bytes {
  private byte[] bytes = new byte[1 << 12];
  private int size;

  int size() {
    return size;
  }

  void write(long offset, byte[] what) {
    int end = Math.toIntExact(offset + what.length);
    grow(end);
    System.arraycopy(what, 0, bytes, (int) offset, what.length);
  }

  /** Longer: the rest is zeros. */
  void grow(int least) {
    if (least > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(least, 2 * bytes.length));
    }
    size = Math.max(size, least);
  }

  void truncate(int to) {
    if (to < size) {
      Arrays.fill(bytes, to, size, (byte) 0);
      size = to;
    } else {
      grow(to);
    }
  }

  byte[] range(int from, int to) {
    return Arrays.copyOfRange(bytes, from, Math.min(to, size));
  }

  byte[] all() {
    return range(0, size);
  }

  Bytes copy() {
    Bytes copy = new Bytes();
    copy.write(0, all());
    return copy;
  }
}
