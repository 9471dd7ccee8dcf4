package parley.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.ProgressHandler;
import parley.server.config.UserError;
import parley.server.log.Opening;
import parley.server.logfile.Database;
import parley.server.logfile.FileFolder;
import parley.server.logfile.LogFolder;
import parley.server.logfile.Schema;

/**
 * A consistent copy of a log in one file, made beside a running server or without one. It is one
 * reading transaction of SQLite's: the server writes on meanwhile, into its write-ahead log.
 */
public final class Backup {
  /** SQLite's steps between two looks at how far the copy is: some milliseconds. */
  private static final int STEPS = 20_000;

  private Backup() {}

  /**
   * What was done.
   *
   * @param found in the copy, which is whole
   * @param files the stored files
   */
  public record Done(Checkup.Result found, FileCopy.Done files) {}

  /**
   * Copies, checks the copy, and gives it its name only when it is whole and on disk, with the
   * stored files that it tells of.
   *
   * @param files the folder that stored files are copied into, which other backups may share; null
   *     for none. From the one {@link FileFolder#beside} the target, which is this backup's own,
   *     files of an earlier backup are taken away.
   * @param force whether a file of that name is replaced
   * @throws UserError where it can't be made, or what was copied is damaged; no file of that name
   *     is left
   */
  public static Done copy(Path dataDir, Path target, Path files, boolean force, Progress progress)
      throws UserError {
    Path log = existing(dataDir);
    Path named = target.toAbsolutePath();
    if (Files.exists(named) && !force) {
      throw new UserError(named + " exists; name another file, or replace it with --force.");
    }
    if (Files.isDirectory(named)) {
      throw new UserError(named + " is a folder; name a file in it.");
    }
    if (Files.exists(named) && !Files.isRegularFile(named)) {
      throw new UserError(named + " is no ordinary file, and is not replaced.");
    }
    Path part = LogFolder.part(named);
    try {
      FileCopy copy = files == null ? null : copy(log, new FileFolder(files));
      if (copy != null) {
        // Most of them before the log, so that few are deleted between the two.
        copy.run(log, true, progress);
      }
      Checkup.Result found = whole(log, part, progress);
      FileCopy.Done copied = copy == null ? FileCopy.Done.NOTHING : copy.run(part, true, progress);
      place(part, named);
      if (copy != null && files.toAbsolutePath().equals(FileFolder.beside(named))) {
        copy.prune(named);
      }
      return new Done(found, copied);
    } catch (IOException e) {
      throw new UserError("%s can't be written (%s).".formatted(named, UserError.reason(e)), e);
    } catch (SQLException e) {
      throw new UserError(Opening.sentence(log, e), e);
    } finally {
      LogFolder.discard(part);
    }
  }

  /** The bytes that a copy of the log will have, about. */
  static long bytes(Path dataDir) throws UserError {
    Path log = existing(dataDir);
    try (Connection source = Database.readOnly(log)) {
      return used(source);
    } catch (SQLException e) {
      throw new UserError(Opening.sentence(log, e), e);
    }
  }

  /** The bytes of the stored files that a folder has not yet. */
  static long bytes(Path dataDir, Path files) throws UserError {
    Path log = existing(dataDir);
    try {
      return copy(log, new FileFolder(files)).lacking(log);
    } catch (IOException e) {
      throw new UserError("%s can't be read (%s).".formatted(files, UserError.reason(e)), e);
    } catch (SQLException e) {
      throw new UserError(Opening.sentence(log, e), e);
    }
  }

  private static FileCopy copy(Path log, FileFolder to) {
    return new FileCopy(new FileFolder(log.resolveSibling(FileFolder.NAME)), to);
  }

  /** The log's file in a folder that has one. */
  static Path existing(Path dataDir) throws UserError {
    Path log = dataDir.toAbsolutePath().resolve(LogFolder.FILE);
    if (!Files.isRegularFile(log)) {
      throw new UserError(
          "There is no %s in %s; name the server's data folder with --set data.dir=FOLDER."
              .formatted(LogFolder.FILE, dataDir));
    }
    return log;
  }

  /** Copies a log into a new file, which is whole and synced when this returns. */
  static Checkup.Result whole(Path log, Path part, Progress progress)
      throws IOException, SQLException, UserError {
    LogFolder.discard(part);
    LogFolder.createFile(part);
    try (Connection source = Database.readOnly(log)) {
      Schema.recognize(source, "main", log);
      long bytes = used(source);
      ProgressHandler.setHandler(
          source,
          STEPS,
          new ProgressHandler() {
            @Override
            protected int progress() {
              progress.at("copying", part.toFile().length(), bytes);
              return Thread.currentThread().isInterrupted() ? 1 : 0;
            }
          });
      try (var vacuum = source.prepareStatement("VACUUM INTO ?")) {
        vacuum.setString(1, part.toString());
        vacuum.execute();
      } finally {
        ProgressHandler.clearHandler(source);
      }
    }
    LogFolder.sync(part);
    Checkup.Result found = Checkup.of(part, null, progress);
    if (!found.whole()) {
      throw new UserError(
          "%s is damaged: %s; \"chat-server check\" tells more."
              .formatted(log, found.findings().getFirst().text()));
    }
    return found;
  }

  /** The bytes of the pages in use, which is about what the copy will have. */
  private static long used(Connection source) throws SQLException {
    long pages =
        Schema.number(source, "PRAGMA page_count") - Schema.number(source, "PRAGMA freelist_count");
    return pages * Schema.number(source, "PRAGMA page_size");
  }

  /** Gives a whole file its name, durably: whoever looks sees the old one or the new one. */
  static void place(Path part, Path named) throws IOException {
    Files.move(part, named, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    LogFolder.sync(named.getParent());
  }
}
