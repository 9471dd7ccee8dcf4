package parley.client.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import parley.client.files.PrivateFile;
import parley.protocol.FileInfo;

/**
 * A file in a folder. Until all of it is there and right its bytes are in another one beside it,
 * {@code NAME.DIGITS.part} with the first digits of the digest: by that, a later attempt knows what
 * it may go on with, and no file of somebody else is taken for it. One program at a time writes it.
 */
public final class PartFile implements Sink {
  private static final int DIGITS = 12;

  private final Path folder;
  private final String name;
  private final boolean replace;
  private Path target;
  private Path part;
  private FileChannel channel;

  /** Whether this is the one program that writes it. */
  private boolean ours;

  /**
   * @param name what the file is to be called here, null for what it is called there
   * @param replace whether a file of that name is replaced
   */
  public PartFile(Path folder, String name, boolean replace) {
    this.folder = folder;
    this.name = name;
    this.replace = replace;
  }

  @Override
  public long begin(FileInfo file, FileDigest digest, Progress progress)
      throws TransferFailure, IOException, InterruptedException {
    target = folder.resolve(name == null ? file.name() : name);
    checkFree();
    part =
        target.resolveSibling(
            target.getFileName() + "." + file.sha256().substring(0, DIGITS) + ".part");
    channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    ours = isLocked();
    if (!ours) {
      throw new TransferFailure(
          TransferFailure.Kind.LOCAL,
          "It is being fetched already, to " + DiskFaults.shown(part) + ".");
    }
    if (channel.size() > file.size()) {
      channel.truncate(0);
    }
    long here = channel.size();
    long room = Files.getFileStore(folder).getUsableSpace();
    if (file.size() - here > room) {
      discardIfEmpty();
      throw new TransferFailure(
          TransferFailure.Kind.LOCAL,
          "%s has %,d bytes, and there is room for %,d in %s."
              .formatted(file.name(), file.size(), room + here, DiskFaults.shown(folder)));
    }
    digest.read(channel, here, progress);
    return here;
  }

  private void checkFree() throws TransferFailure {
    if (!Files.isDirectory(folder)) {
      throw new TransferFailure(
          TransferFailure.Kind.LOCAL, "There is no folder " + DiskFaults.shown(folder) + ".");
    }
    if (Files.isDirectory(target)) {
      throw new TransferFailure(
          TransferFailure.Kind.LOCAL, DiskFaults.shown(target) + " is a folder.");
    }
    if (PrivateFile.isDevice(target)) {
      throw new TransferFailure(
          TransferFailure.Kind.LOCAL,
          DiskFaults.shown(target) + " is no ordinary file, and is not replaced.");
    }
    if (!replace && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw exists();
    }
  }

  private TransferFailure exists() {
    return new TransferFailure(
        TransferFailure.Kind.EXISTS, DiskFaults.shown(target) + " is there already.");
  }

  private boolean isLocked() throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void write(byte[] piece, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(piece, 0, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public Path keep() throws TransferFailure, IOException {
    channel.force(true);
    if (replace) {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return target;
    }
    try {
      // A move would replace what somebody put there meanwhile; a link never does.
      Files.createLink(target, part);
      Files.delete(part);
    } catch (FileAlreadyExistsException e) {
      throw new TransferFailure(
          TransferFailure.Kind.EXISTS,
          DiskFaults.shown(target)
              + " is there by now; what came is in "
              + DiskFaults.shown(part)
              + ".",
          e);
    } catch (IOException | UnsupportedOperationException e) {
      // There are file systems without links.
      Files.move(part, target);
    }
    return target;
  }

  @Override
  public boolean discard() throws IOException {
    channel.truncate(0);
    channel.position(0);
    return true;
  }

  /** What has arrived stays for a later attempt. */
  @Override
  public void close() throws IOException {
    if (channel != null) {
      if (channel.isOpen()) {
        discardIfEmpty();
      }
      channel.close();
    }
  }

  /** The file to be, and not the one that was moved to its name. */
  private void discardIfEmpty() throws IOException {
    if (ours && channel.size() == 0) {
      Files.deleteIfExists(part);
    }
  }

  /** Takes away what has arrived: nobody wants it any more. */
  public void forget() throws IOException {
    if (ours) {
      Files.deleteIfExists(part);
    }
  }
}
