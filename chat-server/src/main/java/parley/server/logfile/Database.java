package parley.server.logfile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import parley.server.config.Settings.Durability;
import parley.server.config.UserError;

/** How the file is opened: the settings that the log's promises rest on. */
public final class Database {
  private static final int BUSY_MILLIS = 5_000;

  /**
   * Pages of 4 KiB in the -wal after which a commit copies them into the file. Four times SQLite's
   * own: the inner pages of the indexes change with every event and are copied that much less
   * often. Tests set fewer, so that a short run has many checkpoints.
   */
  private static final int CHECKPOINT_PAGES =
      Integer.getInteger("parley.log.checkpoint-pages", 4_000);

  /** Bytes that the -wal may keep when it has been copied. */
  private static final int WAL_BYTES = 64 << 20;

  /** A connection's own cache, in KiB; SQLite takes a negative number for that. */
  private static final int CACHE = -8_192;

  /** Before it, the WAL could be corrupted when a checkpoint met a write (sqlite.org/wal.html). */
  private static final int[] LEAST_VERSION = {3, 51, 2};

  private Database() {}

  public static Connection writer(Path file, Durability durability) throws SQLException {
    SQLiteConfig config = config();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(synchronous(durability));
    config.setJournalSizeLimit(WAL_BYTES);
    config.setWalAutocheckpoint(CHECKPOINT_PAGES);
    config.setPragma(Pragma.SECURE_DELETE, "true");
    return open(config, url(file), file);
  }

  public static Connection reader(Path file) throws SQLException {
    Connection connection = open(config(), url(file), file);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    }
    return connection;
  }

  /** For a file that another process may use: nothing of it is changed. */
  public static Connection readOnly(Path file) throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return open(config, url(file), file);
  }

  /** For a file that nobody else uses, in whatever journal mode it is. */
  public static Connection plain(Path file) throws SQLException {
    return open(config(), url(file), file);
  }

  /** An empty database in memory, and a file beside it as the schema {@code log}, to be read. */
  public static Connection beside(Path file) throws SQLException {
    Connection connection = open(config(), "jdbc:sqlite:file::memory:", file);
    try (var attach = connection.prepareStatement("ATTACH ? AS log")) {
      attach.setString(1, file.toUri() + "?mode=ro");
      attach.execute();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** With SQLite's own code loaded; a failure of that has its sentence as {@code cause}. */
  private static Connection open(SQLiteConfig config, String url, Path file) throws SQLException {
    try {
      NativeLibrary.load(file.toAbsolutePath().getParent());
    } catch (UserError e) {
      throw new SQLException(e.getMessage(), e);
    }
    return config.createConnection(url);
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(CACHE);
    config.setTempStore(TempStore.MEMORY);
    // Otherwise every insert is followed by a query for the row's number.
    config.setGetGeneratedKeys(false);
    return config;
  }

  /**
   * FULL syncs the -wal with every commit; NORMAL before it is copied into the file, so that a
   * power cut loses the newest commits and nothing worse.
   */
  private static SynchronousMode synchronous(Durability durability) {
    return switch (durability) {
      case DISK -> SynchronousMode.FULL;
      case OS -> SynchronousMode.NORMAL;
    };
  }

  /** As a URI: a plain path would be cut at its first question mark. */
  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }

  /** Refuses to run where the promises could not be kept. */
  public static void check(Connection writer, Path file, Durability durability)
      throws SQLException, UserError {
    String version = text(writer, "SELECT sqlite_version()");
    if (!isEnough(version)) {
      throw new UserError(
          "SQLite " + version + " has faults that lose data; Parley needs 3.51.2 or later.");
    }
    if (!text(writer, "PRAGMA journal_mode").equals("wal")
        || Schema.number(writer, "PRAGMA synchronous") != (durability == Durability.DISK ? 2 : 1)
        || Schema.number(writer, "PRAGMA secure_delete") != 1) {
      throw new UserError(
          "The file system of " + file + " can't keep a write-ahead log; use a local disk.");
    }
  }

  public static boolean isEnough(String version) {
    String[] parts = version.split("\\.");
    for (int i = 0; i < LEAST_VERSION.length; i++) {
      int part = i < parts.length ? Integer.parseInt(parts[i]) : 0;
      if (part != LEAST_VERSION[i]) {
        return part > LEAST_VERSION[i];
      }
    }
    return true;
  }

  /** The first column of the first row, empty where there is none. */
  public static String text(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
