package parley.server.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Reads rows of the table {@code event} and gives out those only that are what was written: a disk
 * that turned a bit must not put words into anybody's mouth. Each row is checked against its
 * digests and the row before it, some microseconds a row. For one thread at a time.
 */
final class Trusted {
  private static final String COLUMNS = Row.COLUMNS + ", digest";

  static final String ROW = "SELECT " + COLUMNS + " FROM event WHERE seq = ?";

  /** Another statement, for a look at a row while the first one's is open. */
  private static final String BEFORE = ROW + " LIMIT 1";

  private static final String DIGEST = "SELECT digest FROM event WHERE seq = ?";

  private final Statements sql;
  private final Damage damage;
  private final Chain chain = new Chain();

  /** The row that was looked at last: the next one is often the one after it. */
  private long lastSeq;

  private byte[] lastDigest = Chain.START;

  Trusted(Statements sql, Damage damage) {
    this.sql = sql;
    this.damage = damage;
  }

  /** The event of a number; null where there is none, or where it can't be trusted. */
  Row row(long seq) throws SQLException {
    try (ResultSet found = sql.bound(ROW, seq).executeQuery()) {
      if (!found.next()) {
        return null;
      }
      Row row = Row.from(found);
      if (holds(row, found.getBytes(10))) {
        return row;
      }
    } catch (SQLiteException e) {
      if (e.getResultCode() != SQLiteErrorCode.SQLITE_CORRUPT) {
        throw e;
      }
      sql.renew();
    }
    damage.found(seq);
    return null;
  }

  private boolean holds(Row row, byte[] digest) throws SQLException {
    boolean content = row.erased() || chain.holdsContent(row);
    if (content && (follows(digestOf(row.seq() - 1), row, digest) || followsAnew(row, digest))) {
      lastSeq = row.seq();
      lastDigest = digest;
      return true;
    }
    return false;
  }

  private boolean follows(byte[] before, Row row, byte[] digest) {
    return before != null && Arrays.equals(chain.digest(before, row), digest);
  }

  /** The row before may be the damaged one: only its digest, which can be made again. */
  private boolean followsAnew(Row row, byte[] digest) throws SQLException {
    long seq = row.seq() - 1;
    byte[] beforeIt = digestOf(seq - 1);
    try (ResultSet found = sql.bound(BEFORE, seq).executeQuery()) {
      return beforeIt != null
          && found.next()
          && follows(chain.digest(beforeIt, Row.from(found)), row, digest);
    }
  }

  /** Null where there is no such row. */
  private byte[] digestOf(long seq) throws SQLException {
    if (seq <= 0) {
      return seq == 0 ? Chain.START : null;
    }
    if (seq == lastSeq) {
      return lastDigest;
    }
    try (ResultSet found = sql.bound(DIGEST, seq).executeQuery()) {
      return found.next() ? found.getBytes(1) : null;
    }
  }
}
