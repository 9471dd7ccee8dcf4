package parley.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import parley.server.archive.Checkup.Finding;
import parley.server.config.UserError;
import parley.server.logfile.FileFolder;
import parley.server.logfile.LoggedFile;

/**
 * Looks whether every file that a log's messages tell of is stored, with the bytes of its digest;
 * beside a running server or without one. Nothing is changed.
 */
public final class FilesCheck {
  /** Findings that are told; further ones are counted. */
  private static final int TOLD = 100;

  /**
   * What was found.
   *
   * @param files that messages tell of
   * @param bytes of theirs
   * @param findings the first of them
   * @param more how many there are beyond those
   * @param spare files that no message tells of: left by a halt, or about to be told of
   * @param spareBytes of theirs
   */
  public record Result(
      long files, long bytes, List<Finding> findings, long more, long spare, long spareBytes) {
    public boolean whole() {
      return findings.isEmpty();
    }
  }

  private final FileFolder folder;
  private final FileList files;
  private final List<Finding> findings = new ArrayList<>();
  private long more;
  private long count;
  private long spare;
  private long spareBytes;

  private FilesCheck(FileFolder folder, FileList files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * @param log a log, or a backup of one
   * @throws UserError where it is no log of this version
   * @throws SQLException where it can't be read
   */
  public static Result of(Path log, Path folder, Progress progress)
      throws SQLException, IOException, UserError {
    try (FileList files = new FileList(log)) {
      return new FilesCheck(new FileFolder(folder), files).run(folder, progress);
    }
  }

  private Result run(Path path, Progress progress) throws SQLException, IOException {
    if (folder.exists()) {
      files.visit("checking files", progress, this::look);
      folder.visit(this::lookForSpare);
    } else {
      files.visit("counting files", progress, (_, _) -> count++);
      if (count > 0) {
        findings.add(
            new Finding(
                null,
                "the folder %s is missing, and with it all files that messages tell of: %,d"
                    .formatted(path, count)));
      }
    }
    return new Result(count, files.bytes(), List.copyOf(findings), more, spare, spareBytes);
  }

  private void look(LoggedFile file, LongConsumer read) throws SQLException, IOException {
    count++;
    String fault = null;
    try {
      if (!folder.has(file)) {
        fault = "is missing, or of another size";
      } else if (!folder.holds(file, read)) {
        fault = "is not as it was sent";
      }
    } catch (IOException e) {
      fault = "can't be read (" + UserError.reason(e) + ")";
    }
    // A message may have been deleted since it was listed, and its file with it.
    if (fault != null && files.has(file.sha256())) {
      found(new Finding(file.newest(), "%s %s".formatted(named(file), fault)));
    }
  }

  /** A file as a sentence names it. */
  static String named(LoggedFile file) {
    return "the file %s of event %d".formatted(file.sha256(), file.newest());
  }

  private void found(Finding finding) {
    if (findings.size() < TOLD) {
      findings.add(finding);
    } else {
      more++;
    }
  }

  private void lookForSpare(String sha256, Path file) throws IOException, SQLException {
    try {
      if (!files.has(sha256)) {
        spareBytes += Files.size(file);
        spare++;
      }
    } catch (NoSuchFileException e) {
      // The server took it away in this moment.
    }
  }
}
