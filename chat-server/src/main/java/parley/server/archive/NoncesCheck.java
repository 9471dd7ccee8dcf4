package parley.server.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.BiConsumer;

/**
 * Compares the nonces of a log with those that its events bear: each is its event's own, and all
 * are there that were not kept long enough to be forgotten. One that is missing would let a message
 * that is sent again be said twice.
 */
final class NoncesCheck {
  private static final String COLUMNS = "seq, at, person, nonce, content";

  /** Of an event whose body is gone nobody knows the nonce; who sent it, and when, is known. */
  private static final String WRONG =
      """
      SELECT n.seq FROM (SELECT %1$s FROM log.nonce EXCEPT SELECT %1$s FROM main.nonce) n
      LEFT JOIN log.event e USING (seq)
      WHERE NOT ifnull(n.seq > ? AND e.body IS NULL AND n.content = ''
        AND e.at = n.at AND e.person = n.person, 0)
      ORDER BY n.seq\
      """
          .formatted(COLUMNS);

  /** A nonce that was used again, after it could have been forgotten, is the newer event's. */
  private static final String MISSING =
      """
      SELECT seq FROM main.nonce m
      WHERE seq > ? AND seq NOT IN (SELECT seq FROM log.nonce) AND NOT EXISTS (
        SELECT 1 FROM log.nonce n
        WHERE n.person = m.person AND n.nonce = m.nonce AND n.seq > m.seq)
      ORDER BY seq\
      """;

  private final Connection connection;
  private final long forgotten;
  private final BiConsumer<Long, String> found;

  /**
   * @param connection with the log, and with the tables that its events make as {@code main}
   * @param forgotten nonces up to this event's were forgotten
   */
  NoncesCheck(Connection connection, long forgotten, BiConsumer<Long, String> found) {
    this.connection = connection;
    this.forgotten = forgotten;
    this.found = found;
  }

  void run() throws SQLException {
    each(WRONG, "the nonce of event %d is not the one that was sent");
    each(MISSING, "the nonce of event %d is missing: sent again, it would be said again");
  }

  private void each(String query, String text) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setLong(1, forgotten);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.accept(row.getLong(1), text.formatted(row.getLong(1)));
        }
      }
    }
  }
}
