package parley.server.logfile;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import parley.server.state.Change;
import parley.server.state.SeqRange;

/**
 * Takes the comings and goings of guests who are gone out of the tables, and leaves their digests.
 * Used by the writer alone, under its lock.
 */
final class Forgetting {
  private static final String DIGESTS =
      "SELECT digest FROM event WHERE seq >= ? AND seq <= ? ORDER BY seq";
  private static final String GAP = "INSERT INTO gap(to_seq, from_seq, digests) VALUES (?, ?, ?)";
  private static final String TAKE_OUT = "DELETE FROM event WHERE seq >= ? AND seq <= ?";
  private static final String NO_MEMBERSHIPS = "DELETE FROM membership WHERE person = ?";
  private static final String NO_MARKS = "DELETE FROM readmark WHERE person = ?";
  private static final String DONE = "UPDATE person SET forgotten = ? WHERE id = ?";
  private static final String GONE = "DELETE FROM person WHERE id = ?";

  private final Statements sql;

  Forgetting(Statements sql) {
    this.sql = sql;
  }

  /** Within the caller's transaction. */
  void apply(long seq, Change.Forgotten change) throws SQLException {
    for (SeqRange run : change.events()) {
      sql.run(GAP, run.to(), run.from(), digests(run));
      sql.run(TAKE_OUT, run.from(), run.to());
    }
    for (String person : change.people()) {
      sql.run(NO_MEMBERSHIPS, person);
      sql.run(NO_MARKS, person);
      if (!change.more() || !person.equals(change.people().getLast())) {
        sql.run(DONE, seq, person);
      }
    }
    for (String person : change.gone()) {
      sql.run(GONE, person);
    }
  }

  private byte[] digests(SeqRange run) throws SQLException {
    ByteArrayOutputStream digests = new ByteArrayOutputStream();
    try (ResultSet row = sql.bound(DIGESTS, run.from(), run.to()).executeQuery()) {
      while (row.next()) {
        digests.writeBytes(row.getBytes(1));
      }
    }
    return digests.toByteArray();
  }
}
