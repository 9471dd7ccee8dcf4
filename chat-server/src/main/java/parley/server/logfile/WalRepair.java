package parley.server.logfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file's bytes to where they are, and syncs. After a failed sync the kernel may hold pages
 * that it takes for clean and that the disk never got: what a server then reads, and would build
 * on, could be gone after the next power cut. Written again they are dirty, and the sync is real.
 */
public final class WalRepair {
  private static final int CHUNK_BYTES = 1 << 20;

  private WalRepair() {}

  /** Before SQLite opens the file: closing it drops the process's locks on it. */
  public static void rewrite(Path wal) throws IOException {
    if (!Files.exists(wal)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(wal, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
      long position = 0;
      while (channel.read(chunk.clear(), position) > 0) {
        chunk.flip();
        while (chunk.hasRemaining()) {
          position += channel.write(chunk, position);
        }
      }
      channel.force(true);
    }
  }
}
