package parley.server.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Up to which number retention took what was said, by folded room.
 *
 * @param rest of all rooms that have none of their own, and of talks between people
 */
record Floors(Map<String, Long> own, long rest) {
  static Floors read(Connection connection, String schema) throws SQLException {
    Map<String, Long> own = new TreeMap<>();
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT place, seq FROM " + schema + ".floor")) {
      while (row.next()) {
        own.put(row.getString(1), row.getLong(2));
      }
    }
    Long rest = own.remove("");
    return new Floors(own, rest == null ? 0 : rest);
  }

  /**
   * @param room folded, or null for talks
   */
  long of(String room) {
    return room == null ? rest : own.getOrDefault(room, rest);
  }
}
