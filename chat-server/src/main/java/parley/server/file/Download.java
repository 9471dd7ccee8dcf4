package parley.server.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.server.decide.Command;
import parley.server.state.Entry;
import parley.server.stats.Counter;
import parley.server.stats.Stats;

/**
 * Gives a file's bytes, as fast as they are taken: a reader that pauses pauses it. Confined to the
 * transfer's thread.
 */
final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);

  /** What is written at once, in bytes: a slow reader that takes one has moved. */
  private static final int SLICE = 16_384;

  private final Transfer transfer;
  private final Job.Outgoing job;
  private final FileInfo file;

  Download(Transfer transfer, Job.Outgoing job) {
    this.transfer = transfer;
    this.job = job;
    this.file = job.file();
  }

  /**
   * Does it.
   *
   * @return why not, null where it was done
   * @throws IOException where the connection broke
   */
  Reply run() throws IOException, InterruptedException {
    if (!may()) {
      return Transfers.notFound(transfer.re());
    }
    if (transfer.offset() > file.size()) {
      return transfer.refused(
          ErrorCode.BAD_REQUEST, "The file has %d bytes.".formatted(file.size()));
    }
    try (FileChannel stored = opened()) {
      if (stored == null) {
        return Transfers.notFound(transfer.re());
      }
      Reply.Ok carrying = Reply.Ok.carrying(transfer.re(), transfer.offset(), file);
      transfer.answers().begins(carrying, file.size() - transfer.offset());
      give(stored);
    }
    return null;
  }

  /**
   * Whether the right that the ticket was given for is there still. Who has left the server cannot
   * be asked about any more; then the message must be there.
   */
  private boolean may() throws InterruptedException {
    Transfers transfers = transfer.transfers();
    return switch (transfers.decision.ask(new Command.Fetch(null, job.person(), job.seq()))) {
      case Reply.Ok _ -> true;
      case Reply.Refused refused -> refused.code() == ErrorCode.HELLO_FIRST && told();
      case Reply other -> throw new IllegalStateException("a fetch is not answered " + other);
    };
  }

  private boolean told() throws InterruptedException {
    List<Entry> found = transfer.transfers().log.messages(List.of(job.seq()));
    return !found.isEmpty()
        && found.getFirst().event() instanceof Event.Message message
        && file.equals(message.file());
  }

  /** Null where it is not there as it should be. */
  private FileChannel opened() {
    if (!transfer.transfers().store.has(file)) {
      return null;
    }
    try {
      return transfer.transfers().store.read(file).position(transfer.offset());
    } catch (IOException e) {
      LOG.warn("a file can't be read: {}", e.toString());
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
        transfer.transfers().pace.take(count);
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
          LOG.error("a stored file is shorter than it was");
          return -1;
        }
      }
      return count;
    } catch (IOException e) {
      LOG.error("a stored file can't be read: {}", e.toString());
      return -1;
    }
  }
}
