package parley.server.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import parley.protocol.Json;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.server.config.UserError;
import parley.server.log.Opening;
import parley.server.logfile.CurrentMessages;
import parley.server.logfile.DamagedEvents;
import parley.server.logfile.Database;
import parley.server.logfile.EventBody;
import parley.server.logfile.RetentionMarks;
import parley.server.logfile.Schema;
import parley.server.logfile.Statements;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Room;
import tools.jackson.databind.node.ObjectNode;

/** A log's events as lines of JSON, each as it stands now; read beside a running server. */
public final class Export {
  /** The format's number; a reader refuses a greater one. */
  static final int VERSION = 1;

  /** Takes one line, without its end; false where no more is wanted. */
  public interface Lines {
    boolean line(String json);
  }

  private Export() {}

  /**
   * @param room only this room's events, null for all
   * @param since only events from this time on, in milliseconds since 1970 UTC
   * @throws UserError where there is no log, or nothing of that room in it
   * @return how many events were told
   */
  public static long of(Path dataDir, String room, long since, Lines out, Progress progress)
      throws UserError {
    Path log = Backup.existing(dataDir);
    try (Connection connection = Database.readOnly(log)) {
      if (!Schema.recognize(connection, "main", log)) {
        throw new UserError(log + " is an earlier version's; start the server on it once.");
      }
      try (var statement = connection.createStatement()) {
        statement.execute("BEGIN");
      }
      return tell(connection, room == null ? null : known(connection, room), since, out, progress);
    } catch (SQLException e) {
      throw new UserError(Opening.sentence(log, e), e);
    }
  }

  /** The folded name of a room of which the log tells; the first one is in every log. */
  private static String known(Connection connection, String room) throws SQLException, UserError {
    String folded = Names.fold(room);
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM event WHERE room = ? LIMIT 1")) {
      select.setString(1, folded);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() && !folded.equals(Room.FIRST)) {
          throw new UserError("There is no room %s in this log.".formatted(Printable.line(room)));
        }
      }
    }
    return folded;
  }

  private static long tell(
      Connection connection, String room, long since, Lines out, Progress progress)
      throws SQLException {
    long last = Schema.number(connection, "SELECT ifnull(max(seq), 0) FROM event");
    ObjectNode head = Json.MAPPER.createObjectNode();
    head.put("parley", "export").put("version", VERSION);
    head.put(
        "log",
        Database.text(connection, "SELECT value FROM meta WHERE key = '" + Opening.ID + "'"));
    boolean wanted = out.line(head.toString());
    RetentionMarks floors;
    try (PreparedStatement select = connection.prepareStatement(RetentionMarks.SELECT)) {
      floors = RetentionMarks.read(select);
    }
    CurrentMessages retelling =
        new CurrentMessages(new Statements(connection), new DamagedEvents());
    long told = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, kind, room FROM event WHERE at >= ? AND (? IS NULL OR room = ?)"
                + " ORDER BY seq")) {
      select.setLong(1, since);
      select.setString(2, room);
      select.setString(3, room);
      try (ResultSet row = select.executeQuery()) {
        while (wanted && row.next()) {
          long seq = row.getLong(1);
          boolean dropped = "said".equals(row.getString(2)) && seq <= floors.of(row.getString(3));
          Entry entry = dropped ? null : retelling.retold(seq).entry();
          if (entry != null && !entry.fate().deleted() && isTold(entry.change())) {
            wanted = out.line(line(entry));
            told++;
          }
          progress.at("exporting", seq, last);
        }
      }
    }
    return told;
  }

  /** What tells only of what is gone is not told. */
  private static boolean isTold(Change.Lasting change) {
    return !(change instanceof Change.Deleted)
        && !(change instanceof Change.OfWayIn)
        && !(change instanceof Change.Dropped)
        && !(change instanceof Change.Forgotten);
  }

  /** By which invitation an account was made is of this server alone. */
  private static Change.Lasting told(Change.Lasting change) {
    return change instanceof Change.AccountMade made
        ? new Change.AccountMade(made.person(), made.name(), made.role(), made.by(), null)
        : change;
  }

  private static String line(Entry entry) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("seq", entry.seq()).put("at", Entry.iso(entry.at()));
    line.set("event", Json.MAPPER.readTree(EventBody.of(told(entry.change()))));
    return Printable.json(line.toString());
  }
}
