package parley.server.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import parley.protocol.Json;
import parley.protocol.Names;
import parley.server.config.StartupException;
import parley.server.state.Change;
import parley.server.state.Entry;
import tools.jackson.databind.node.ObjectNode;

/** A log's events as lines of JSON, each as it stands now; read beside a running server. */
public final class Export {
  /** The format's number; a reader refuses a greater one. */
  static final int VERSION = 1;

  /** Takes one line, without its end. */
  public interface Lines {
    void line(String json) throws StartupException;
  }

  private Export() {}

  /**
   * @param room only this room's events, null for all
   * @param since only events from this time on, in milliseconds since 1970 UTC
   * @return how many events were told
   */
  public static long of(Path dataDir, String room, long since, Lines out, Progress progress)
      throws StartupException {
    Path log = Backup.existing(dataDir);
    try (Connection connection = Database.readOnly(log)) {
      if (!Schema.recognize(connection, "main", log)) {
        throw new StartupException(log + " is an earlier version's; start the server on it once.");
      }
      try (var statement = connection.createStatement()) {
        statement.execute("BEGIN");
      }
      return tell(connection, room == null ? null : Names.fold(room), since, out, progress);
    } catch (SQLException e) {
      throw new StartupException(Opening.sentence(log, e), e);
    }
  }

  private static long tell(
      Connection connection, String room, long since, Lines out, Progress progress)
      throws SQLException, StartupException {
    long last = Schema.number(connection, "SELECT ifnull(max(seq), 0) FROM event");
    ObjectNode head = Json.MAPPER.createObjectNode();
    head.put("parley", "export").put("version", VERSION);
    head.put(
        "log",
        Database.text(connection, "SELECT value FROM meta WHERE key = '" + Opening.ID + "'"));
    out.line(head.toString());
    Floors floors;
    try (PreparedStatement select = connection.prepareStatement(Floors.SELECT)) {
      floors = Floors.read(select);
    }
    Retelling retelling = new Retelling(new Statements(connection), new Damage());
    long told = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, kind, room FROM event WHERE at >= ? AND (? IS NULL OR room = ?)"
                + " ORDER BY seq")) {
      select.setLong(1, since);
      select.setString(2, room);
      select.setString(3, room);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long seq = row.getLong(1);
          boolean dropped = "said".equals(row.getString(2)) && seq <= floors.of(row.getString(3));
          Entry entry = dropped ? null : retelling.retold(seq).entry();
          if (entry != null && !entry.fate().deleted() && isTold(entry.change())) {
            out.line(line(entry));
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
    return !(change instanceof Change.Deleted) && !(change instanceof Change.Dropped);
  }

  private static String line(Entry entry) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("seq", entry.seq()).put("at", Entry.iso(entry.at()));
    line.set("event", Json.MAPPER.readTree(Body.of(entry.change())));
    return line.toString();
  }
}
