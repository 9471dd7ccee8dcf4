package parley.server.logfile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The few facts beside the events, such as the log's id: the table {@code meta}. One of them is a
 * sum over the others, so that a change of theirs shows too.
 */
public final class Meta {
  /**
   * Up to which event's nonce the nonces were forgotten, because they had been kept long enough.
   */
  public static final String FORGOTTEN = "nonce.forgotten";

  /** The least number that a new person may have, where it is not the one after the last. */
  public static final String NEXT_PERSON = "person.next";

  /**
   * Rooms that an event up to this one made are open to guests, as all were then: who is used to
   * come to them without an account goes on to.
   */
  public static final String GUESTS_UP_TO = "rooms.guests";

  private static final String SUM = "sum";
  private static final String SET =
      """
      INSERT INTO meta(key, value) VALUES (?, ?)
      ON CONFLICT(key) DO UPDATE SET value = excluded.value\
      """;

  private Meta() {}

  /** In the caller's transaction, if there is one. */
  public static void set(Connection connection, String key, String value) throws SQLException {
    put(connection, key, value);
    seal(connection);
  }

  /** Writes the sum over what is there. */
  static void seal(Connection connection) throws SQLException {
    put(connection, SUM, sum(connection, "main"));
  }

  private static void put(Connection connection, String key, String value) throws SQLException {
    try (PreparedStatement set = connection.prepareStatement(SET)) {
      set.setString(1, key);
      set.setString(2, value);
      set.executeUpdate();
    }
  }

  /**
   * Whether the facts are those that were set.
   *
   * @param summed whether there must be a sum; earlier formats are believed where there is none
   */
  public static boolean whole(Connection connection, String schema, boolean summed)
      throws SQLException {
    String noted =
        Database.text(
            connection, "SELECT value FROM " + schema + ".meta WHERE key = '" + SUM + "'");
    return noted.isEmpty() ? !summed : noted.equals(sum(connection, schema));
  }

  /** All of them but the sum. */
  public static Map<String, String> all(Connection connection) throws SQLException {
    Map<String, String> all = new TreeMap<>();
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT key, value FROM meta")) {
      while (row.next()) {
        all.put(row.getString(1), row.getString(2));
      }
    }
    all.remove(SUM);
    return all;
  }

  /** A number that is noted; 0 where there is none. */
  public static long number(Connection connection, String schema, String key) throws SQLException {
    return Schema.number(
        connection,
        "SELECT CAST(value AS INTEGER) FROM " + schema + ".meta WHERE key = '" + key + "'");
  }

  private static String sum(Connection connection, String schema) throws SQLException {
    MessageDigest sha256 = Chain.sha256();
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT key, value FROM "
                    + schema
                    + ".meta WHERE key <> '"
                    + SUM
                    + "' ORDER BY key")) {
      while (row.next()) {
        for (int column = 1; column <= 2; column++) {
          byte[] bytes = row.getString(column).getBytes(StandardCharsets.UTF_8);
          sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
          sha256.update(bytes);
        }
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
