package parley.server.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import parley.server.logfile.Attachments;
import parley.server.logfile.Statements;

/**
 * Erases the texts that retention took, in small steps: bodies and salts become NULL, the digests
 * stay, so that the chain holds; nonces stay too, without what could tell of the text; their files
 * are no longer theirs. Used by the writer alone, under its lock.
 */
final class Erasing {
  /** Numbers that one step goes over: some milliseconds of the sequencer's time. */
  private static final int STEP = 512;

  private static final String DUE =
      """
      SELECT place, floor.seq, ifnull(erasure.seq, 0)
      FROM floor LEFT JOIN erasure USING (place) WHERE floor.seq > ifnull(erasure.seq, 0) LIMIT 1\
      """;

  private static final String IN_ROOM =
      """
      SELECT seq, latest FROM event
      WHERE kind = 'said' AND room IS NOT NULL AND room = ? AND seq > ? AND seq <= ?
      ORDER BY seq LIMIT ?\
      """;

  private static final String IN_REST =
      """
      SELECT seq, latest FROM event
      WHERE seq > ? AND seq <= ? AND kind = 'said'
        AND (room IS NULL OR room NOT IN (SELECT place FROM floor))\
      """;

  private static final String ERASE =
      "UPDATE event SET body = NULL, salt = NULL WHERE seq = ? AND body IS NOT NULL";
  private static final String EMPTY = "UPDATE nonce SET content = '' WHERE seq = ?";
  private static final String DONE =
      """
      INSERT INTO erasure(place, seq) VALUES (?, ?)
      ON CONFLICT(place) DO UPDATE SET seq = excluded.seq\
      """;

  private record Due(String place, long upTo, long done) {}

  private final Statements sql;
  private final Attachments attachments;

  /** Numbers of events that are yet to be gone through in the place that is next. */
  private volatile long left;

  Erasing(Statements sql, Attachments attachments) {
    this.sql = sql;
    this.attachments = attachments;
  }

  boolean due() throws SQLException {
    Due next = next();
    left = next == null ? 0 : next.upTo() - next.done();
    return next != null;
  }

  /**
   * How many numbers of events are yet to be gone through, of the place that is next. Any thread.
   */
  long left() {
    return left;
  }

  private Due next() throws SQLException {
    try (ResultSet row = sql.get(DUE).executeQuery()) {
      return row.next() ? new Due(row.getString(1), row.getLong(2), row.getLong(3)) : null;
    }
  }

  /** Within the caller's transaction. */
  void step() throws SQLException {
    Due due = next();
    if (due == null) {
      return;
    }
    List<Long> seqs = new ArrayList<>();
    long upTo = due.place().isEmpty() ? rest(due, seqs) : room(due, seqs);
    for (long seq : seqs) {
      sql.run(ERASE, seq);
      sql.run(EMPTY, seq);
      attachments.remove(seq);
    }
    sql.run(DONE, due.place(), upTo);
  }

  /** A room's own messages are found by its index, however far apart they are. */
  private long room(Due due, List<Long> seqs) throws SQLException {
    long last = due.done();
    int count = 0;
    try (ResultSet row =
        sql.bound(IN_ROOM, due.place(), due.done(), due.upTo(), (long) STEP).executeQuery()) {
      while (row.next()) {
        last = row.getLong(1);
        count++;
        add(row, seqs);
      }
    }
    return count < STEP ? due.upTo() : last;
  }

  private long rest(Due due, List<Long> seqs) throws SQLException {
    long upTo = Math.min(due.done() + STEP, due.upTo());
    try (ResultSet row = sql.bound(IN_REST, due.done(), upTo).executeQuery()) {
      while (row.next()) {
        add(row, seqs);
      }
    }
    return upTo;
  }

  /** A message, and the edit that holds its text now. */
  private static void add(ResultSet row, List<Long> seqs) throws SQLException {
    seqs.add(row.getLong(1));
    long latest = row.getLong(2);
    if (!row.wasNull()) {
      seqs.add(latest);
    }
  }
}
