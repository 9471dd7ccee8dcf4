package parley.server.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.BiConsumer;
import parley.server.logfile.Schema;

/**
 * Looks whether retention erased what it says that it has erased, and nothing else: up to where the
 * table {@code erasure} says, no text is left, and beyond it only edits and deletions took any.
 */
final class ErasingCheck {
  private static final String BEYOND_FLOOR =
      """
      SELECT count(*) FROM log.erasure LEFT JOIN log.floor USING (place)
      WHERE floor.seq IS NULL OR erasure.seq > floor.seq OR erasure.seq < 0\
      """;

  private static final String PLACES =
      """
      SELECT place, ifnull(erasure.seq, 0), floor.seq
      FROM log.floor LEFT JOIN log.erasure USING (place) ORDER BY place\
      """;

  private static final String OF_ROOM = "room = ?1";
  private static final String OF_REST =
      "(room IS NULL OR room NOT IN (SELECT place FROM log.floor)) AND ?1 = ''";

  private static final String LEFT =
      "SELECT count(*) FROM log.event WHERE kind = 'said' AND :place AND seq <= ?2 AND body NOT"
          + " NULL";

  /** Before a room had a floor of its own, its messages were erased with the rest. */
  private static final String TOO_EARLY =
      """
      SELECT count(*) FROM log.event
      WHERE kind = 'said' AND :place AND seq > ?2 AND seq <= ?3 AND body IS NULL
        AND latest IS NULL AND deleted IS NULL
        AND seq > ifnull((SELECT seq FROM log.erasure WHERE place = ''), 0)\
      """;

  private final Connection connection;
  private final BiConsumer<Long, String> found;

  ErasingCheck(Connection connection, BiConsumer<Long, String> found) {
    this.connection = connection;
    this.found = found;
  }

  void run() throws SQLException {
    if (Schema.number(connection, BEYOND_FLOOR) > 0) {
      found.accept(null, "the table erasure goes beyond what retention took");
    }
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PLACES)) {
      while (row.next()) {
        look(row.getString(1), row.getLong(2), row.getLong(3));
      }
    }
  }

  private void look(String place, long done, long floor) throws SQLException {
    String where = place.isEmpty() ? OF_REST : OF_ROOM;
    long left = count(LEFT.replace(":place", where), place, done);
    if (left > 0) {
      found.accept(
          null,
          "the table erasure says that texts are erased which are there (%d)".formatted(left));
    }
    long early = count(TOO_EARLY.replace(":place", where), place, done, floor);
    if (early > 0) {
      found.accept(
          null, "the table erasure lacks texts that retention has erased (%d)".formatted(early));
    }
  }

  private long count(String query, Object... values) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
