package parley.client.files;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read and write a file, where the file system knows that as POSIX does. On Windows files
 * have the rights of their folder, and a person's own folders are closed to others.
 */
public final class Rights {
  private Rights() {}

  /** For what is made: {@code rw-------}. */
  public static FileAttribute<?>[] of(FileSystem system, String rights) {
    return known(system)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether a file has any of some rights; no where its system knows none. */
  public static boolean any(Path file, PosixFilePermission... rights) throws IOException {
    return known(file.getFileSystem())
        && !Collections.disjoint(Files.getPosixFilePermissions(file), Set.of(rights));
  }

  /** A file's rights, to be given to the one that comes in its place. */
  public static Optional<Set<PosixFilePermission>> read(Path file) throws IOException {
    return known(file.getFileSystem())
        ? Optional.of(Files.getPosixFilePermissions(file))
        : Optional.empty();
  }

  /** Gives a file these rights, where its system knows them. */
  public static void set(Path file, Set<PosixFilePermission> rights) throws IOException {
    if (known(file.getFileSystem())) {
      Files.setPosixFilePermissions(file, rights);
    }
  }

  private static boolean known(FileSystem system) {
    return system.supportedFileAttributeViews().contains("posix");
  }
}
