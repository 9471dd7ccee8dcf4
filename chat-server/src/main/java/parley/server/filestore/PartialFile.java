package parley.server.filestore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The file of a {@link Partial}, while bytes are added to it; hashed on the way. Confined to the
 * transfer's thread.
 */
public final class PartialFile implements AutoCloseable {
  /** What is read and written at once, in bytes. */
  public static final int PIECE = 65_536;

  /**
   * Bytes after which they are put on the disk. Were it left to the kernel, some hundred megabytes
   * would go at once, and the log's sync would wait behind them.
   */
  static final long FORCE_EVERY = 4L << 20;

  private final Path path;
  private final FileChannel channel;
  private final long from;
  private final MessageDigest digest = sha256();

  /** Bytes that were hashed. */
  private long length;

  private long unforced;

  private PartialFile(Path path, FileChannel channel, long from) {
    this.path = path;
    this.channel = channel;
    this.from = from;
  }

  /**
   * Opens a file, made for the server's own user alone where there is none.
   *
   * @param from where bytes are added: up to there it is hashed, and what follows is written over,
   *     not cut off, so that a transfer that comes late takes nothing from a later one
   * @param size of the whole file
   */
  static PartialFile open(Path path, long from, long size) throws StorageException {
    try {
      FileChannel channel =
          FileChannel.open(
              path,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        channel.truncate(size);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      return new PartialFile(path, channel, from);
    } catch (IOException e) {
      throw new StorageException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Hashes what stays; needed before anything is added.
   *
   * @param progress told how far it is, now and then
   */
  public void rehash(LongConsumer progress) throws StorageException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try {
      while (length < from) {
        piece.clear().limit((int) Math.min(PIECE, from - length));
        if (channel.read(piece) < 0) {
          throw new StorageException("the beginning of the file is shorter than it was");
        }
        digest.update(piece.flip());
        length += piece.limit();
        progress.accept(length);
      }
    } catch (IOException e) {
      throw new StorageException(e);
    }
  }

  /**
   * Adds bytes.
   *
   * @return whether it was also put on the disk, as happens every few megabytes
   */
  public boolean add(byte[] bytes, int from, int count) throws StorageException {
    try {
      ByteBuffer piece = ByteBuffer.wrap(bytes, from, count);
      while (piece.hasRemaining()) {
        channel.write(piece);
      }
      digest.update(bytes, from, count);
      length += count;
      unforced += count;
      if (unforced < FORCE_EVERY) {
        return false;
      }
      unforced = 0;
      channel.force(false);
      return true;
    } catch (IOException e) {
      throw new StorageException(e);
    }
  }

  /** Puts everything on the disk. */
  public void force() throws StorageException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw new StorageException(e);
    }
  }

  /** How many bytes it has, up to the last that was added. */
  public long length() {
    return length;
  }

  /** The SHA-256 of all its bytes, in lower-case hex. Nothing can be added after. */
  public String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws StorageException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException(e);
    }
  }
}
