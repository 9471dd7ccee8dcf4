package parley.client.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;

/**
 * The bytes of a file as they were when it was opened, however it grows after that, and whatever
 * gets its name. A small one is held in memory, and so is one that does not tell its size, as the
 * system's own in {@code /proc}: it may read otherwise the next time. Confined to one thread.
 */
final class SourceFile implements Closeable {
  /** Bytes of a file that is held, and of one that does not tell how many it has. */
  private static final int SMALL = 65_536;

  private static final int HELD = 16 << 20;

  private final Path file;
  private final FileTime modified;

  /** One of the two is null. */
  private final FileChannel channel;

  private final byte[] held;
  private final long size;

  private SourceFile(Path file, FileTime modified, FileChannel channel, byte[] held, long size) {
    this.file = file;
    this.modified = modified;
    this.channel = channel;
    this.held = held;
    this.size = size;
  }

  /**
   * @throws TransferFailure where it has more than can be held and does not tell how much
   */
  static SourceFile open(Path file) throws IOException, TransferFailure {
    FileTime modified = Files.getLastModifiedTime(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      long told = channel.size();
      if (told > SMALL) {
        return new SourceFile(file, modified, channel, null, told);
      }
      byte[] bytes = read(channel, told == 0 ? HELD + 1 : (int) told);
      channel.close();
      if (bytes.length > HELD) {
        throw new TransferFailure(
            TransferFailure.Kind.LOCAL,
            "%s does not tell its size, and has more than 16 MiB; copy it into a file first."
                .formatted(DiskFaults.shown(file)));
      }
      return new SourceFile(file, modified, null, bytes, bytes.length);
    } catch (IOException | TransferFailure e) {
      channel.close();
      throw e;
    }
  }

  /** What there is, and no more than so many bytes. */
  private static byte[] read(FileChannel channel, int most) throws IOException {
    byte[] bytes = new byte[Math.min(most, SMALL)];
    int length = 0;
    while (length < most) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(most, 2 * length));
      }
      int n = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
      if (n < 0) {
        break;
      }
      length += n;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Bytes that it has. */
  long size() {
    return size;
  }

  /**
   * Reads from a place on.
   *
   * @return how many came; -1 where the file became shorter
   */
  int read(long from, byte[] piece) throws IOException {
    int most = (int) Math.min(piece.length, size - from);
    if (channel != null) {
      return channel.read(ByteBuffer.wrap(piece, 0, most), from);
    }
    System.arraycopy(held, (int) from, piece, 0, most);
    return most;
  }

  /** Whether these are no longer the bytes that there were, as far as the file system tells. */
  boolean isChanged() throws IOException {
    return channel != null
        && (channel.size() < size || !Files.getLastModifiedTime(file).equals(modified));
  }

  /** Whether some of them are gone. */
  boolean isShorter() throws IOException {
    return channel != null && channel.size() < size;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
