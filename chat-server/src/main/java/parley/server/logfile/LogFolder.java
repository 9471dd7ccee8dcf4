package parley.server.logfile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.UserError;

/** The data folder: for the server's own user alone. */
public final class LogFolder {
  /** The log's file in the data folder; SQLite keeps {@code log.db-wal} and {@code -shm} by it. */
  public static final String FILE = "log.db";

  private static final Logger LOG = LoggerFactory.getLogger(LogFolder.class);

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWN_FILE =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> OTHERS_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final Set<String> USUAL = Set.of("lost+found", "certs", "server.toml");

  private LogFolder() {}

  /** Makes the folder where it is missing, and closes it to others. */
  public static void prepare(Path folder) throws UserError {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UserError("The data folder " + folder + " is a file; set data.dir to a folder.");
    }
    try {
      make(folder);
    } catch (IOException e) {
      throw new UserError(
          "The data folder %s can't be made (%s); set data.dir to a folder of the server's own."
              .formatted(folder, UserError.reason(e)),
          e);
    }
    try {
      if (isOwn(folder)) {
        Files.setPosixFilePermissions(folder, FOLDER);
      } else if (Files.getPosixFilePermissions(folder).stream().anyMatch(OTHERS_WRITE::contains)) {
        throw new UserError(
            "%s holds no log, but other things, and others may write to it; set data.dir to a folder of its own, such as %s."
                .formatted(folder, folder.resolve("parley")));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Another user owns the folder, as with a mounted volume, or it is on a disk that knows no
      // owners: the files' own modes must do, or the disk's.
    }
    if (!Files.isWritable(folder)) {
      throw new UserError(
          "The data folder %s can't be written to; give the user %s the right, or set data.dir."
              .formatted(folder, System.getProperty("user.name")));
    }
  }

  /** Whether it is empty, or holds a log already; any other is somebody's who wants it as it is. */
  private static boolean isOwn(Path folder) throws IOException {
    if (Files.exists(folder.resolve(FILE)) || Files.exists(folder.resolve(FolderLock.FILE))) {
      return true;
    }
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
      for (Path one : inside) {
        // A new disk's own, and what an operator put there for the first start.
        if (!USUAL.contains(one.getFileName().toString())) {
          return false;
        }
      }
      return true;
    }
  }

  /** A folder's name is in the one above: that is synced too, or a power cut could take both. */
  static void make(Path folder) throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      make(parent);
    }
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    if (parent != null) {
      sync(parent);
    }
  }

  /** A file's bytes, or the names of a folder's files, are on disk when this returns. */
  public static void sync(Path file) throws IOException {
    StandardOpenOption how =
        Files.isDirectory(file) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(file, how)) {
      channel.force(true);
    }
  }

  /**
   * Makes an empty file for the server's own user alone; one that exists is closed to others.
   *
   * @return whether it was not there
   */
  public static boolean createFile(Path file) throws IOException {
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(OWN_FILE);
    try {
      Files.createFile(file, mode);
      return true;
    } catch (FileAlreadyExistsException e) {
      try {
        if (!Files.getPosixFilePermissions(file).equals(OWN_FILE)) {
          Files.setPosixFilePermissions(file, OWN_FILE);
        }
      } catch (IOException notThere) {
        LOG.warn(
            "{} is on a disk that keeps no rights of files: who may read it is whoever may read the"
                + " disk",
            file);
      }
      return false;
    }
  }

  /** The name under which a file is made before it is whole. */
  public static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
  }

  /** Removes a file that was not made whole, and what SQLite keeps beside it. */
  public static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
      Files.deleteIfExists(part.resolveSibling(part.getFileName() + "-journal"));
    } catch (IOException e) {
      // A leftover of this name hurts nobody; what failed before is told.
    }
  }
}
