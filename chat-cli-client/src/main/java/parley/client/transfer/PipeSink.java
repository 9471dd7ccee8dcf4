package parley.client.transfer;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import parley.client.files.PrivateFile;
import parley.protocol.FileInfo;

/**
 * Hands the bytes on as they come; whoever reads them learns only at the end whether they are
 * right.
 */
public final class PipeSink implements Sink {
  private static final int TYPE = 0170000;
  private static final int NAMED_PIPE = 0010000;
  private static final int CHARACTERS = 0020000;

  private static final String OUTPUT = "1";

  /** Links that lead to one another; Linux follows as many. */
  private static final int LINKS = 40;

  private final OutputStream out;

  /** Whether it is closed in the end. */
  private final boolean ours;

  /**
   * @param out stays open
   */
  public PipeSink(OutputStream out) {
    this(out, false);
  }

  private PipeSink(OutputStream out, boolean ours) {
    this.out = out;
    this.ours = ours;
  }

  /**
   * Opens what a path leads to, where that is no ordinary file: a named pipe, whose reader is
   * waited for, a terminal or another device of characters, or one of this program's own open
   * files, such as {@code /dev/stdout}. None of them is replaced.
   *
   * @param output this program's standard output
   * @return empty where it is a file, a folder, or nothing yet
   * @throws TransferFailure where nothing can be written into it
   */
  public static Optional<PipeSink> at(Path path, OutputStream output) throws TransferFailure {
    try {
      Optional<String> descriptor = descriptor(path.toAbsolutePath());
      if (isOutput(path)) {
        return Optional.of(new PipeSink(output));
      }
      if (descriptor.isEmpty() && !PrivateFile.isDevice(path)) {
        return Optional.empty();
      }
      if (descriptor.isEmpty() && !isStream(path)) {
        throw new TransferFailure(
            TransferFailure.Kind.LOCAL,
            DiskFaults.shown(path) + " is a device; a file is not written into it.");
      }
      // To its end: what is open already as another file may hold something.
      return Optional.of(new PipeSink(new FileOutputStream(path.toFile(), true), true));
    } catch (IOException e) {
      throw new TransferFailure(
          TransferFailure.Kind.LOCAL,
          "Cannot write " + DiskFaults.shown(path) + ": " + DiskFaults.why(e) + ".",
          e);
    }
  }

  /** Whether a path means this program's standard output, whatever that is. */
  public static boolean isOutput(Path path) throws IOException {
    return descriptor(path.toAbsolutePath()).filter(OUTPUT::equals).isPresent();
  }

  private static boolean isStream(Path path) throws IOException {
    try {
      int type = ((Number) Files.getAttribute(path, "unix:mode")).intValue() & TYPE;
      return type == NAMED_PIPE || type == CHARACTERS;
    } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
      return false;
    }
  }

  /** The number of this process's open file that a path means, as Linux names them. */
  private static Optional<String> descriptor(Path path) throws IOException {
    Path at = path;
    for (int links = 0; links < LINKS && at.getParent() != null; links++) {
      Path folder = at.getParent();
      if (Files.isDirectory(folder) && isDescriptors(folder.toRealPath())) {
        return Optional.of(at.getFileName().toString());
      }
      if (!Files.isSymbolicLink(at)) {
        break;
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return Optional.empty();
  }

  private static boolean isDescriptors(Path folder) {
    String own = Long.toString(ProcessHandle.current().pid());
    return folder.equals(Path.of("/proc", own, "fd"))
        || folder.equals(Path.of("/proc", own, "task", own, "fd"));
  }

  @Override
  public long begin(FileInfo file, FileDigest digest, Progress progress) {
    return 0;
  }

  @Override
  public void write(byte[] piece, int length) throws IOException {
    out.write(piece, 0, length);
  }

  @Override
  public Path keep() throws IOException {
    out.flush();
    return null;
  }

  @Override
  public boolean discard() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (ours) {
      out.close();
    }
  }
}
