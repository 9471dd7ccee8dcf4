package parley.server.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import parley.server.logfile.Statements;

/**
 * Finds what somebody said, and whose words are to be taken back. No index tells it: the events are
 * gone through by their numbers, so many at a time. By a connection of its own, for one thread.
 */
public final class OwnWords implements AutoCloseable {
  /** Events that are gone through at once: some milliseconds. */
  static final int SCANNED = 16_384;

  static final String SAID =
      """
      SELECT seq FROM event
      WHERE seq > ? AND seq <= ? AND kind = 'said' AND person = ?
        AND (body IS NOT NULL OR latest IS NOT NULL)
      ORDER BY seq LIMIT ?\
      """;

  private static final String DUE = "SELECT person, name, seq FROM unsaying ORDER BY seq";

  private final Connection connection;
  private final Statements sql;

  OwnWords(Connection connection) {
    this.connection = connection;
    sql = new Statements(connection);
  }

  /** Somebody whose words are to go, up to an event. */
  public record Due(String person, String name, long upTo) {}

  /**
   * Messages that somebody said and that are there.
   *
   * @param after where to go on
   */
  public record Found(List<Long> messages, long after) {}

  /** Whose words are to be taken back and are not all yet. */
  public List<Due> due() {
    try (ResultSet row = sql.get(DUE).executeQuery()) {
      List<Due> due = new ArrayList<>();
      while (row.next()) {
        due.add(new Due(row.getString(1), row.getString(2), row.getLong(3)));
      }
      return due;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /**
   * What somebody said next.
   *
   * @param after the last event that was gone through, 0 at first
   * @param upTo the last one that is looked at
   * @param most messages
   */
  public Found said(String person, long after, long upTo, int most) {
    try {
      return said(sql, person, after, upTo, most);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  static Found said(Statements sql, String person, long after, long upTo, int most)
      throws SQLException {
    long end = after >= upTo ? after : Math.min(after + SCANNED, upTo);
    List<Long> messages = new ArrayList<>();
    try (ResultSet row = sql.bound(SAID, after, end, person, (long) most).executeQuery()) {
      while (row.next()) {
        messages.add(row.getLong(1));
      }
    }
    return new Found(messages, messages.size() < most ? end : messages.getLast());
  }

  private UncheckedIOException unreadable(SQLException e) {
    sql.renew();
    return new UncheckedIOException(
        new IOException("The log can't be read (" + e.getMessage() + ").", e));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
