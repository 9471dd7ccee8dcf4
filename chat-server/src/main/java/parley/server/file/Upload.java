package parley.server.file;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.server.decide.Act;
import parley.server.filestore.Partial;
import parley.server.filestore.PartialFile;
import parley.server.filestore.StorageException;
import parley.server.filestore.Store;
import parley.server.logging.SparseLog;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.server.stats.Units;
import parley.text.Counted;

/**
 * Takes a file's bytes, and says the message that tells of it when they are all there and on the
 * disk. Confined to the transfer's thread.
 */
final class Upload {
  private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
  private static final SparseLog FULL = new SparseLog(LOG, Level.WARN, SparseLog.SELDOM);
  private static final SparseLog CAME = new SparseLog(LOG, Level.INFO, SparseLog.OFTEN);

  private final Transfer transfer;
  private final Transfers transfers;
  private final Store store;
  private final TransferProgress progress;
  private final Stats stats;
  private final Act.Say say;
  private final FileInfo file;
  private final Partial partial;

  Upload(Transfer transfer, Act.Say asked) {
    this.transfer = transfer;
    transfers = transfer.transfers();
    store = transfers.store;
    progress = transfer.progress();
    stats = transfers.stats;
    say = asked.again(transfer.re());
    file = say.content().file();
    partial = Transfers.partial(say);
  }

  /**
   * Does it.
   *
   * @return the last answer
   * @throws IOException where the connection broke; what came stays, to be gone on with
   */
  Reply run() throws IOException, InterruptedException {
    progress.ours(true);
    Reply may = transfer.right();
    if (may instanceof Reply.Refused || may instanceof Reply.Sent) {
      return may;
    }
    long offset = transfer.offset();
    long here = transfers.partials.received(partial);
    if (offset > Math.min(here, file.size())) {
      return transfer.refused(
          ErrorCode.BAD_REQUEST,
          "The server has %s of this file; go on from there.".formatted(Counted.of(here, "byte")));
    }
    try {
      try (PartialFile arriving = transfers.partials.open(partial, offset, file.size())) {
        return receive(arriving);
      }
    } catch (StorageException e) {
      FULL.log("a file of {} can't be stored: {}", Units.bytes(file.size()), e.getMessage());
      transfers.partials.remove(partial);
      return transfer.refused(
          ErrorCode.STORAGE,
          "The server's disk has no room for this file, or fails; nothing of it was kept.");
    }
  }

  private Reply receive(PartialFile arriving)
      throws IOException, StorageException, InterruptedException {
    Reply.Carrying carrying = new Reply.Carrying(transfer.re(), transfer.offset(), null);
    transfer.answers().begins(carrying, file.size() - transfer.offset());
    arriving.rehash(progress::at);
    progress.ours(false);
    take(arriving, transfer.pipe().early(), true);
    take(arriving, transfer.pipe().in(), false);
    if (arriving.length() < file.size()) {
      return transfer.refused(
          ErrorCode.BAD_REQUEST,
          "Only %d of %d bytes came; ask for another ticket and go on from there."
              .formatted(arriving.length(), file.size()));
    }
    progress.ours(true);
    if (!arriving.digest().equals(file.sha256())) {
      transfers.partials.remove(partial);
      return transfer.refused(
          ErrorCode.BAD_DIGEST, "The bytes that came are not those of the digest. Send them all.");
    }
    arriving.force();
    return keep(arriving);
  }

  /**
   * Takes what comes until it is all there, or the end. What comes after it is not looked at.
   *
   * @param counted whether the bytes are among those that the connection has read already
   */
  private void take(PartialFile arriving, InputStream from, boolean counted)
      throws IOException, StorageException, InterruptedException {
    byte[] piece = new byte[PartialFile.PIECE];
    while (arriving.length() < file.size()) {
      int n = from.read(piece, 0, (int) Math.min(piece.length, file.size() - arriving.length()));
      if (n < 0) {
        return;
      }
      stats.count(Counter.BYTES_IN, counted ? 0 : n);
      add(arriving, piece, n);
    }
  }

  private void add(PartialFile arriving, byte[] piece, int n)
      throws StorageException, InterruptedException {
    progress.ours(true);
    transfers.arrived(transfer.network(), n);
    transfers.rateLimit.take(n);
    boolean forced = arriving.add(piece, 0, n);
    stats.count(Counter.FILE_BYTES_IN, n);
    if (forced) {
      transfers.here(partial, arriving.length());
      if (store.usable() < Quota.spared(transfers.settings.get())) {
        throw new StorageException("no more is free on the disk than what files leave free");
      }
    }
    progress.at(arriving.length());
    progress.ours(false);
  }

  /** Between the file's coming and its message's, nothing refers to it: the pin holds it. */
  private Reply keep(PartialFile whole) throws StorageException, InterruptedException {
    store.pin(file.sha256());
    try {
      store.keep(whole, file.sha256());
      Reply said = transfer.mine(transfers.decision.ask(say));
      if (said instanceof Reply.Sent) {
        stats.count(Counter.UPLOADS);
        CAME.log("a file of {} came from {}", Units.bytes(file.size()), say.by().id());
      }
      return said;
    } finally {
      store.unpin(file.sha256());
      // It may have been refused, or deleted again meanwhile.
      transfers.sweep.look(file.sha256());
    }
  }
}
