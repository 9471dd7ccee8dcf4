package parley.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The known thing that the server's commits are held against: SQLite by itself on the same disk,
 * one thread, one table with one index, the server's settings, and as many rows a transaction as
 * the server put into one.
 */
final class BareSqlite {
  /**
   * @param commit milliseconds of one transaction
   */
  record Figures(int batch, double rows, Result.Latency commit) {}

  private BareSqlite() {}

  /**
   * @param synced whether every transaction is synced ({@code synchronous=FULL})
   */
  static Figures run(Path file, boolean synced, int batch, int size, Duration window)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(synced ? SynchronousMode.FULL : SynchronousMode.NORMAL);
    config.setWalAutocheckpoint(4_000);
    config.setCacheSize(-8_192);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    config.setGetGeneratedKeys(false);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
      try (var statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER, room TEXT, person TEXT,"
                + " body TEXT)");
        statement.execute("CREATE INDEX event_room ON event(room)");
      }
      connection.setAutoCommit(false);
      return insert(connection, batch, new Text(size).example(), window);
    }
  }

  private static Figures insert(Connection connection, int batch, String text, Duration window)
      throws SQLException {
    Histogram micros = new Histogram(3);
    long rows = 0;
    long began = System.nanoTime();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?, ?, ?)")) {
      for (long now = began; now - began < window.toNanos(); now = System.nanoTime()) {
        for (int i = 0; i < batch; i++) {
          insert.setLong(1, ++rows);
          insert.setLong(2, System.currentTimeMillis());
          insert.setString(3, "commit" + rows % 100);
          insert.setString(4, "g" + rows % 100);
          insert.setString(5, text);
          insert.executeUpdate();
        }
        connection.commit();
        micros.recordValue((System.nanoTime() - now) / 1000);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Figures(batch, rows / seconds, Result.Latency.of(micros));
  }
}
