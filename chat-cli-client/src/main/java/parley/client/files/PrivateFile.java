package parley.client.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import parley.protocol.Printable;
import parley.text.ShellWord;

/** Files that only their owner may read (mode 0600, in folders of mode 0700). */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  /** Makes a folder and those above it that are missing, for the owner alone. */
  public static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, mode(folder, "rwx------"));
    }
  }

  /** Opens a file, making it for the owner alone where it is missing. */
  public static FileChannel open(Path file, StandardOpenOption... how) throws IOException {
    makeFolder(file.toAbsolutePath().getParent());
    EnumSet<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE, how);
    return FileChannel.open(file, options, mode(file, "rw-------"));
  }

  /** Whether there is something that is neither a file nor a folder: a device, a pipe. */
  public static boolean isDevice(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /**
   * Replaces the whole content in one step: a reader sees the old or the new, never half. A device
   * in the place of a file stays, and so nothing is kept: {@code /dev/null} is named for that.
   */
  public static void replace(Path file, byte[] content) throws IOException {
    if (isDevice(file)) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    makeFolder(folder);
    Path fresh = Files.createTempFile(folder, ".parley", ".tmp", mode(folder, "rw-------"));
    try {
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * What is said of a file with a secret that others on this machine can read, and how that is
   * ended; empty where they can't, and of what is no file.
   */
  public static Optional<String> openToOthers(Path file) throws IOException {
    return Files.isRegularFile(file)
            && Rights.any(file, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ)
        ? Optional.of(
            Printable.line(
                "Others on this machine can read %s: chmod 600 %s"
                    .formatted(file, ShellWord.of(file.toString()))))
        : Optional.empty();
  }

  /** Takes the rights of others away from a file that is there already. */
  public static void restrict(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      Rights.set(file, OWNER_ONLY);
    }
  }

  private static FileAttribute<?>[] mode(Path path, String rights) {
    return Rights.of(path.getFileSystem(), rights);
  }
}
