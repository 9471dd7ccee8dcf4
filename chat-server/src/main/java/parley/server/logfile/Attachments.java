package parley.server.logfile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.server.state.Change;

/**
 * Which messages tell of which files: a row is made with its message and goes with it, whatever
 * takes that. Used by the writer alone, under its lock.
 */
public final class Attachments {
  private static final String ADD =
      "INSERT INTO attachment(seq, person, sha256, size) VALUES (?, ?, ?, ?)";
  private static final String REMOVE =
      "DELETE FROM attachment WHERE seq = ? RETURNING person, sha256, size";

  public static final String REFERS = "SELECT 1 FROM attachment WHERE sha256 = ? LIMIT 1";

  private static final String COUNTED =
      "SELECT 1 FROM attachment WHERE sha256 = ? AND size = ? LIMIT 1";
  private static final String COUNTED_OF =
      "SELECT 1 FROM attachment WHERE person = ? AND sha256 = ? AND size = ? LIMIT 1";

  public static final String FILES =
      """
      SELECT sha256, max(size), count(*), max(seq) FROM attachment
      WHERE sha256 > ? GROUP BY sha256 ORDER BY sha256 LIMIT ?\
      """;

  private final Statements sql;

  /** What lost a message in this transaction. */
  private final Set<String> removed = new LinkedHashSet<>();

  /** By how much {@link FileBytes} changes with this transaction. */
  private final Map<String, Long> more = new HashMap<>();

  public Attachments(Statements sql) {
    this.sql = sql;
  }

  /** A transaction begins; what the one before left, if it was rolled back, is forgotten. */
  public void begin() {
    removed.clear();
    more.clear();
  }

  /**
   * @param seq the message's number
   */
  public void add(long seq, Change.Said said) throws SQLException {
    if (said.file() != null) {
      count(said.person(), said.file().sha256(), said.file().size(), 1);
      sql.run(ADD, seq, said.person(), said.file().sha256(), said.file().size());
    }
  }

  /** The message is no more; it need not have had a file. */
  public void remove(long seq) throws SQLException {
    try (ResultSet row = sql.bound(REMOVE, seq).executeQuery()) {
      // SQLite has deleted it before it returns it.
      if (row.next()) {
        String person = row.getString(1);
        String sha256 = row.getString(2);
        // Null where a disk has turned a bit; a message can be deleted all the same.
        if (person != null && sha256 != null) {
          removed.add(sha256);
          count(person, sha256, row.getLong(3), -1);
        }
      }
    }
  }

  /** A file that no other row tells of counts. */
  private void count(String person, String sha256, long size, int sign) throws SQLException {
    if (!isThere(COUNTED, sha256, size)) {
      more.merge(FileBytes.ALL, sign * size, Long::sum);
    }
    if (!isThere(COUNTED_OF, person, sha256, size)) {
      more.merge(person, sign * size, Long::sum);
    }
  }

  private boolean isThere(String select, Object... values) throws SQLException {
    try (ResultSet row = sql.bound(select, values).executeQuery()) {
      return row.next();
    }
  }

  /** The digests of files that this transaction took the last message from. */
  public List<String> released() throws SQLException {
    List<String> released = new ArrayList<>();
    for (String sha256 : removed) {
      if (!isThere(REFERS, sha256)) {
        released.add(sha256);
      }
    }
    return released;
  }

  /** The transaction is committed. */
  public void committed(FileBytes bytes) {
    more.forEach(bytes::add);
  }
}
