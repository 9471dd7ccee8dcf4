package parley.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import parley.server.logfile.Attachments;
import parley.server.logfile.Chain;
import parley.server.logfile.DamagedEvents;
import parley.server.logfile.Database;
import parley.server.logfile.EventRow;
import parley.server.logfile.FileBytes;
import parley.server.logfile.Meta;
import parley.server.logfile.Projection;
import parley.server.logfile.Schema;
import parley.server.logfile.Statements;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.State;
import parley.server.stats.SteadyClock;
import tools.jackson.core.JacksonException;

/** The one connection that writes. All of it is guarded by {@link #lock}, but {@link #last}. */
final class LogWriter implements AutoCloseable {
  /** Nonces that are written before as many, and some more, of the too old ones are forgotten. */
  private static final int FORGET_EVERY = 256;

  private static final long FORGET_AT_ONCE = 2L * FORGET_EVERY;

  /** Of {@link RecentEvents}: half a minute of a busy room of short messages. */
  private static final long RECENT_BYTES = 8L << 20;

  private static final String INSERT =
      "INSERT INTO event(" + EventRow.COLUMNS + ", digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String TOO_OLD =
      "SELECT max(seq) FROM (SELECT seq, at FROM nonce ORDER BY seq LIMIT ?) WHERE at < ?";
  private static final String FORGET = "DELETE FROM nonce WHERE seq <= ?";
  private final ReentrantLock lock = new ReentrantLock();
  private final Connection connection;
  private final Statements sql;
  private final Attachments attachments;
  private final FileBytes fileBytes;
  private final Projection tables;
  private final OldFacts oldFacts;
  private final Transactions transactions;
  private final Erasing erasing;
  private final RecentEvents recent;
  private final Chain chain = new Chain();
  private final SecureRandom random = new SecureRandom();
  private final long nonceKeepMillis;

  private byte[] digest = Chain.start();

  /** Of the newest event. */
  private long lastAt;

  /** Written under the lock; read on any thread. */
  private volatile ClockSetbacks falls;

  private int noncesSinceForgetting;

  /** Written under the lock, after the commit; read on any thread. */
  private volatile long last;

  /** Whether retention took what is not yet erased. Written under the lock; read on any thread. */
  private volatile boolean erasureDue;

  LogWriter(Connection connection, long nonceKeepMillis, DamagedEvents damage) throws SQLException {
    this.connection = connection;
    this.nonceKeepMillis = nonceKeepMillis;
    sql = new Statements(connection);
    attachments = new Attachments(sql);
    fileBytes = new FileBytes(sql);
    tables = new Projection(sql, attachments, Meta.number(connection, "main", Meta.GUESTS_UP_TO));
    oldFacts = new OldFacts(sql, damage);
    transactions = new Transactions(connection, sql);
    erasing = new Erasing(sql, attachments);
    erasureDue = erasing.due();
    try (ResultSet row =
        sql.get("SELECT seq, digest, at FROM event ORDER BY seq DESC LIMIT 1").executeQuery()) {
      if (row.next()) {
        last = row.getLong(1);
        digest = row.getBytes(2);
        lastAt = row.getLong(3);
      }
    }
    falls =
        ClockSetbacks.of(
            Database.text(
                connection, "SELECT value FROM meta WHERE key = '" + ClockSetbacks.META + "'"));
    recent = new RecentEvents(last, RECENT_BYTES);
  }

  RecentEvents recent() {
    return recent;
  }

  boolean erasureDue() {
    return erasureDue;
  }

  long toErase() {
    return erasing.left();
  }

  /**
   * Erases some of what retention took.
   *
   * @return the digests of files that no message tells of any more
   */
  List<String> eraseSome() throws RolledBackException, OutcomeUnknownException, SQLException {
    lock.lock();
    try {
      List<String> released = released(erasing::step);
      erasureDue = erasing.due();
      return released;
    } finally {
      lock.unlock();
    }
  }

  /** Runs a transaction, and tells which files no message tells of any more. */
  private List<String> released(Transactions.Work work)
      throws RolledBackException, OutcomeUnknownException {
    List<String> released = new ArrayList<>();
    attachments.begin();
    transactions.run(
        last,
        () -> {
          work.run();
          released.addAll(attachments.released());
        });
    attachments.committed(fileBytes);
    return released;
  }

  /** A sync failed elsewhere: nothing is written any more. */
  void distrust() {
    lock.lock();
    try {
      transactions.distrust();
    } finally {
      lock.unlock();
    }
  }

  long last() {
    return last;
  }

  FileBytes fileBytes() {
    return fileBytes;
  }

  /**
   * @return the digests of files that no message tells of any more
   */
  List<String> append(List<Entry> entries) throws RolledBackException, OutcomeUnknownException {
    if (entries.isEmpty()) {
      return List.of();
    }
    lock.lock();
    try {
      checkOrder(entries);
      List<EventRow> rows = rows(entries);
      List<byte[]> digests = new ArrayList<>(rows.size());
      byte[] previous = digest;
      for (EventRow row : rows) {
        previous = chain.digest(previous, row);
        digests.add(previous);
      }
      ClockSetbacks after = fallsAfter(entries);
      List<String> released =
          released(
              () -> {
                if (!after.equals(falls)) {
                  Meta.set(connection, ClockSetbacks.META, after.text());
                }
                for (int i = 0; i < rows.size(); i++) {
                  write(rows.get(i), digests.get(i));
                  if (tables.apply(entries.get(i))) {
                    noncesSinceForgetting++;
                  }
                }
                forgetSome(entries.getLast().at());
              });
      digest = previous;
      lastAt = entries.getLast().at();
      falls = after;
      recent.add(entries, rows);
      last = entries.getLast().seq();
      erasureDue |= entries.stream().anyMatch(e -> e.change() instanceof Change.Dropped);
      return released;
    } finally {
      lock.unlock();
    }
  }

  private ClockSetbacks fallsAfter(List<Entry> entries) {
    ClockSetbacks after = falls;
    long at = lastAt;
    for (Entry entry : entries) {
      after = entry.at() < at ? after.with(entry.seq()) : after;
      at = entry.at();
    }
    return after;
  }

  /** Where times go back. On any thread. */
  ClockSetbacks falls() {
    return falls;
  }

  private void checkOrder(List<Entry> entries) {
    long due = last;
    for (Entry entry : entries) {
      due++;
      if (entry.seq() != due) {
        throw new IllegalArgumentException("event " + entry.seq() + " where " + due + " is due");
      }
    }
  }

  private List<EventRow> rows(List<Entry> entries) throws RolledBackException {
    byte[] salts = new byte[entries.size() * Chain.SALT_BYTES];
    random.nextBytes(salts);
    List<EventRow> rows = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      int i = rows.size();
      byte[] salt = Arrays.copyOfRange(salts, i * Chain.SALT_BYTES, (i + 1) * Chain.SALT_BYTES);
      try {
        rows.add(EventRow.of(entry, salt, chain));
      } catch (JacksonException e) {
        throw new RolledBackException("Event " + entry.seq() + " can't be written as JSON.", e);
      }
    }
    return rows;
  }

  private void write(EventRow row, byte[] rowDigest) throws SQLException {
    PreparedStatement insert = sql.get(INSERT);
    insert.setLong(1, row.seq());
    insert.setLong(2, row.at());
    insert.setString(3, row.kind());
    insert.setString(4, row.room());
    insert.setString(5, row.person());
    insert.setString(6, row.recipient());
    insert.setString(7, new String(row.body(), UTF_8));
    insert.setBytes(8, row.salt());
    insert.setBytes(9, row.content());
    insert.setBytes(10, rowDigest);
    insert.executeUpdate();
  }

  /** A little with what is written anyway, so that no thread of its own has to. */
  private void forgetSome(long now) throws SQLException {
    if (noncesSinceForgetting >= FORGET_EVERY && nonceKeepMillis > 0) {
      noncesSinceForgetting = 0;
      forget(now - nonceKeepMillis);
    }
  }

  /** Notes how far it came, so that whoever checks the log knows which nonces must be there. */
  private void forget(long beforeMillis) throws SQLException {
    long upTo;
    try (ResultSet row = sql.bound(TOO_OLD, FORGET_AT_ONCE, beforeMillis).executeQuery()) {
      upTo = row.next() ? row.getLong(1) : 0;
    }
    if (upTo > 0) {
      sql.run(FORGET, upTo);
      Meta.set(connection, Meta.FORGOTTEN, Long.toString(upTo));
    }
  }

  void forgetNonces(long beforeMillis) throws RolledBackException, OutcomeUnknownException {
    lock.lock();
    try {
      transactions.run(last, () -> forget(beforeMillis));
    } finally {
      lock.unlock();
    }
  }

  void setMeta(String key, String value) throws RolledBackException, OutcomeUnknownException {
    lock.lock();
    try {
      transactions.run(last, () -> Meta.set(connection, key, value));
    } finally {
      lock.unlock();
    }
  }

  interface Look<T> {
    T at(OldFacts oldFacts) throws SQLException;
  }

  /** Reads what is committed. */
  <T> T look(Look<T> look) throws SQLException {
    lock.lock();
    try {
      return look.at(oldFacts);
    } catch (SQLException e) {
      sql.renew();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  State load() throws SQLException {
    lock.lock();
    try {
      return StateLoader.load(connection, SteadyClock.millis());
    } finally {
      lock.unlock();
    }
  }

  void limitPages(long pages) throws SQLException {
    Schema.number(connection, "PRAGMA max_page_count = " + pages);
  }

  /** Leaves SQLite as it is where a write's outcome is unknown: closing would build on it. */
  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      if (!transactions.unknown()) {
        try (var statement = connection.createStatement()) {
          statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
          // The disk is full, perhaps. The -wal stays, and the next start goes on from there.
        }
        connection.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
