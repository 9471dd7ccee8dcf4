package parley.server.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.server.filestore.PartialFile;
import parley.server.logging.SparseLog;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.text.Counted;

/**
 * Gives a file's bytes, as fast as they are taken: a reader that pauses pauses it. Confined to the
 * transfer's thread.
 */
final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final SparseLog UNREAD = new SparseLog(LOG, Level.ERROR, SparseLog.SELDOM);

  /** What is written at once, in bytes: a slow reader that takes one has moved. */
  private static final int SLICE = 16_384;

  private final Transfer transfer;
  private final FileInfo file;

  Download(Transfer transfer, Job.Outgoing job) {
    this.transfer = transfer;
    this.file = job.file();
  }

  /**
   * Does it.
   *
   * @return why not, null where it was done
   * @throws IOException where the connection broke
   */
  Reply run() throws IOException, InterruptedException {
    if (transfer.right() instanceof Reply.Refused refused) {
      return refused;
    }
    if (transfer.offset() > file.size()) {
      return transfer.refused(
          ErrorCode.BAD_REQUEST, "The file has " + Counted.of(file.size(), "byte") + ".");
    }
    try (FileChannel stored = opened()) {
      if (stored == null) {
        return Transfers.notFound(transfer.re());
      }
      Reply.Carrying carrying = new Reply.Carrying(transfer.re(), transfer.offset(), file);
      transfer.answers().begins(carrying, file.size() - transfer.offset());
      give(stored);
    }
    return null;
  }

  /** Null where it is not there as it should be. */
  private FileChannel opened() {
    if (!transfer.transfers().store.has(file)) {
      return null;
    }
    try {
      return transfer.transfers().store.read(file).position(transfer.offset());
    } catch (IOException e) {
      UNREAD.log("a file can't be read: {}", e.toString());
      return null;
    }
  }

  private void give(FileChannel stored) throws IOException, InterruptedException {
    Stats stats = transfer.transfers().stats;
    OutputStream out = transfer.pipe().out();
    byte[] piece = new byte[PartialFile.PIECE];
    long at = transfer.offset();
    while (at < file.size()) {
      int n = read(stored, piece, (int) Math.min(piece.length, file.size() - at));
      if (n < 0) {
        // Nothing can be said among the bytes; the client misses the rest and asks again.
        transfer.pipe().abort().run();
        return;
      }
      for (int from = 0; from < n; from += SLICE) {
        int count = Math.min(SLICE, n - from);
        transfer.progress().ours(true);
        transfer.transfers().rateLimit.take(count);
        transfer.progress().ours(false);
        out.write(piece, from, count);
        at += count;
        transfer.progress().at(at);
        stats.count(Counter.BYTES_OUT, count);
        stats.count(Counter.FILE_BYTES_OUT, count);
      }
    }
    stats.count(Counter.DOWNLOADS);
  }

  /** As many bytes as were asked for, or -1. */
  private static int read(FileChannel stored, byte[] piece, int count) {
    ByteBuffer into = ByteBuffer.wrap(piece, 0, count);
    try {
      while (into.hasRemaining()) {
        if (stored.read(into) < 0) {
          UNREAD.log("a stored file is shorter than it was");
          return -1;
        }
      }
      return count;
    } catch (IOException e) {
      UNREAD.log("a stored file can't be read: {}", e.toString());
      return -1;
    }
  }
}
