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
import parley.server.config.StartupException;

/** How a folder's log is opened, or why it is not: one sentence for each reason. */
final class Opening {
  /** The key of the log's name among its small facts. */
  static final String ID = "log.id";

  private static final int ID_BYTES = 16;

  /** The newest rows, whose digests are checked at each start. */
  private static final int TAIL = 256;

  private Opening() {}

  /** As {@link Log#open}; the folder is an absolute path. */
  static Log open(Path folder, long nonceKeepMillis, Durability durability)
      throws StartupException {
    Path file = folder.resolve(Log.FILE);
    Folder.prepare(folder);
    try {
      FolderLock lock = FolderLock.take(folder);
      try {
        Folder.createFile(file);
        Path wal = folder.resolve(Log.FILE + "-wal");
        boolean left = Files.exists(wal) && Files.size(wal) > 0;
        WalRepair.rewrite(wal);
        Log log = open(lock, file, nonceKeepMillis, durability);
        Folder.sync(folder);
        if (left) {
          // What the process before erased may still be in what it left.
          log.scrub();
        }
        return log;
      } catch (IOException | SQLException | StartupException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StartupException(
          "The data folder %s can't be used (%s).".formatted(folder, StartupException.reason(e)),
          e);
    } catch (SQLException e) {
      throw new StartupException(sentence(file, e), e);
    } catch (RuntimeException e) {
      // Whatever a damaged row does to who reads it.
      throw new StartupException(
          file + " is damaged; restore a backup. \"chat-server check\" tells more.", e);
    }
  }

  private static Log open(FolderLock lock, Path file, long nonceKeepMillis, Durability durability)
      throws SQLException, StartupException {
    Connection connection = Database.writer(file, durability);
    try {
      Database.check(connection, file, durability);
      boolean created = Schema.migrate(connection, file);
      OptionalLong fault = Chain.faultInTail(connection, TAIL);
      if (fault.isPresent()) {
        throw new StartupException(
            "%s is damaged: event %d is not as it was written; restore a backup. \"chat-server check\" tells more."
                .formatted(file, fault.getAsLong()));
      }
      Damage damage = new Damage();
      Writer writer = new Writer(connection, nonceKeepMillis, damage);
      String id = Database.text(connection, "SELECT value FROM meta WHERE key = '" + ID + "'");
      if (id.isEmpty()) {
        id = newId();
        writer.setMeta(ID, id);
      }
      Scrubber scrubber = new Scrubber(file, durability, writer::distrust);
      return new Log(lock, writer, new Readers(file, damage), scrubber, created, id);
    } catch (OutcomeUnknownException e) {
      // SQLite stays as it is: closing it would build on what may not be on the disk.
      throw new StartupException(e.getMessage(), e);
    } catch (RolledBackException e) {
      connection.close();
      throw new StartupException(e.getMessage(), e);
    } catch (SQLException e) {
      if (!Transactions.isFailedSync(e)) {
        connection.close();
      }
      throw e;
    } catch (StartupException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  static String newId() {
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** What went wrong with a file, and what to do. */
  static String sentence(Path file, SQLException e) {
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
