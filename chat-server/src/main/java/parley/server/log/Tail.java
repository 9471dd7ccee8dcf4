package parley.server.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import parley.server.logfile.EventBody;
import parley.server.logfile.Schema;
import parley.server.state.Entry;

/**
 * Reads the whole log from one event to the next, whoever may see them, by a connection of its own:
 * for one thread that follows the log, and that neither readers nor the writer wait for.
 */
public final class Tail implements AutoCloseable {
  static final String NEXT =
      "SELECT seq, at, body FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?";

  private final Connection connection;
  private final PreparedStatement next;

  Tail(Connection connection) throws SQLException {
    this.connection = connection;
    next = connection.prepareStatement(NEXT);
  }

  /**
   * The events of {@code (after, upTo]} whose content is not erased.
   *
   * @param most events, and {@code maxBytes} of theirs; one is read whatever its size
   * @return where it ends may be below {@code upTo}: read on
   */
  public Page after(long after, long upTo, int most, int maxBytes) {
    List<Entry> entries = new ArrayList<>();
    int rows = 0;
    long bytes = 0;
    long end = after;
    try {
      next.setLong(1, after);
      next.setLong(2, upTo);
      next.setInt(3, most);
      try (ResultSet row = next.executeQuery()) {
        while (bytes < maxBytes && row.next()) {
          rows++;
          end = row.getLong(1);
          byte[] body = row.getBytes(3);
          if (body != null) {
            bytes += body.length;
            entries.add(new Entry(end, row.getLong(2), EventBody.read(body)));
          }
        }
      }
    } catch (SQLException e) {
      throw new UncheckedIOException(
          new IOException("The log can't be read (" + e.getMessage() + ").", e));
    }
    boolean all = rows < most && bytes < maxBytes;
    return new Page(entries, all ? upTo : end);
  }

  /** Bytes of the log's file that hold nothing, and that are used before it grows. */
  public long reusable() {
    try {
      return Schema.number(connection, "PRAGMA freelist_count")
          * Schema.number(connection, "PRAGMA page_size");
    } catch (SQLException e) {
      throw new UncheckedIOException(
          new IOException("The log can't be read (" + e.getMessage() + ").", e));
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
