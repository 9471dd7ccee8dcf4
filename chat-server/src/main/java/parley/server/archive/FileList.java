package parley.server.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;
import parley.server.config.UserError;
import parley.server.log.Reader;
import parley.server.log.RecentEvents;
import parley.server.logfile.DamagedEvents;
import parley.server.logfile.Database;
import parley.server.logfile.LoggedFile;
import parley.server.logfile.Schema;

/**
 * The files that a log's messages tell of, read page by page beside a running server: no old state
 * is held while files of many gigabytes are read. None in a log of a version that knew none.
 */
final class FileList implements AutoCloseable {
  private static final int PAGE = 500;

  private final Connection connection;
  private final Reader reader;
  private final long bytes;

  FileList(Path log) throws SQLException, UserError {
    connection = Database.readOnly(log);
    try {
      boolean current = Schema.recognize(connection, "main", log);
      reader = current ? new Reader(connection, RecentEvents.none(), new DamagedEvents()) : null;
      bytes = current ? reader.fileBytes() : 0;
    } catch (SQLException | UserError e) {
      connection.close();
      throw e;
    }
  }

  /** What is done with each file. */
  interface Visit {
    void file(LoggedFile file, LongConsumer read) throws SQLException, IOException;
  }

  /** How many bytes all files have. */
  long bytes() {
    return bytes;
  }

  /**
   * Goes through all files; who is called tells of the bytes it reads.
   *
   * @param what as in {@link Progress#at}
   */
  void visit(String what, Progress progress, Visit visit) throws SQLException, IOException {
    long[] read = {0};
    String after = "";
    List<LoggedFile> page = reader == null ? List.of() : reader.files(after, PAGE);
    while (!page.isEmpty()) {
      for (LoggedFile file : page) {
        visit.file(
            file,
            more -> {
              read[0] += more;
              progress.at(what, read[0], bytes);
            });
      }
      after = page.getLast().sha256();
      page = reader.files(after, PAGE);
    }
  }

  /** Whether a message tells of the file now. */
  boolean has(String sha256) throws SQLException {
    return reader != null && reader.refersTo(sha256);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
