package parley.server.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection's prepared statements, each made when it is first asked for, and kept. */
final class Statements {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  PreparedStatement get(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /** Binds the values in their order; Long, String, byte[] or null. */
  PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = get(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  void run(String sql, Object... values) throws SQLException {
    bound(sql, values).executeUpdate();
  }

  /** After any error: the driver finalizes a statement that failed, and it can't be used again. */
  void renew() {
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
