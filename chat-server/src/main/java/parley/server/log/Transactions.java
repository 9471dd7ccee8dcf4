package parley.server.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import parley.server.logfile.Statements;

/**
 * Transactions of the one connection that writes: done and synced, surely rolled back, or unknown,
 * after which there is no other. For one thread at a time.
 */
public final class Transactions {
  private static final String BEGIN = "BEGIN IMMEDIATE";
  private static final String COMMIT = "COMMIT";

  private final Connection connection;
  private final Statements sql;
  private boolean unknown;

  public Transactions(Connection connection, Statements sql) {
    this.connection = connection;
    this.sql = sql;
  }

  /** Somebody else found that a sync failed. */
  public void distrust() {
    unknown = true;
  }

  /** Whether a write's outcome is unknown: SQLite is to be left as it is then. */
  public boolean unknown() {
    return unknown;
  }

  public interface Work {
    void run() throws SQLException;
  }

  /**
   * Durable when this returns.
   *
   * @param last the newest event's number before it, by which a rollback is recognized
   */
  public void run(long last, Work work) throws RolledBackException, OutcomeUnknownException {
    if (unknown) {
      throw new OutcomeUnknownException("An earlier write to the log failed.", null);
    }
    try {
      sql.get(BEGIN).execute();
      work.run();
    } catch (SQLException | RuntimeException e) {
      if (isFailedSync(e)) {
        throw unknown(e);
      }
      throw rolledBack(e, last);
    }
    try {
      sql.get(COMMIT).execute();
    } catch (SQLException e) {
      if (isSurelyUncommitted(e)) {
        throw rolledBack(e, last);
      }
      throw unknown(e);
    }
  }

  private OutcomeUnknownException unknown(Exception cause) {
    unknown = true;
    return new OutcomeUnknownException(sentence("The log can't be synced", cause), cause);
  }

  /** Before a commit, too, SQLite syncs: the head of a -wal that it begins anew. */
  public static boolean isFailedSync(Exception e) {
    return e instanceof SQLiteException sqlite
        && switch (sqlite.getResultCode()) {
          case SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC -> true;
          default -> false;
        };
  }

  /**
   * A disk that is full or can only be read, and a quota that is used up, show when the -wal is
   * written, before its sync, and the last frame written is the one that makes a commit; a busy
   * file is one that no frame was written to.
   */
  private static boolean isSurelyUncommitted(SQLException e) {
    return e instanceof SQLiteException sqlite
        && switch (sqlite.getResultCode()) {
          case SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_READONLY, SQLITE_BUSY -> true;
          default -> false;
        };
  }

  private RolledBackException rolledBack(Exception cause, long last)
      throws OutcomeUnknownException {
    sql.renew();
    try (var statement = connection.createStatement()) {
      try {
        statement.execute("ROLLBACK");
      } catch (SQLException e) {
        // SQLite may have done it by itself; whether it has is asked next.
      }
      statement.execute("BEGIN");
      try (ResultSet row = statement.executeQuery("SELECT max(seq) FROM event")) {
        if (row.next() && row.getLong(1) != last) {
          throw new SQLException("event " + row.getLong(1) + " is there");
        }
      }
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      unknown = true;
      cause.addSuppressed(e);
      throw new OutcomeUnknownException(sentence("The log can't be rolled back", cause), cause);
    }
    return new RolledBackException(sentence("The log can't be written", cause), cause);
  }

  private static String sentence(String what, Exception cause) {
    boolean full =
        cause instanceof SQLiteException sqlite
            && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    return what + (full ? ": the disk is full." : " (" + cause.getMessage() + ").");
  }
}
