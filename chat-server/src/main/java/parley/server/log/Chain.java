package parley.server.log;

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
final class Chain {
  /** What stands before the first event. */
  static final byte[] START = new byte[32];

  static final int SALT_BYTES = 16;

  private final MessageDigest sha256 = sha256();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  byte[] content(byte[] salt, byte[] body) {
    sha256.update(salt);
    return sha256.digest(body);
  }

  byte[] digest(byte[] previous, Row row) {
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
  static OptionalLong faultInTail(Connection connection, int rows) throws SQLException {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Linked(Row row, byte[] digest) {}
    List<Linked> newestFirst = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + Row.COLUMNS + ", digest FROM event ORDER BY seq DESC LIMIT ?")) {
      select.setInt(1, rows + 1);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          newestFirst.add(new Linked(Row.from(found), found.getBytes(10)));
        }
      }
    }
    List<Linked> tail = newestFirst.reversed();
    Chain chain = new Chain();
    byte[] previous = START;
    long due = 1;
    if (tail.size() > rows) {
      // Its own predecessor was not read; a change of its digest shows in the row after it.
      Linked before = tail.removeFirst();
      previous = before.digest();
      due = before.row().seq() + 1;
    }
    for (Linked linked : tail) {
      if (linked.row().seq() != due || !chain.holds(previous, linked.row(), linked.digest())) {
        return OptionalLong.of(due);
      }
      previous = linked.digest();
      due++;
    }
    return OptionalLong.empty();
  }

  private boolean holds(byte[] previous, Row row, byte[] digest) {
    return (row.erased() || holdsContent(row)) && Arrays.equals(digest(previous, row), digest);
  }

  /** Whether a body that is there is the one that was written. */
  boolean holdsContent(Row row) {
    return row.body() != null
        && row.salt() != null
        && Arrays.equals(content(row.salt(), row.body()), row.content());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
