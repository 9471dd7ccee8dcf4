package parley.server.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import parley.server.config.StartupException;

/** The data folder: for the server's own user alone. */
final class Folder {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private Folder() {}

  /** Makes the folder where it is missing, and closes it to others. */
  static void prepare(Path folder) throws StartupException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new StartupException(
          "The data folder " + folder + " is a file; set data.dir to a folder.");
    }
    try {
      make(folder);
    } catch (IOException e) {
      throw new StartupException(
          "The data folder %s can't be made (%s).".formatted(folder, StartupException.reason(e)),
          e);
    }
    try {
      Files.setPosixFilePermissions(folder, FOLDER);
    } catch (IOException e) {
      // Another user owns the folder, as with a mounted volume: the files' own modes must do.
    }
    if (!Files.isWritable(folder)) {
      throw new StartupException(
          "The data folder %s can't be written to; give the user %s the right, or set data.dir."
              .formatted(folder, System.getProperty("user.name")));
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

  /** Puts the names of a folder's files on the disk. */
  static void sync(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** Makes an empty file for the server's own user alone; one that exists is closed to others. */
  static void createFile(Path file) throws IOException {
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(FILE);
    try {
      Files.createFile(file, mode);
    } catch (FileAlreadyExistsException e) {
      if (!Files.getPosixFilePermissions(file).equals(FILE)) {
        Files.setPosixFilePermissions(file, FILE);
      }
    }
  }
}
