package parley.server.log;

import java.sql.SQLException;

/** Makes a log's disk full, as far as SQLite can tell. */
public final class FullDisk {
  private static final long NO_BOUND = 1 << 20;

  private FullDisk() {}

  /** From now on the log's file can't grow. */
  public static void fill(Log log) throws SQLException {
    log.limitPages(1);
  }

  public static void free(Log log) throws SQLException {
    log.limitPages(NO_BOUND);
  }
}
