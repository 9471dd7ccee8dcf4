package parley.server.search;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;

/**
 * The index as a file: how it is opened, what marks it, how it is removed. It can be made anew from
 * the log at any time, so it is synced only where its pages are copied from its write-ahead log.
 */
final class IndexFile {
  static final String NAME = "search.db";

  /** What the tables and the tokens in them are like; an index of another one is made anew. */
  private static final int VERSION = 2;

  /** "Prls". */
  private static final int APPLICATION_ID = 0x50726c73;

  private static final int BUSY_MILLIS = 5_000;
  private static final int CHECKPOINT_PAGES = 4_000;
  private static final int WAL_BYTES = 16 << 20;
  private static final int WRITER_CACHE = -16_384;
  private static final int READER_CACHE = -8_192;

  private static final List<String> TABLES =
      List.of(
          // One row: which log this is the index of, and up to which event.
          "CREATE TABLE place (log TEXT NOT NULL, position INTEGER NOT NULL) STRICT",
          // The parts there are; unclean: words of messages that are gone may be left in it.
          "CREATE TABLE part (number INTEGER PRIMARY KEY, unclean INTEGER NOT NULL DEFAULT 0)"
              + " STRICT",
          "PRAGMA application_id = " + APPLICATION_ID,
          "PRAGMA user_version = " + VERSION);

  private final Path path;

  IndexFile(Path folder) {
    path = folder.resolve(NAME);
  }

  Path path() {
    return path;
  }

  /** Takes the file away, with what SQLite keeps beside it. Nobody may have it open. */
  void remove() throws IOException {
    for (String suffix : List.of("-wal", "-shm", "-journal", "")) {
      Files.deleteIfExists(path.resolveSibling(NAME + suffix));
    }
  }

  /** Opens it for writing; one that is not there is made. */
  Connection writer() throws SQLException, IOException {
    try {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // It goes on.
    }
    SQLiteConfig config = config(WRITER_CACHE);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    config.setJournalSizeLimit(WAL_BYTES);
    config.setWalAutocheckpoint(CHECKPOINT_PAGES);
    config.setPragma(Pragma.SECURE_DELETE, "true");
    return config.createConnection(url());
  }

  Connection reader() throws SQLException {
    Connection connection = config(READER_CACHE).createConnection(url());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    }
    return connection;
  }

  private static SQLiteConfig config(int cache) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(cache);
    config.setTempStore(TempStore.MEMORY);
    config.setGetGeneratedKeys(false);
    return config;
  }

  private String url() {
    return "jdbc:sqlite:" + path.toUri();
  }

  /**
   * Whether this is an index of a log up to one of its events, as this version writes it.
   *
   * @param last the log's newest event
   */
  static boolean belongs(Connection writer, String log, long last) throws SQLException {
    if (number(writer, "PRAGMA application_id") != APPLICATION_ID
        || number(writer, "PRAGMA user_version") != VERSION) {
      return false;
    }
    try (Statement statement = writer.createStatement();
        ResultSet row = statement.executeQuery("SELECT log, position FROM place")) {
      return row.next() && row.getString(1).equals(log) && row.getLong(2) <= last;
    }
  }

  /** Makes the tables in a file that is empty. */
  static void create(Connection writer, String log) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      for (String sql : TABLES) {
        statement.execute(sql);
      }
      try (var insert = writer.prepareStatement("INSERT INTO place VALUES (?, 0)")) {
        insert.setString(1, log);
        insert.executeUpdate();
      }
      statement.execute("COMMIT");
    }
  }

  /** The first column of all rows. */
  static List<Long> numbers(Connection connection, String sql) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
    }
    return numbers;
  }

  /** The first column of the first row, 0 where there is none. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
