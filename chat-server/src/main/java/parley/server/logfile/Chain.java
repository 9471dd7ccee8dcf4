package parley.server.logfile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The digests that tie every event to the one before. A body's digest is salted and goes into the
 * chain in its place, so that a body can be erased, and not be guessed afterwards, while the chain
 * stays whole. For one thread at a time.
 */
public final class Chain {
  public static final int DIGEST_BYTES = 32;

  public static final int SALT_BYTES = 16;

  private final MessageDigest sha256 = sha256();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  /** What stands before the first event. */
  public static byte[] start() {
    return new byte[DIGEST_BYTES];
  }

  byte[] content(byte[] salt, byte[] body) {
    sha256.update(salt);
    return sha256.digest(body);
  }

  public byte[] digest(byte[] previous, EventRow row) {
    sha256.update(previous);
    add(row.seq());
    add(row.at());
    add(row.kind());
    add(row.room());
    add(row.person());
    add(row.recipient());
    return sha256.digest(row.content());
  }

  private void add(long value) {
    sha256.update(number.clear().putLong(value).array());
  }

  /** The length goes first, so that no two rows give the same bytes. */
  private void add(String field) {
    if (field == null) {
      add(-1);
      return;
    }
    byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    sha256.update(bytes);
  }

  /** The number of the first of the newest rows that is not what was written, if there is one. */
  public static OptionalLong faultInTail(Connection connection, int rows) throws SQLException {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Linked(EventRow row, byte[] digest) {}
    List<Linked> newestFirst = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + EventRow.COLUMNS + ", digest FROM event ORDER BY seq DESC LIMIT ?")) {
      select.setInt(1, rows + 1);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          newestFirst.add(new Linked(EventRow.from(found), found.getBytes(10)));
        }
      }
    }
    List<Linked> tail = newestFirst.reversed();
    Chain chain = new Chain();
    byte[] previous = start();
    long due = 1;
    if (tail.size() > rows) {
      // Its own predecessor was not read; a change of its digest shows in the row after it.
      Linked before = tail.removeFirst();
      previous = before.digest();
      due = before.row().seq() + 1;
    }
    Gaps gaps = new Gaps(new Statements(connection));
    for (Linked linked : tail) {
      byte[] bridge = linked.row().seq() > due ? gaps.bridge(due, linked.row().seq() - 1) : null;
      if (bridge != null) {
        previous = bridge;
        due = linked.row().seq();
      }
      if (linked.row().seq() != due || !chain.holds(previous, linked.row(), linked.digest())) {
        return OptionalLong.of(due);
      }
      previous = linked.digest();
      due++;
    }
    return OptionalLong.empty();
  }

  /**
   * Whether rows from all over the log, some of them old ones, follow from the rows before them.
   *
   * @param probes how many are looked at
   */
  public static boolean holdsHereAndThere(Connection connection, int probes) throws SQLException {
    long last = Schema.number(connection, "SELECT ifnull(max(seq), 0) FROM event");
    Chain chain = new Chain();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + EventRow.COLUMNS
                + ", digest FROM event WHERE seq BETWEEN ? AND ?"
                + " ORDER BY seq")) {
      for (int probe = 0; probe < probes && probe < last; probe++) {
        long seq = 1 + last * probe / probes;
        select.setLong(1, seq - 1);
        select.setLong(2, seq);
        try (ResultSet found = select.executeQuery()) {
          byte[] previous = start();
          if (seq > 1) {
            if (!found.next()) {
              return false;
            }
            previous = found.getBytes(10);
          }
          if (!found.next() || !chain.holds(previous, EventRow.from(found), found.getBytes(10))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean holds(byte[] previous, EventRow row, byte[] digest) {
    return (row.erased() || holdsContent(row)) && Arrays.equals(digest(previous, row), digest);
  }

  /** Whether a body that is there is the one that was written. */
  public boolean holdsContent(EventRow row) {
    return row.body() != null
        && row.salt() != null
        && Arrays.equals(content(row.salt(), row.body()), row.content());
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
