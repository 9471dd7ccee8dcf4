package parley.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes that came on one connection and are not decoded yet. The buffer grows only with bytes
 * that came, never with a length that was only promised, and no further than one record of the
 * limit and 16 KiB of read-ahead; it shrinks to 512 bytes while little comes. Confined to the
 * thread that reads.
 */
public final class Incoming {
  /** What an idle connection's buffer has. */
  static final int IDLE_BYTES = 512;

  private static final int READ_AHEAD = 16_384;

  byte[] buffer = new byte[IDLE_BYTES];

  /** Bytes from {@code start} to {@code end} of the buffer are not yet decoded. */
  int start;

  int end;

  /** So many of them hold no line end, so that a long line is not searched again and again. */
  int searched;

  /** How much one read may bring: more while reads fill it, less while they bring little. */
  private int readAhead = IDLE_BYTES;

  /** Bytes that were passed over since it was asked last. */
  private int passedOver;

  /** How many there are. */
  public int length() {
    return end - start;
  }

  /** One of them, the first is 0. */
  public byte at(int index) {
    return buffer[start + index];
  }

  /** Takes the first bytes, as a copy. */
  public byte[] take(int length) {
    byte[] bytes = Arrays.copyOfRange(buffer, start, start + length);
    skip(length);
    return bytes;
  }

  /** The first bytes, as far as they have come, without taking them. */
  public byte[] peek(int most) {
    return Arrays.copyOfRange(buffer, start, Math.min(end, start + most));
  }

  /** Drops the first bytes, which are part of a record. */
  public void skip(int length) {
    start += length;
    searched = 0;
  }

  /** Drops the first bytes, which became no record and no error. */
  public void passOver(int length) {
    skip(length);
    passedOver += length;
  }

  int takePassedOver() {
    int bytes = passedOver;
    passedOver = 0;
    return bytes;
  }

  /** Bytes of memory that it holds. */
  int held() {
    return buffer.length;
  }

  /**
   * Reads once from a stream, waiting as it waits.
   *
   * @param record bytes of the longest record, with what frames it
   * @return how many bytes came, -1 at the end of the stream
   */
  public int fill(InputStream in, int record) throws IOException {
    int used = end - start;
    if (used == 0 || buffer.length < readAhead) {
      resize(Math.max(used, readAhead));
    } else if (used == buffer.length) {
      int most = Math.max(record + READ_AHEAD, used + READ_AHEAD);
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
  void feed(byte[] bytes, int offset, int length) {
    if (buffer.length - end < length) {
      int used = end - start;
      resize(used + length <= buffer.length / 2 ? buffer.length : 2 * (used + length));
    }
    System.arraycopy(bytes, offset, buffer, end, length);
    end += length;
  }

  /** Moves what is not yet decoded to the front of a buffer of the given capacity. */
  private void resize(int capacity) {
    byte[] target = capacity == buffer.length ? buffer : new byte[capacity];
    System.arraycopy(buffer, start, target, 0, end - start);
    buffer = target;
    end -= start;
    start = 0;
  }
}
