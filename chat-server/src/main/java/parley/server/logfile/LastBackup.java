package parley.server.logfile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * When a data folder was last backed up whole: the time of an empty file in it, which stays over
 * restarts, and which a server can read whoever wrote it.
 */
public final class LastBackup {
  private static final String FILE = "last-backup";

  private LastBackup() {}

  /** A backup is whole now. Where the folder can't be written to, that is not known later. */
  public static void note(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException before) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      }
    } catch (IOException e) {
      // The backup is as good without.
    }
  }

  /** Empty where there never was one. */
  public static Optional<Instant> of(Path folder) {
    try {
      return Optional.of(Files.getLastModifiedTime(folder.resolve(FILE)).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
