package parley.server.logfile;

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
public final class VerifiedRows {
  private static final String COLUMNS = EventRow.COLUMNS + ", digest";

  public static final String ROW = "SELECT " + COLUMNS + " FROM event WHERE seq = ?";

  /** Another statement, for a look at a row while the first one's is open. */
  private static final String BEFORE = ROW + " LIMIT 1";

  private static final String DIGEST = "SELECT digest FROM event WHERE seq = ?";

  private final Statements sql;
  private final DamagedEvents damage;
  private final Chain chain = new Chain();
  private final Gaps gaps;

  /** The row that was looked at last: the next one is often the one after it. */
  private long lastSeq;

  private byte[] lastDigest = Chain.start();

  public VerifiedRows(Statements sql, DamagedEvents damage) {
    this.sql = sql;
    this.damage = damage;
    gaps = new Gaps(sql);
  }

  /** The event of a number; null where there is none, or where it can't be trusted. */
  public EventRow row(long seq) throws SQLException {
    try (ResultSet found = sql.bound(ROW, seq).executeQuery()) {
      if (!found.next()) {
        return null;
      }
      EventRow row = EventRow.from(found);
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

  private boolean holds(EventRow row, byte[] digest) throws SQLException {
    boolean content = row.erased() || chain.holdsContent(row);
    if (content && (follows(digestOf(row.seq() - 1), row, digest) || followsAnew(row, digest))) {
      lastSeq = row.seq();
      lastDigest = digest;
      return true;
    }
    return false;
  }

  private boolean follows(byte[] before, EventRow row, byte[] digest) {
    return before != null && Arrays.equals(chain.digest(before, row), digest);
  }

  /** The row before may be the damaged one: only its digest, which can be made again. */
  private boolean followsAnew(EventRow row, byte[] digest) throws SQLException {
    long seq = row.seq() - 1;
    byte[] beforeIt = digestOf(seq - 1);
    try (ResultSet found = sql.bound(BEFORE, seq).executeQuery()) {
      return beforeIt != null
          && found.next()
          && follows(chain.digest(beforeIt, EventRow.from(found)), row, digest);
    }
  }

  /** Null where there is no such event, also none that was taken out. */
  private byte[] digestOf(long seq) throws SQLException {
    if (seq <= 0) {
      return seq == 0 ? Chain.start() : null;
    }
    if (seq == lastSeq) {
      return lastDigest;
    }
    try (ResultSet found = sql.bound(DIGEST, seq).executeQuery()) {
      return found.next() ? found.getBytes(1) : gaps.digest(seq);
    }
  }
}
