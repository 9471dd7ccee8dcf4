package parley.server.logfile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many bytes of files there are, in all and by who sent them; a file counts once for each. Kept
 * in memory: anybody may ask as often as they like to send a file, and counting takes a second for
 * a million. Changed by the writer under its lock, read on any thread.
 */
public final class FileBytes {
  /** Stands for everybody; no person's id is empty. */
  public static final String ALL = "";

  static final String SUMS =
      """
      SELECT person, sum(size) FROM (SELECT DISTINCT person, sha256, size FROM attachment)
      GROUP BY person\
      """;

  public static final String SUM =
      "SELECT sum(size) FROM (SELECT DISTINCT sha256, size FROM attachment)";

  private final Map<String, Long> bytes = new ConcurrentHashMap<>();

  /** Counts what is there. */
  public FileBytes(Statements sql) throws SQLException {
    try (ResultSet row = sql.get(SUM).executeQuery()) {
      row.next();
      add(ALL, row.getLong(1));
    }
    try (ResultSet row = sql.get(SUMS).executeQuery()) {
      while (row.next()) {
        // Null where a disk has turned a bit: nobody is kept from starting by that.
        if (row.getString(1) != null) {
          add(row.getString(1), row.getLong(2));
        }
      }
    }
  }

  public long of(String person) {
    return bytes.getOrDefault(person, 0L);
  }

  void add(String person, long more) {
    bytes.compute(
        person,
        (_, there) -> {
          long sum = (there == null ? 0 : there) + more;
          return sum == 0 ? null : sum;
        });
  }
}
