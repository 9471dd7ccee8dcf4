package parley.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import parley.server.config.Settings.Durability;
import parley.server.config.UserError;
import parley.server.logfile.Chain;
import parley.server.logfile.DamagedEvents;
import parley.server.logfile.Database;
import parley.server.logfile.FolderLock;
import parley.server.logfile.LogFolder;
import parley.server.logfile.Orphans;
import parley.server.logfile.Schema;
import parley.server.logfile.WalFrames;
import parley.server.logfile.WalRepair;

/** How a folder's log is opened, or why it is not: one sentence for each reason. */
public final class Opening {
  /** The key of the log's name among its small facts. */
  public static final String ID = "log.id";

  private static final int ID_BYTES = 16;

  /** The newest rows, whose digests are checked at each start. */
  private static final int TAIL = 256;

  /** Rows all over the log that are looked at where a write-ahead log was left. */
  private static final int PROBES = 64;

  private Opening() {}

  /** As {@link Log#open}; the folder is an absolute path. */
  static Log open(Path folder, long nonceKeepMillis, Durability durability) throws UserError {
    Path named = folder.resolve(LogFolder.FILE);
    LogFolder.prepare(folder);
    try {
      FolderLock lock = FolderLock.take(folder);
      try {
        Orphans.refuse(named, lock.logId());
        if (LogFolder.createFile(named)) {
          // Nothing of the log is on the disk under any name before it has its own.
          LogFolder.sync(folder);
        }
        // SQLite's files are beside the file itself, where the name is a link.
        Path file = named.toRealPath();
        lock.hold(file);
        Object key = FileWatch.key(file);
        Path wal = file.resolveSibling(file.getFileName() + "-wal");
        boolean left = Files.exists(wal) && Files.size(wal) > 0;
        if (left) {
          WalFrames.check(file, wal);
        }
        WalRepair.rewrite(wal);
        Log log = open(lock, file, key, left, nonceKeepMillis, durability);
        LogFolder.sync(folder);
        if (left) {
          // What the process before erased may still be in what it left.
          log.scrub();
        }
        return log;
      } catch (IOException | SQLException | UserError | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UserError(
          "The data folder %s can't be used (%s).".formatted(folder, UserError.reason(e)), e);
    } catch (SQLException e) {
      throw new UserError(sentence(named, e), e);
    } catch (RuntimeException e) {
      // Whatever a damaged row does to who reads it.
      throw new UserError(
          named + " is damaged; restore a backup. \"chat-server check\" tells more.", e);
    }
  }

  /**
   * @param key what the file was to the system before it was opened
   * @param left whether there is a write-ahead log of a process before this one
   */
  private static Log open(
      FolderLock lock,
      Path file,
      Object key,
      boolean left,
      long nonceKeepMillis,
      Durability durability)
      throws SQLException, IOException, UserError {
    Connection connection = Database.writer(file, durability);
    try {
      Database.check(connection, file, durability);
      boolean created = Schema.migrate(connection, file);
      lock.hold(file);
      refuseDamaged(connection, file, left);
      DamagedEvents damage = new DamagedEvents();
      LogWriter writer = new LogWriter(connection, nonceKeepMillis, damage);
      String id = Database.text(connection, "SELECT value FROM meta WHERE key = '" + ID + "'");
      if (id.isEmpty()) {
        id = newId();
        writer.setMeta(ID, id);
      } else {
        Orphans.refuseOther(file, id, lock.logId());
      }
      Scrubber scrubber = new Scrubber(file, durability, writer::distrust);
      Readers readers = new Readers(file, writer.recent(), damage);
      FileWatch watch = new FileWatch(file, key);
      lock.noteLog(id);
      return new Log(lock, watch, writer, readers, scrubber, created, id);
    } catch (OutcomeUnknownException e) {
      // SQLite stays as it is: closing it would build on what may not be on the disk.
      throw new UserError(e.getMessage(), e);
    } catch (RolledBackException e) {
      connection.close();
      throw new UserError(e.getMessage(), e);
    } catch (SQLException e) {
      if (!Transactions.isFailedSync(e)) {
        connection.close();
      }
      throw e;
    } catch (UserError | RuntimeException e) {
      leave(connection, file);
      throw e;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private static void refuseDamaged(Connection connection, Path file, boolean left)
      throws SQLException, UserError {
    OptionalLong fault = Chain.faultInTail(connection, TAIL);
    if (fault.isPresent()) {
      throw new UserError(
          "%s is damaged: event %d is not as it was written; restore a backup. \"chat-server check\" tells more."
              .formatted(file, fault.getAsLong()));
    }
    if (left && !Chain.holdsHereAndThere(connection, PROBES)) {
      throw WalFrames.misfit(file);
    }
  }

  /**
   * Closes a log that is not to be changed: who closes the last connection copies the write-ahead
   * log into the file, but for one that may only read.
   */
  private static void leave(Connection connection, Path file) throws SQLException {
    try (Connection last = Database.readOnly(file)) {
      Schema.number(last, "SELECT count(*) FROM sqlite_schema");
      connection.close();
    } catch (SQLException e) {
      connection.close();
    }
  }

  public static String newId() {
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** What went wrong with a file, and what to do. */
  public static String sentence(Path file, SQLException e) {
    if (e.getCause() instanceof UserError known) {
      return known.getMessage();
    }
    SQLiteErrorCode code =
        e instanceof SQLiteException sqlite
            ? sqlite.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    return switch (code) {
      case SQLITE_NOTADB ->
          file + " is not a log of Parley; move it away, or set data.dir to another folder.";
      case SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB, SQLITE_CORRUPT_SEQUENCE, SQLITE_CORRUPT_INDEX ->
          file + " is damaged; restore a backup.";
      case SQLITE_BUSY, SQLITE_LOCKED -> file + " is locked by another program; end that one.";
      case SQLITE_FULL -> "The disk of " + file + " is full.";
      default -> file + " can't be opened (" + e.getMessage() + ").";
    };
  }
}
