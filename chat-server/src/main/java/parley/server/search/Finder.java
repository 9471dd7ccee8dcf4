package parley.server.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;

/** One connection that reads the index. For one search at a time; ended by {@link #stop}. */
final class Finder implements AutoCloseable {
  private final Connection connection;
  private final long generation;

  /** Guarded by this; so that a late {@link #stop} does not hit the next search. */
  private long running;

  private long searches;
  private boolean stopped;

  Finder(Connection connection, long generation) {
    this.connection = connection;
    this.generation = generation;
  }

  long generation() {
    return generation;
  }

  /**
   * What was found.
   *
   * @param whole false where the search was stopped before it had looked everywhere
   */
  record Found(List<Long> seqs, boolean whole) {}

  /** Begins a search and names it for {@link #stop}. */
  synchronized long begin() {
    stopped = false;
    searches++;
    running = searches;
    return running;
  }

  synchronized void end() {
    running = 0;
  }

  /** Stops a search, if it is the one under way. On any thread. */
  synchronized void stop(long search) throws SQLException {
    if (running == search) {
      stopped = true;
      connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * The newest messages for an expression of FTS5.
   *
   * @param from inclusive
   * @param to inclusive
   */
  Found find(String expression, long from, long to, int limit) throws SQLException {
    List<Long> seqs = new ArrayList<>();
    try {
      for (long part : parts(from, to)) {
        if (isStopped()) {
          return new Found(seqs, false);
        }
        find(expression, part, from, to, limit, seqs);
        if (seqs.size() >= limit) {
          break;
        }
      }
      return new Found(seqs, true);
    } catch (SQLException e) {
      if (isStopped() && !Indexer.isCorrupt(e)) {
        return new Found(seqs, false);
      }
      throw e;
    }
  }

  private void find(String expression, long part, long from, long to, int limit, List<Long> seqs)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(Part.find(part))) {
      select.setString(1, expression);
      select.setLong(2, from);
      select.setLong(3, to);
      select.setLong(4, limit - seqs.size());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          seqs.add(row.getLong(1));
        }
      }
    }
  }

  /** Those that may hold a number of the range, newest first. */
  private List<Long> parts(long from, long to) throws SQLException {
    List<Long> parts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT number FROM part ORDER BY number DESC")) {
      while (row.next()) {
        long part = row.getLong(1);
        if (part >= Part.of(from) && part <= Part.of(to)) {
          parts.add(part);
        }
      }
    }
    return parts;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
