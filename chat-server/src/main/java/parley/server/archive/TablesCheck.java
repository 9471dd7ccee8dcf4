package parley.server.archive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import parley.server.logfile.Attachments;
import parley.server.logfile.EventRow;
import parley.server.logfile.Meta;
import parley.server.logfile.Projection;
import parley.server.logfile.RetentionMarks;
import parley.server.logfile.Schema;
import parley.server.logfile.Statements;
import parley.server.state.Change;
import parley.server.state.ContentHash;
import parley.server.state.Entry;

/**
 * The tables of a log, made anew in memory from its events by the code that made those of the file,
 * and compared with them.
 */
final class TablesCheck {
  /** Tables that no event makes, or that are looked at apart. */
  private static final Set<String> APART =
      Set.of("event", "meta", "nonce", "erasure", "partner", "gap", "credential");

  /** A message that was edited or deleted, without what it said. */
  private static final String STUB =
      """
      INSERT INTO main.event(seq, at, kind, content, digest) VALUES (?, 0, 'said', x'', x'')
      ON CONFLICT DO NOTHING\
      """;

  private final Statements sql;
  private final Attachments attachments;
  private final Projection tables;
  private final RetentionMarks floors;

  /** Nonces up to this event's were forgotten. */
  private final long forgotten;

  TablesCheck(Connection connection) throws SQLException {
    Schema.make(connection);
    sql = new Statements(connection);
    attachments = new Attachments(sql);
    tables = new Projection(sql, attachments, Meta.number(connection, "log", Meta.GUESTS_UP_TO));
    try (var select = connection.prepareStatement("SELECT place, seq FROM log.floor")) {
      floors = RetentionMarks.read(select);
    }
    forgotten = Meta.number(connection, "log", Meta.FORGOTTEN);
  }

  /** Whether retention took a message. */
  boolean dropped(EventRow row) {
    return "said".equals(row.kind()) && row.seq() <= floors.of(row.room());
  }

  void apply(Entry entry) throws SQLException {
    switch (entry.change()) {
      case Change.Said c -> {
        attachments.add(entry.seq(), c);
        if (entry.seq() > forgotten && c.nonce() != null) {
          tables.note(entry, c.person(), c.nonce(), ContentHash.of(c));
        }
        return;
      }
      case Change.Edited c -> {
        sql.run(STUB, c.target());
        // The message itself was erased then: only its newest edit still tells of its file.
        attachments.add(c.target(), c.now());
      }
      case Change.Deleted c -> sql.run(STUB, c.target());
      default -> {
        // It changes no event.
      }
    }
    tables.apply(entry);
  }

  void compare(Connection connection, BiConsumer<Long, String> found) throws SQLException {
    List<String> names = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE"
                    + " 'sqlite\\_%' ESCAPE '\\' ORDER BY name")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    names.removeAll(APART);
    String definitions = "(SELECT type, name, tbl_name, sql FROM %s.sqlite_schema)";
    String made = definitions.formatted("main");
    String there = definitions.formatted("log");
    if (beyond(connection, made, there) + beyond(connection, there, made) > 0) {
      found.accept(null, "the definitions of its tables are not those of this version");
    }
    for (String name : names) {
      long missing = beyond(connection, "main." + name, "log." + name);
      long wrong = beyond(connection, "log." + name, "main." + name);
      if (missing + wrong > 0) {
        found.accept(
            null,
            "the table %s is not what the events make of it (rows of it that are wrong: %d, that are missing: %d)"
                .formatted(name, wrong, missing));
      }
    }
    gaps(connection, found);
    fates(connection, found);
    new NoncesCheck(connection, forgotten, found).run();
    new ErasingCheck(connection, found).run();
  }

  /** Each is of an event that says so; the digests in it were compared with that event. */
  private static void gaps(Connection connection, BiConsumer<Long, String> found)
      throws SQLException {
    String ranges = "(SELECT from_seq, to_seq FROM %s.gap)";
    String log = ranges.formatted("log");
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT from_seq, to_seq FROM log.gap EXCEPT SELECT from_seq, to_seq FROM"
                    + " main.gap")) {
      while (row.next()) {
        found.accept(
            row.getLong(1),
            "events %d to %d were taken out, and no event says so"
                .formatted(row.getLong(1), row.getLong(2)));
      }
    }
    if (beyond(connection, ranges.formatted("main"), log) > 0) {
      found.accept(null, "the table gap is not what the events make of it");
    }
  }

  /** What a message's row says of its edits and its deletion. */
  private void fates(Connection connection, BiConsumer<Long, String> found) throws SQLException {
    String marked = "SELECT seq, latest, deleted FROM %s WHERE latest NOTNULL OR deleted NOTNULL";
    String log = marked.formatted("log.event");
    String made = marked.formatted("main.event");
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT seq, room FROM log.event WHERE seq IN (%s)"
                    .formatted(
                        "SELECT seq FROM (%s EXCEPT %s) UNION SELECT seq FROM (%s EXCEPT %s)"
                            .formatted(log, made, made, log)))) {
      while (row.next()) {
        if (row.getLong(1) <= floors.of(row.getString(2))) {
          // Retention erased the edit that says so.
          continue;
        }
        found.accept(
            row.getLong(1),
            "event %d is not marked as it was edited or deleted".formatted(row.getLong(1)));
      }
    }
  }

  private static long beyond(Connection connection, String these, String those)
      throws SQLException {
    return Schema.number(
        connection,
        "SELECT count(*) FROM (SELECT * FROM " + these + " EXCEPT SELECT * FROM " + those + ")");
  }
}
