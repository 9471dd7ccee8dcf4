package parley.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import parley.server.config.StartupException;

/** Puts a backup in the place of a folder's log. */
public final class Restore {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Files that are made anew from the log, and that would tell of the old one. */
  private static final List<String> DERIVED =
      List.of("search.db", "search.db-wal", "search.db-shm");

  /**
   * What was done.
   *
   * @param files the stored files that are in the folder now
   * @param replaced where the log that was there before is now, if there was one
   */
  public record Done(Checkup.Result found, FileCopy.Done files, Optional<Path> replaced) {}

  private Restore() {}

  /**
   * Checks a backup and makes it the log of a folder where no server runs. The log gets a new id:
   * numbers that clients remember from the time after the backup mean something else from now on.
   *
   * @param files the folder of the backup's stored files; null to restore without
   * @param force whether a log that is there is put aside
   * @throws StartupException where it can't be done; the folder is as it was then
   */
  public static Done restore(
      Path dataDir, Path backup, Path files, boolean force, Progress progress)
      throws StartupException {
    if (!Files.isRegularFile(backup)) {
      throw new StartupException("There is no file " + backup + ".");
    }
    Path folder = dataDir.toAbsolutePath();
    Path log = folder.resolve(Log.FILE);
    Folder.prepare(folder);
    try (FolderLock _ = FolderLock.take(folder)) {
      boolean there = Files.exists(log) && Files.size(log) > 0;
      if (there && !force) {
        throw new StartupException(
            "%s has a log already; with --force it is put aside and replaced.".formatted(folder));
      }
      if (there && Files.isSameFile(log, backup)) {
        throw new StartupException(backup + " is the log of that folder itself.");
      }
      Path part = Backup.part(log);
      try {
        Checkup.Result found = Backup.whole(backup.toAbsolutePath(), part, progress);
        rename(part);
        FileFolder store = new FileFolder(folder.resolve(FileFolder.NAME));
        FileCopy.Done copied =
            files == null ? FileCopy.Done.NOTHING : bring(part, files, store, progress);
        Optional<Path> replaced = there ? Optional.of(replacedName(log)) : Optional.empty();
        if (there) {
          store.linkAll(new FileFolder(FileFolder.beside(replaced.get())));
          putAside(log, replaced.get());
        }
        for (String derived : DERIVED) {
          Files.deleteIfExists(folder.resolve(derived));
        }
        Backup.place(part, log);
        return new Done(found, copied, replaced);
      } finally {
        Backup.discard(part);
      }
    } catch (IOException e) {
      throw new StartupException(
          "The data folder %s can't be used (%s).".formatted(folder, StartupException.reason(e)),
          e);
    } catch (SQLException e) {
      throw new StartupException(Opening.sentence(backup, e), e);
    }
  }

  /** What the folder has already is not copied, but read to be sure. */
  private static FileCopy.Done bring(Path log, Path files, FileFolder store, Progress progress)
      throws SQLException, IOException, StartupException {
    FileCopy.Done copied = new FileCopy(new FileFolder(files), store).run(log, false, progress);
    if (!copied.lost().isEmpty() && !Files.isDirectory(files)) {
      throw new StartupException(
          "The folder %s is missing, and with it files that the backup's messages tell of: %,d. Name it with --files, or restore without them with --no-files."
              .formatted(files, copied.lost().size()));
    }
    return copied;
  }

  private static Path replacedName(Path log) {
    String name = Log.FILE + ".replaced-" + STAMP.format(Instant.now());
    Path replaced = log.resolveSibling(name);
    for (int i = 2; Files.exists(replaced); i++) {
      replaced = log.resolveSibling(name + "-" + i);
    }
    return replaced;
  }

  /** Gives the copy an id of its own. */
  private static void rename(Path part) throws SQLException, IOException {
    try (Connection copy = Database.plain(part)) {
      Meta.set(copy, Opening.ID, Opening.newId());
    }
    Backup.sync(part);
  }

  /**
   * Gives the old log a second name, with what its -wal holds, so that no moment is without a log;
   * then the -wal goes, which would be read into the new log.
   */
  private static void putAside(Path log, Path aside) throws IOException {
    Files.createLink(aside, log);
    Path wal = log.resolveSibling(Log.FILE + "-wal");
    if (Files.exists(wal)) {
      Files.createLink(aside.resolveSibling(aside.getFileName() + "-wal"), wal);
      Files.delete(wal);
    }
    Files.deleteIfExists(log.resolveSibling(Log.FILE + "-shm"));
  }
}
