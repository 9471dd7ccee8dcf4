package parley.server.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.ProgressHandler;
import parley.server.config.StartupException;

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
   * @throws StartupException where it can't be made, or what was copied is damaged; no file of that
   *     name is left
   */
  public static Done copy(Path dataDir, Path target, Path files, boolean force, Progress progress)
      throws StartupException {
    Path log = existing(dataDir);
    Path named = target.toAbsolutePath();
    if (Files.exists(named) && !force) {
      throw new StartupException(named + " exists; name another file, or replace it with --force.");
    }
    if (Files.isDirectory(named)) {
      throw new StartupException(named + " is a folder; name a file in it.");
    }
    Path part = part(named);
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
      throw new StartupException(
          "%s can't be written (%s).".formatted(named, StartupException.reason(e)), e);
    } catch (SQLException e) {
      throw new StartupException(Opening.sentence(log, e), e);
    } finally {
      discard(part);
    }
  }

  private static FileCopy copy(Path log, FileFolder to) {
    return new FileCopy(new FileFolder(log.resolveSibling(FileFolder.NAME)), to);
  }

  /** The log's file in a folder that has one. */
  static Path existing(Path dataDir) throws StartupException {
    Path log = dataDir.toAbsolutePath().resolve(Log.FILE);
    if (!Files.isRegularFile(log)) {
      throw new StartupException(
          "There is no %s in %s; name the server's data folder with --set data.dir=FOLDER."
              .formatted(Log.FILE, dataDir));
    }
    return log;
  }

  /** The name under which a file is made before it is whole. */
  static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
  }

  /** Copies a log into a new file, which is whole and synced when this returns. */
  static Checkup.Result whole(Path log, Path part, Progress progress)
      throws IOException, SQLException, StartupException {
    discard(part);
    Folder.createFile(part);
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
    sync(part);
    Checkup.Result found = Checkup.of(part, null, progress);
    if (!found.whole()) {
      throw new StartupException(
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
    sync(named.getParent());
  }

  /** A file's bytes, or a folder's names, are on disk when this returns. */
  static void sync(Path file) throws IOException {
    StandardOpenOption how =
        Files.isDirectory(file) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(file, how)) {
      channel.force(true);
    }
  }

  static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
      Files.deleteIfExists(part.resolveSibling(part.getFileName() + "-journal"));
    } catch (IOException e) {
      // A leftover of this name hurts nobody; what failed before is told.
    }
  }
}
