package parley.server.logfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import parley.server.config.UserError;

/**
 * Looks whether a write-ahead log fits the file that it lies beside, before SQLite opens the two
 * and takes each for the rest of the other: the file was one with such a log, which a backup is
 * not, and every page that the newest commit counts is in one of them, unless the file was cut. The
 * layout is sqlite.org/fileformat2.html's.
 */
public final class WalFrames {
  private static final int HEAD = 32;
  private static final int FRAME_HEAD = 24;
  private static final int LOCKED_BYTE = 1 << 30;

  /** Where the file's head says how it is written: 2 with a write-ahead log. */
  private static final int WRITTEN = 18;

  private WalFrames() {}

  /**
   * @throws UserError where they don't fit
   */
  public static void check(Path file, Path wal) throws IOException, UserError {
    try (FileChannel log = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer written = read(log, WRITTEN, 1);
      if (written != null && written.get(0) == 1) {
        throw misfit(file);
      }
    }
    try (FileChannel log = FileChannel.open(wal, StandardOpenOption.READ)) {
      ByteBuffer head = read(log, 0, HEAD);
      int pageSize = head == null ? 0 : head.getInt(8);
      if (pageSize < 512 || pageSize > 65_536) {
        // No commit ever came to its end: SQLite passes over it.
        return;
      }
      int inFile = (int) Math.min(Files.size(file) / pageSize, Integer.MAX_VALUE);
      long salt = head.getLong(16);
      BitSet here = new BitSet();
      BitSet committed = new BitSet();
      int pages = inFile;
      for (long at = HEAD; at + FRAME_HEAD + pageSize <= log.size(); at += FRAME_HEAD + pageSize) {
        ByteBuffer frame = read(log, at, FRAME_HEAD);
        if (frame == null || frame.getLong(8) != salt || frame.getInt(0) <= 0) {
          break;
        }
        here.set(frame.getInt(0));
        if (frame.getInt(4) > 0) {
          pages = frame.getInt(4);
          committed.or(here);
          here.clear();
        }
      }
      // SQLite leaves the page out that its locks are in.
      committed.set(LOCKED_BYTE / pageSize + 1);
      int missing = 0;
      if (pages > inFile) {
        missing = pages - inFile - committed.get(inFile + 1, pages + 1).cardinality();
      }
      if (missing > 0) {
        throw new UserError(
            "%s is cut: %,d of its pages are neither in it nor in %s; restore a backup with \"chat-server restore\"."
                .formatted(file, missing, wal.getFileName()));
      }
    }
  }

  public static UserError misfit(Path file) {
    return new UserError(
        "%s and the %s-wal beside it don't fit each other: one is of another log, or of another time. Put back the one that was there, or restore a backup with \"chat-server restore\"."
            .formatted(file, file.getFileName()));
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
      // Until all are there.
    }
    return buffer.hasRemaining() ? null : buffer;
  }
}
