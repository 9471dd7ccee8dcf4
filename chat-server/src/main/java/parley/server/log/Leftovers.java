package parley.server.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import parley.server.logfile.Audited;
import parley.server.logfile.Chain;
import parley.server.logfile.DamagedEvents;
import parley.server.logfile.EventBody;
import parley.server.logfile.EventRow;
import parley.server.logfile.Statements;
import parley.server.logfile.VerifiedRows;
import parley.server.state.Change;
import parley.server.state.SeqRange;

/**
 * Finds what guests who are gone left in the log and nobody can see or needs any more: their coming
 * and going, names before the last, read marks, reactions that were taken back; and of those who
 * left nothing else, that they were there. By a connection of its own, for one thread.
 */
public final class Leftovers implements AutoCloseable {
  /** Never the newest guest: the next one's number follows from theirs. */
  private static final String PEOPLE =
      """
      SELECT id FROM person
      WHERE expired IS NOT NULL AND forgotten IS NULL AND expired <= ?
        AND number < (SELECT max(number) FROM person)
      ORDER BY expired LIMIT ?\
      """;

  private static final String DEEDS =
      """
      SELECT seq FROM event
      WHERE kind <> 'said' AND person IS NOT NULL AND person = ? ORDER BY seq\
      """;

  private static final String MADE_ROOM = "SELECT 1 FROM room WHERE made = ?";

  private static final String REACTION =
      "SELECT 1 FROM reaction WHERE target = ? AND emoji = ? AND person = ? AND seq = ?";

  private static final String LAST_NAMED =
      """
      SELECT max(seq) FROM event
      WHERE kind <> 'said' AND person IS NOT NULL AND person = ? AND kind = 'named'\
      """;

  private static final String DIGEST = "SELECT digest FROM event WHERE seq = ?";

  private final Connection connection;
  private final Statements sql;
  private final VerifiedRows trusted;

  public Leftovers(Connection connection, DamagedEvents damage) {
    this.connection = connection;
    sql = new Statements(connection);
    trusted = new VerifiedRows(sql, damage);
  }

  /** What one person left. */
  private static final class Traces {
    /** What nobody can see or needs. */
    final List<Long> out = new ArrayList<>();

    /** How they came and went, and their last name. */
    final List<Long> frame = new ArrayList<>();

    /** Whether there is nothing but these two. */
    boolean silent;

    /** Whether not all was looked at. */
    boolean more;
  }

  /**
   * What can be forgotten next.
   *
   * @param upTo of guests who were gone by this event
   * @param most events that are taken out, and some more
   * @return null where there is nothing
   */
  public Change.Forgotten next(long upTo, int most) {
    try {
      return find(upTo, most);
    } catch (SQLException e) {
      sql.renew();
      throw new UncheckedIOException(
          new IOException("The log can't be read (" + e.getMessage() + ").", e));
    }
  }

  /**
   * What of the record of what was done can go next: of what was done by an event, that on which
   * nothing rests.
   *
   * @param most events that are taken out
   * @return null where there is nothing
   */
  public Change.Forgotten nextRecords(long upTo, int most) {
    TreeMap<Long, byte[]> out = new TreeMap<>();
    try (ResultSet row = sql.bound(Audited.SPENT, upTo, (long) most).executeQuery()) {
      while (row.next()) {
        // What can't be trusted is left for a check to find.
        if (trusted.row(row.getLong(1)) != null) {
          out.put(row.getLong(1), row.getBytes(2));
        }
      }
    } catch (SQLException e) {
      sql.renew();
      throw new UncheckedIOException(
          new IOException("The log can't be read (" + e.getMessage() + ").", e));
    }
    return out.isEmpty()
        ? null
        : new Change.Forgotten(
            List.of(), false, List.of(), runs(out.keySet()), attested(out.values()));
  }

  private Change.Forgotten find(long upTo, int most) throws SQLException {
    List<String> people = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    TreeMap<Long, byte[]> out = new TreeMap<>();
    boolean more = false;
    try (ResultSet row = sql.bound(PEOPLE, upTo, (long) most).executeQuery()) {
      while (!more && out.size() < most && row.next()) {
        String person = row.getString(1);
        Traces traces = traces(person, most);
        more = traces.more;
        people.add(person);
        if (traces.silent && !more) {
          traces.out.addAll(traces.frame);
          gone.add(person);
        }
        for (long seq : traces.out) {
          out.put(seq, digest(seq));
        }
      }
    }
    return people.isEmpty()
        ? null
        : new Change.Forgotten(people, more, gone, runs(out.keySet()), attested(out.values()));
  }

  private Traces traces(String person, int most) throws SQLException {
    Traces traces = new Traces();
    boolean silent = false;
    boolean other = false;
    long lastName = lastNamed(person);
    try (ResultSet deed = sql.bound(DEEDS, person).executeQuery()) {
      while (!traces.more && deed.next()) {
        long seq = deed.getLong(1);
        EventRow row = trusted.row(seq);
        if (row == null) {
          // What can't be trusted is left for a check to find.
          other = true;
          continue;
        }
        switch (row.kind()) {
          case "came" -> traces.frame.add(seq);
          case "expired" -> {
            traces.frame.add(seq);
            silent = EventBody.read(row.body()) instanceof Change.Expired c && c.silent() != null;
          }
          case "named" -> (seq == lastName ? traces.frame : traces.out).add(seq);
          case "left" -> {
            // Who was put out by somebody stays in the record of what was done.
            boolean kicked = EventBody.read(row.body()) instanceof Change.Left c && c.by() != null;
            other |= kicked;
            if (!kicked) {
              traces.out.add(seq);
            }
          }
          case "renamed", "read" -> traces.out.add(seq);
          case "joined", "reacted" -> {
            boolean needed = row.kind().equals("joined") ? madeRoom(seq) : isThere(row);
            other |= needed;
            if (!needed) {
              traces.out.add(seq);
            }
          }
          default -> other = true;
        }
        traces.more = traces.out.size() >= most;
      }
    }
    traces.silent = silent && !other;
    return traces;
  }

  private long lastNamed(String person) throws SQLException {
    try (ResultSet row = sql.bound(LAST_NAMED, person).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Whether a room that is there was made by an event. */
  private boolean madeRoom(long seq) throws SQLException {
    try (ResultSet row = sql.bound(MADE_ROOM, seq).executeQuery()) {
      return row.next();
    }
  }

  /** Whether a reaction is still there. */
  private boolean isThere(EventRow row) throws SQLException {
    Change.Reacted c = (Change.Reacted) EventBody.read(row.body());
    try (ResultSet found =
        sql.bound(REACTION, c.target(), c.emoji(), c.person(), row.seq()).executeQuery()) {
      return found.next();
    }
  }

  private byte[] digest(long seq) throws SQLException {
    try (ResultSet row = sql.bound(DIGEST, seq).executeQuery()) {
      row.next();
      return row.getBytes(1);
    }
  }

  private static List<SeqRange> runs(Collection<Long> seqs) {
    List<SeqRange> runs = new ArrayList<>();
    for (long seq : seqs) {
      if (!runs.isEmpty() && runs.getLast().to() == seq - 1) {
        runs.set(runs.size() - 1, new SeqRange(runs.getLast().from(), seq));
      } else {
        runs.add(new SeqRange(seq, seq));
      }
    }
    return runs;
  }

  private static String attested(Collection<byte[]> digests) {
    MessageDigest sha256 = Chain.sha256();
    digests.forEach(sha256::update);
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
