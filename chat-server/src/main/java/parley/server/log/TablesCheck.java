package parley.server.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import parley.server.state.Change;
import parley.server.state.Content;
import parley.server.state.Entry;

/**
 * The tables of a log, made anew in memory from its events by the code that made those of the file,
 * and compared with them.
 */
final class TablesCheck {
  /** Tables that no event makes, or that are looked at apart. */
  private static final Set<String> APART = Set.of("event", "meta", "nonce", "erasure");

  /** A message that was edited or deleted, without what it said. */
  private static final String STUB =
      """
      INSERT INTO main.event(seq, at, kind, content, digest) VALUES (?, 0, 'said', x'', x'')
      ON CONFLICT DO NOTHING\
      """;

  private final Statements sql;
  private final Attachments attachments;
  private final Tables tables;
  private final Floors floors;

  TablesCheck(Connection connection) throws SQLException {
    Schema.make(connection);
    sql = new Statements(connection);
    attachments = new Attachments(sql);
    tables = new Tables(sql, attachments);
    try (var select = connection.prepareStatement("SELECT place, seq FROM log.floor")) {
      floors = Floors.read(select);
    }
  }

  /** Whether retention took a message. */
  boolean dropped(Row row) {
    return "said".equals(row.kind()) && row.seq() <= floors.of(row.room());
  }

  void apply(Entry entry) throws SQLException {
    switch (entry.change()) {
      case Change.Said c -> {
        attachments.add(entry.seq(), c);
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
            "the table %s is not what the events make of it (%d rows of it are wrong, %d are missing)"
                .formatted(name, wrong, missing));
      }
    }
    fates(connection, found);
    nonces(connection, found);
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

  /** A nonce is its message's own, and remembers what was said. */
  private static void nonces(Connection connection, BiConsumer<Long, String> found)
      throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT nonce.seq, event.at IS nonce.at AND event.person IS nonce.person,
                  event.body, nonce.nonce, nonce.content
                FROM log.nonce LEFT JOIN log.event USING (seq) ORDER BY nonce.seq\
                """)) {
      while (row.next()) {
        byte[] body = row.getBytes(3);
        boolean same =
            row.getBoolean(2)
                && (body == null || isOf(Body.read(body), row.getString(4), row.getString(5)));
        if (!same) {
          found.accept(
              row.getLong(1),
              "the nonce of event %d is not the one that was sent".formatted(row.getLong(1)));
        }
      }
    }
  }

  private static boolean isOf(Change.Lasting change, String nonce, String content) {
    return switch (change) {
      case Change.Said c -> nonce.equals(c.nonce()) && content.equals(Content.of(c));
      case Change.Edited c ->
          nonce.equals(c.nonce()) && content.equals(Content.ofEdit(c.target(), c.text()));
      default -> false;
    };
  }
}
