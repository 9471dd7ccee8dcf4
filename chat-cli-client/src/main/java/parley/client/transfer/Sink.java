package parley.client.transfer;

import java.io.IOException;
import java.nio.file.Path;
import parley.protocol.FileInfo;

/** Where the bytes of a file go that is fetched. Confined to the transfer's thread. */
public interface Sink extends AutoCloseable {
  /**
   * Begins, once it is known what comes.
   *
   * @param file with a name that is safe
   * @param digest gets the bytes that are here from an earlier time
   * @return how many those are
   * @throws TransferFailure where it can't be put here
   */
  long begin(FileInfo file, FileDigest digest, Progress progress)
      throws TransferFailure, IOException, InterruptedException;

  /** Takes the first bytes of a piece. */
  void write(byte[] piece, int length) throws IOException;

  /**
   * All is there and has the digest.
   *
   * @return where, null where that is no file
   */
  Path keep() throws TransferFailure, IOException;

  /**
   * What came is wrong: nothing of it stays.
   *
   * @return whether it can begin anew
   */
  boolean discard() throws IOException;

  @Override
  void close() throws IOException;
}
