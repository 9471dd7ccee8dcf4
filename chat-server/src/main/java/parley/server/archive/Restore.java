package parley.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import parley.server.config.UserError;
import parley.server.log.Opening;
import parley.server.logfile.Database;
import parley.server.logfile.FileFolder;
import parley.server.logfile.FolderLock;
import parley.server.logfile.LogFolder;
import parley.server.logfile.Meta;

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

  /** As many as may come in a second by the default of the limit on all newcomers. */
  private static final long NEWCOMERS_PER_SECOND = 50;

  private static final long NEWCOMERS_AT_LEAST = 10_000;

  private Restore() {}

  /**
   * Checks a backup and makes it the log of a folder where no server runs. The log gets a new id:
   * numbers that clients remember from the time after the backup mean something else from now on.
   * Ids of people do not: those who came after the backup, whoever remembers them, are nobody now.
   *
   * @param files the folder of the backup's stored files; null to restore without
   * @param force whether a log that is there is put aside
   * @throws UserError where it can't be done; the folder is as it was then
   */
  public static Done restore(
      Path dataDir, Path backup, Path files, boolean force, Progress progress) throws UserError {
    if (!Files.isRegularFile(backup)) {
      throw new UserError("There is no file " + backup + ".");
    }
    Path folder = dataDir.toAbsolutePath();
    LogFolder.prepare(folder);
    try (FolderLock lock = FolderLock.take(folder)) {
      Path named = folder.resolve(LogFolder.FILE);
      Path log = Files.exists(named) ? named.toRealPath() : named;
      Path wal = log.resolveSibling(log.getFileName() + "-wal");
      boolean there = Files.exists(log) && Files.size(log) > 0;
      if (there && !force) {
        throw new UserError(
            "%s has a log already; with --force it is put aside and replaced.".formatted(folder));
      }
      if (there && Files.isSameFile(log, backup)) {
        throw new UserError(backup + " is the log of that folder itself.");
      }
      Path part = LogFolder.part(log);
      try {
        Checkup.Result found = Backup.whole(backup.toAbsolutePath(), part, progress);
        String id = Opening.newId();
        rename(part, id);
        FileFolder store = new FileFolder(folder.resolve(FileFolder.NAME));
        FileCopy.Done copied =
            files == null ? FileCopy.Done.NOTHING : bring(part, files, store, progress);
        Optional<Path> replaced = there ? Optional.of(replacedName(log)) : Optional.empty();
        if (there) {
          store.linkAll(new FileFolder(FileFolder.beside(replaced.get())));
          Files.createLink(replaced.get(), log);
        }
        putAside(wal, replaced.orElseGet(() -> replacedName(log)));
        Files.deleteIfExists(log.resolveSibling(LogFolder.FILE + "-shm"));
        lock.noteLog(id);
        for (String derived : DERIVED) {
          Files.deleteIfExists(folder.resolve(derived));
        }
        Backup.place(part, log);
        return new Done(found, copied, replaced);
      } finally {
        LogFolder.discard(part);
      }
    } catch (IOException e) {
      throw new UserError(
          "The data folder %s can't be used (%s).".formatted(folder, UserError.reason(e)), e);
    } catch (SQLException e) {
      throw new UserError(Opening.sentence(backup, e), e);
    }
  }

  /** What the folder has already is not copied, but read to be sure. */
  private static FileCopy.Done bring(Path log, Path files, FileFolder store, Progress progress)
      throws SQLException, IOException, UserError {
    FileCopy.Done copied = new FileCopy(new FileFolder(files), store).run(log, false, progress);
    if (!copied.lost().isEmpty() && !Files.isDirectory(files)) {
      throw new UserError(
          "The folder %s is missing, and with it files that the backup's messages tell of: %,d. Name it with --files, or restore without them with --no-files."
              .formatted(files, copied.lost().size()));
    }
    return copied;
  }

  private static Path replacedName(Path log) {
    String name = LogFolder.FILE + ".replaced-" + STAMP.format(Instant.now());
    Path replaced = log.resolveSibling(name);
    for (int i = 2; Files.exists(replaced); i++) {
      replaced = log.resolveSibling(name + "-" + i);
    }
    return replaced;
  }

  /**
   * More than can have come in that time: people of the lost log keep their ids to themselves.
   *
   * @param at milliseconds of the Unix epoch; 0 where there is no event, and so no clue
   */
  private static long newcomersSince(long at) {
    long seconds = Math.max(0, System.currentTimeMillis() - at) / 1_000;
    return NEWCOMERS_AT_LEAST + seconds * NEWCOMERS_PER_SECOND;
  }

  /** Gives the copy an id of its own, and new people numbers that nobody had since the backup. */
  private static void rename(Path part, String id) throws SQLException, IOException {
    try (Connection copy = Database.plain(part);
        Statement statement = copy.createStatement()) {
      Meta.set(copy, Opening.ID, id);
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT (SELECT ifnull(max(number), 0) FROM person),
                (SELECT at FROM event ORDER BY seq DESC LIMIT 1),
                ifnull((SELECT CAST(value AS INTEGER) FROM meta WHERE key = '%s'), 0)\
              """
                  .formatted(Meta.NEXT_PERSON))) {
        row.next();
        long first = Math.max(row.getLong(1) + 1, row.getLong(3));
        long next = first + newcomersSince(row.getLong(2));
        Meta.set(copy, Meta.NEXT_PERSON, Long.toString(next));
      }
    }
    LogFolder.sync(part);
  }

  /**
   * Gives a -wal that is there a name beside the old log's second one, which that has already, so
   * that no moment is without a log. Without its log, too: it would be read into the new one.
   */
  private static void putAside(Path wal, Path aside) throws IOException {
    if (Files.exists(wal)) {
      Files.createLink(aside.resolveSibling(aside.getFileName() + "-wal"), wal);
      Files.delete(wal);
    }
  }
}
