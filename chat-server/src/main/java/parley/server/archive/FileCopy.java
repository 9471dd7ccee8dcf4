package parley.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import parley.server.config.UserError;
import parley.server.logfile.FileFolder;
import parley.server.logfile.LoggedFile;

/** Brings the files that a log's messages tell of from one folder into another. */
public final class FileCopy {
  private final FileFolder from;
  private final FileFolder to;

  /**
   * What came of it.
   *
   * @param files that are in the other folder now
   * @param bytes of theirs
   * @param lost files that were in neither folder as they should be
   */
  public record Done(long files, long bytes, List<LoggedFile> lost) {
    static final Done NOTHING = new Done(0, 0, List.of());
  }

  FileCopy(FileFolder from, FileFolder to) {
    this.from = from;
    this.to = to;
  }

  /**
   * All is on disk when this returns.
   *
   * @param trusting whether a file that is there already counts by its size alone
   */
  Done run(Path log, boolean trusting, Progress progress)
      throws SQLException, IOException, UserError {
    long[] there = {0, 0};
    List<LoggedFile> lost = new ArrayList<>();
    try (FileList files = new FileList(log)) {
      files.visit(
          "copying files",
          progress,
          (file, read) -> {
            boolean whole = trusting ? to.has(file) : to.holds(file, _ -> {});
            if (whole) {
              read.accept(file.size());
            } else {
              whole = to.take(file, from, read);
            }
            if (whole) {
              there[0]++;
              there[1] += file.size();
            } else {
              lost.add(file);
            }
          });
    }
    to.sync();
    return new Done(there[0], there[1], List.copyOf(lost));
  }

  /** How many bytes the other folder lacks, by names and sizes. */
  long lacking(Path log) throws SQLException, IOException, UserError {
    long[] bytes = {0};
    try (FileList files = new FileList(log)) {
      files.visit(
          "looking at files",
          Progress.NONE,
          (file, _) -> bytes[0] += to.has(file) ? 0 : file.size());
    }
    return bytes[0];
  }

  /** Takes away what no message of the log tells of. */
  void prune(Path log) throws SQLException, IOException, UserError {
    List<Path> spare = new ArrayList<>();
    try (FileList files = new FileList(log)) {
      to.visit(
          (sha256, path) -> {
            if (!files.has(sha256)) {
              spare.add(path);
            }
          });
    }
    for (Path path : spare) {
      Files.delete(path);
    }
  }
}
