package parley.server.logfile;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import parley.server.state.SeqRange;

/**
 * Events that were taken out of the log, of which the digests alone are kept: so that the event
 * after them can be checked, and a head that was noted down. That it was the server who took them
 * out says an event of its own, {@link parley.server.state.Change.Forgotten}, with a digest of
 * these. For one thread at a time.
 */
public final class Gaps {
  /** Bytes of one event's digest. */
  private static final int DIGEST = Chain.DIGEST_BYTES;

  private final Statements sql;
  private final String at;

  Gaps(Statements sql) {
    this(sql, "main");
  }

  /**
   * @param schema where the table is
   */
  public Gaps(Statements sql, String schema) {
    this.sql = sql;
    at =
        "SELECT from_seq, to_seq, digests FROM %s.gap WHERE to_seq >= ? ORDER BY to_seq LIMIT 1"
            .formatted(schema);
  }

  /** The digest of an event that was taken out; null where it was not. */
  public byte[] digest(long seq) throws SQLException {
    try (ResultSet row = sql.bound(at, seq).executeQuery()) {
      if (!row.next() || row.getLong(1) > seq) {
        return null;
      }
      byte[] digests = row.getBytes(3);
      int offset = Math.toIntExact((seq - row.getLong(1)) * DIGEST);
      return offset + DIGEST <= digests.length
          ? Arrays.copyOfRange(digests, offset, offset + DIGEST)
          : null;
    }
  }

  /** The digest of the last of some events, where all of them were taken out; else null. */
  public byte[] bridge(long from, long to) throws SQLException {
    long next = from;
    while (next <= to) {
      try (ResultSet row = sql.bound(at, next).executeQuery()) {
        if (!row.next()
            || row.getLong(1) != next
            || row.getLong(2) > to
            || row.getBytes(3).length != (row.getLong(2) - next + 1) * DIGEST) {
          return null;
        }
        next = row.getLong(2) + 1;
      }
    }
    return digest(to);
  }

  /** What {@link parley.server.state.Change.Forgotten} says of these gaps; null without them. */
  public String attested(List<SeqRange> runs) throws SQLException {
    MessageDigest sha256 = Chain.sha256();
    for (SeqRange run : runs) {
      try (ResultSet row = sql.bound(at, run.to()).executeQuery()) {
        if (!row.next() || row.getLong(1) != run.from() || row.getLong(2) != run.to()) {
          return null;
        }
        sha256.update(row.getBytes(3));
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
