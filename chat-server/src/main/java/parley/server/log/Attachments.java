package parley.server.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import parley.server.state.Change;

/**
 * Which messages tell of which files: a row is made with its message and goes with it, whatever
 * takes that. Used by the writer alone, under its lock.
 */
final class Attachments {
  private static final String ADD =
      "INSERT INTO attachment(seq, person, sha256, size) VALUES (?, ?, ?, ?)";
  private static final String REMOVE = "DELETE FROM attachment WHERE seq = ? RETURNING sha256";

  /** Of all files, each counted once however many messages tell of it. */
  static final String BYTES =
      "SELECT ifnull(sum(size), 0) FROM (SELECT DISTINCT sha256, size FROM attachment)";

  static final String BYTES_OF =
      """
      SELECT ifnull(sum(size), 0) FROM
        (SELECT DISTINCT sha256, size FROM attachment WHERE person = ?)\
      """;

  static final String REFERS = "SELECT 1 FROM attachment WHERE sha256 = ? LIMIT 1";

  static final String FILES =
      """
      SELECT sha256, max(size), count(*) FROM attachment
      WHERE sha256 > ? GROUP BY sha256 ORDER BY sha256 LIMIT ?\
      """;

  private final Statements sql;

  /** What lost a message in this transaction. */
  private final Set<String> removed = new LinkedHashSet<>();

  Attachments(Statements sql) {
    this.sql = sql;
  }

  /** A transaction begins; what the one before left, if it was rolled back, is forgotten. */
  void begin() {
    removed.clear();
  }

  /**
   * @param seq the message's number
   */
  void add(long seq, Change.Said said) throws SQLException {
    if (said.file() != null) {
      sql.run(ADD, seq, said.person(), said.file().sha256(), said.file().size());
    }
  }

  /** The message is no more; it need not have had a file. */
  void remove(long seq) throws SQLException {
    try (ResultSet row = sql.bound(REMOVE, seq).executeQuery()) {
      while (row.next()) {
        removed.add(row.getString(1));
      }
    }
  }

  /** The digests of files that this transaction took the last message from. */
  List<String> released() throws SQLException {
    List<String> released = new ArrayList<>();
    for (String sha256 : removed) {
      try (ResultSet row = sql.bound(REFERS, sha256).executeQuery()) {
        if (!row.next()) {
          released.add(sha256);
        }
      }
    }
    return released;
  }
}
