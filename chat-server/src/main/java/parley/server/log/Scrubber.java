package parley.server.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import parley.server.config.Settings.Durability;
import parley.server.logfile.Database;

/**
 * Takes what was erased out of the write-ahead log. The file itself has it overwritten with zeros
 * ({@code secure_delete}), but the -wal still holds the pages as they were, until they have been
 * copied into the file and the -wal is cut to nothing. That waits for whoever reads an older state,
 * so it is tried until it is done, on a thread and a connection of its own: the sequencer waits no
 * longer than such a try takes, some milliseconds.
 */
final class Scrubber implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

  /** What may gather before one scrub does for all of it. */
  private static final long GATHER_NANOS = 200_000_000;

  private static final long RETRY_NANOS = 50_000_000;
  private static final long RETRY_NANOS_MOST = 1_000_000_000;
  private static final int COMPLAIN_AFTER = 60;

  /** How long a try holds up the sequencer to wait for readers, in milliseconds. */
  private static final int PATIENCE_MILLIS = 25;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Connection connection;
  private final Runnable distrust;
  private final Thread thread;

  /** Whether something was erased that the -wal may hold. Guarded by {@link #lock}. */
  private boolean due;

  /** Guarded by {@link #lock}. */
  private boolean closed;

  /**
   * @param distrust called when a sync failed, after which nobody knows what is on disk
   */
  Scrubber(Path file, Durability durability, Runnable distrust) throws SQLException {
    this.distrust = distrust;
    connection = Database.writer(file, durability);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + PATIENCE_MILLIS);
    }
    thread = Thread.ofPlatform().name("log-scrubber").daemon().start(this::run);
  }

  /** Something was erased, and that is committed. Never waits. */
  void erased() {
    lock.lock();
    try {
      due = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What is on disk is unknown: leave it as it is. */
  void abandon() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    int tries = 0;
    long pause = RETRY_NANOS;
    while (await(tries == 0 ? GATHER_NANOS : pause, tries > 0)) {
      if (scrub()) {
        tries = 0;
        pause = RETRY_NANOS;
      } else {
        tries++;
        pause = Math.min(2 * pause, RETRY_NANOS_MOST);
        erased();
        if (tries % COMPLAIN_AFTER == 0) {
          LOG.warn(
              "erased texts are still in the write-ahead log, because someone reads an older state"
                  + " of it, such as a backup");
        }
      }
    }
  }

  /**
   * Waits until there is something to do, and then for a while.
   *
   * @return whether there is; not where this is closed
   */
  private boolean await(long nanos, boolean again) {
    lock.lock();
    try {
      while (!due && !again && !closed) {
        changed.awaitUninterruptibly();
      }
      long left = nanos;
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      due = false;
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return whether the -wal is empty now
   */
  private boolean scrub() {
    try {
      // Most of it without stopping anybody; the rest is short.
      checkpoint("PASSIVE");
      return checkpoint("TRUNCATE");
    } catch (SQLException e) {
      SQLiteErrorCode code =
          e instanceof SQLiteException sqlite
              ? sqlite.getResultCode()
              : SQLiteErrorCode.UNKNOWN_ERROR;
      LOG.error("erased texts can't be taken out of the write-ahead log: {}", e.getMessage());
      if (code.name().startsWith("SQLITE_IOERR")) {
        distrust.run();
        return true;
      }
      return false;
    }
  }

  private boolean checkpoint(String mode) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      return row.next() && row.getInt(1) == 0;
    }
  }

  @Override
  public void close() throws SQLException {
    abandon();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
