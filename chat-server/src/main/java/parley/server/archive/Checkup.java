package parley.server.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.ProgressHandler;
import parley.server.config.UserError;
import parley.server.log.Opening;
import parley.server.logfile.Database;
import parley.server.logfile.LogHead;
import parley.server.logfile.Meta;
import parley.server.logfile.Schema;

/**
 * Looks through a whole log without changing it, beside a running server or without one: the file's
 * own structure, the digest of every event and its link to the one before, and whether the tables
 * are what the events make of them.
 */
public final class Checkup {
  /** Findings that are told; further ones are counted. */
  private static final int TOLD = 100;

  /** SQLite's steps between two calls of the progress. */
  private static final int STEPS = 100_000;

  /**
   * Something that is not as it was written.
   *
   * @param event its number, null where it is of no one event
   * @param text one sentence, without its end
   */
  public record Finding(Long event, String text) {}

  /**
   * What was found.
   *
   * @param head of the log as it is now, null where there is no event
   * @param takenOut how many events of guests who are gone are not there any more, as it must be
   * @param erased how many events' texts were erased, by people or by retention
   * @param findings the first of them
   * @param more how many there are beyond those
   */
  public record Result(
      String id,
      long events,
      LogHead head,
      long takenOut,
      long erased,
      List<Finding> findings,
      long more) {
    public boolean whole() {
      return findings.isEmpty();
    }
  }

  private final Connection connection;
  private final Progress progress;
  private final List<Finding> findings = new ArrayList<>();
  private long more;

  private Checkup(Connection connection, Progress progress) {
    this.connection = connection;
    this.progress = progress;
  }

  /**
   * @param file a log, or a backup of one
   * @param expected a head that was noted down earlier, null for none
   * @throws UserError where it is no log of this version
   * @throws SQLException where it can't be opened
   */
  public static Result of(Path file, LogHead expected, Progress progress)
      throws SQLException, UserError {
    try (Connection connection = Database.beside(file)) {
      return new Checkup(connection, progress).run(file, expected);
    }
  }

  private Result run(Path file, LogHead expected) throws SQLException, UserError {
    boolean current = Schema.recognize(connection, "log", file);
    EventsCheck events = new EventsCheck(connection, this::found, progress, current);
    try (var statement = connection.createStatement()) {
      // One moment's state, whatever a server writes meanwhile.
      statement.execute("BEGIN");
    }
    structure();
    try {
      events.run();
      if (findings.isEmpty() && current) {
        events.tables().compare(connection, this::found);
      }
      if (!Meta.whole(connection, "log", current) || (events.count() > 0 && id().isEmpty())) {
        found(null, "the table meta, which holds the log's id, is not as it was written");
      }
    } catch (SQLException | RuntimeException e) {
      // Whatever a damaged row does to who reads it, the check goes on to say so.
      found(null, "it can't be read to its end (" + e.getMessage() + ")");
    }
    if (expected != null) {
      compare(expected, events);
    }
    return new Result(
        id(),
        events.count(),
        events.head(),
        events.takenOut(),
        events.erased(),
        List.copyOf(findings),
        more);
  }

  private void found(Long event, String text) {
    if (findings.size() < TOLD) {
      findings.add(new Finding(event, text));
    } else {
      more++;
    }
  }

  /** SQLite's own look at its pages and indexes. */
  private void structure() throws SQLException {
    long[] steps = {0};
    ProgressHandler.setHandler(
        connection,
        STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            steps[0] += STEPS;
            progress.at("looking through the file", steps[0], 0);
            return Thread.currentThread().isInterrupted() ? 1 : 0;
          }
        });
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA log.integrity_check(" + TOLD + ")")) {
      while (row.next()) {
        String said = row.getString(1);
        if (!said.equals("ok")) {
          said.lines().forEach(line -> found(null, "SQLite says: " + line));
        }
      }
    } catch (SQLException e) {
      found(null, "SQLite can't read it (" + e.getMessage() + ")");
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  private void compare(LogHead expected, EventsCheck events) throws SQLException {
    LogHead now = events.head();
    if (now == null || now.seq() < expected.seq()) {
      long last = now == null ? 0 : now.seq();
      found(
          null,
          "events %d to %d are cut off: the head noted down is of event %d"
              .formatted(last + 1, expected.seq(), expected.seq()));
      return;
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT digest FROM log.event WHERE seq = ?")) {
      select.setLong(1, expected.seq());
      try (ResultSet row = select.executeQuery()) {
        byte[] digest = row.next() ? row.getBytes(1) : events.takenOut(expected.seq());
        if (digest == null || !LogHead.of(expected.seq(), digest).equals(expected)) {
          found(
              expected.seq(),
              "event %d, or one before it, is not the one of the head noted down"
                  .formatted(expected.seq()));
        }
      }
    }
  }

  private String id() {
    try {
      return Database.text(
          connection, "SELECT value FROM log.meta WHERE key = '" + Opening.ID + "'");
    } catch (SQLException e) {
      return "";
    }
  }
}
