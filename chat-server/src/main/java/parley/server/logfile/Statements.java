package parley.server.logfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection's prepared statements, each made when it is first asked for, and kept. */
public final class Statements {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  public Statements(Connection connection) {
    this.connection = connection;
  }

  public PreparedStatement get(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /** Binds the values in their order; Long, String, byte[] or null. */
  public PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = get(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /**
   * @return how many rows it changed
   */
  public int run(String sql, Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  /** After any error: the driver finalizes a statement that failed, and it can't be used again. */
  public void renew() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        // Closing tells once more of the error that was told already.
      }
    }
    prepared.clear();
  }
}
