package parley.server.search;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.Names;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;

/** The index opened for writing. Confined to the indexer's thread. */
final class Index implements AutoCloseable {
  private static final int STATEMENTS = 32;

  /** Where more messages go at once, the part is made anew from what stays. */
  private static final int ONE_BY_ONE = 1_000;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Residue residue;
  private long position;

  private Index(Connection connection) throws SQLException {
    this.connection = connection;
    residue = new Residue(connection);
    position = IndexFile.number(connection, "SELECT position FROM place");
  }

  /**
   * Opens the index of a log.
   *
   * @param last the log's newest event
   * @return null where there is another thing in the file's place, or an index of something else
   * @throws SQLException where it can't be read; it may be damaged
   */
  static Index open(IndexFile file, String log, long last) throws SQLException, IOException {
    Connection connection = file.writer();
    try {
      boolean empty = IndexFile.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
      if (empty) {
        IndexFile.create(connection, log);
      } else if (!IndexFile.belongs(connection, log, last)) {
        connection.close();
        return null;
      }
      return new Index(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Everything up to this event is in the index. */
  long position() {
    return position;
  }

  /**
   * Takes in what some events say, up to a position, in one transaction. After an exception it must
   * be opened anew.
   */
  void write(List<Entry> entries, long upTo) throws SQLException {
    execute("BEGIN IMMEDIATE");
    try {
      for (Entry entry : entries) {
        apply(entry);
      }
      PreparedStatement moved = statement("UPDATE place SET position = ?");
      moved.setLong(1, upTo);
      moved.executeUpdate();
      execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      forgetStatements();
      try {
        execute("ROLLBACK");
      } catch (SQLException rolledBack) {
        e.addSuppressed(rolledBack);
      }
      throw e;
    }
    position = upTo;
  }

  private void apply(Entry entry) throws SQLException {
    switch (entry.change()) {
      case Change.Said c -> insert(entry.seq(), tokens(c));
      case Change.Edited c -> {
        delete(c.target());
        insert(c.target(), tokens(c.now()));
      }
      case Change.Deleted c -> delete(c.target());
      case Change.Dropped c -> drop(c.inRoom(), c.except(), c.upTo());
      case Change.Came _,
          Change.Expired _,
          Change.Joined _,
          Change.Left _,
          Change.TopicSet _,
          Change.RoomSet _,
          Change.RoomRoleGiven _,
          Change.RoomInvited _,
          Change.RoomBarred _,
          Change.RoomUnbarred _,
          Change.Named _,
          Change.Renamed _,
          Change.RoomClosed _,
          Change.Commanded _,
          Change.Reported _,
          Change.OperatorSet _,
          Change.Banned _,
          Change.Unbanned _,
          Change.Muted _,
          Change.Unmuted _,
          Change.NetworkUnmuted _,
          Change.OfAccount _,
          Change.Reacted _,
          Change.Read _,
          Change.Forgotten _ -> {
        // It says nothing that could be found.
      }
    }
  }

  /** What a message can be found by. */
  static String tokens(Change.Said c) {
    List<String> tokens = new ArrayList<>();
    switch (c.audience()) {
      case Place.Room room -> tokens.add(Mark.room(room.folded()));
      case Place.Talk talk -> {
        tokens.add(Mark.direct(talk.a()));
        if (!talk.a().equals(talk.b())) {
          tokens.add(Mark.direct(talk.b()));
        }
      }
    }
    tokens.add(Mark.name(Names.fold(c.name())));
    tokens.add(Mark.author(c.person()));
    String text = Snippets.searched(c);
    List<Token> words = Tokens.of(text);
    Signs.in(text, words).forEach(sign -> tokens.add(Mark.sign(sign)));
    words.forEach(token -> tokens.add(token.form()));
    return String.join(" ", tokens);
  }

  private void insert(long seq, String tokens) throws SQLException {
    long part = Part.of(seq);
    PreparedStatement known = statement("SELECT 1 FROM part WHERE number = ?");
    known.setLong(1, part);
    boolean exists;
    try (ResultSet row = known.executeQuery()) {
      exists = row.next();
    }
    if (!exists) {
      execute(Part.create(part));
      execute(Part.secure(part));
      execute(Part.gather(part));
      execute("INSERT INTO part(number) VALUES (" + part + ")");
    }
    PreparedStatement insert = statement(Part.insert(part));
    insert.setLong(1, seq);
    insert.setString(2, tokens);
    insert.executeUpdate();
  }

  /** Takes a message out, if it is there. */
  private void delete(long seq) throws SQLException {
    long part = Part.of(seq);
    if (IndexFile.number(connection, "SELECT 1 FROM part WHERE number = " + part) == 0) {
      return;
    }
    PreparedStatement tokens = statement(Part.tokens(part));
    tokens.setLong(1, seq);
    try (ResultSet row = tokens.executeQuery()) {
      if (!row.next()) {
        return;
      }
      residue.note(part, row.getString(1));
    }
    PreparedStatement delete = statement(Part.delete(part));
    delete.setLong(1, seq);
    delete.executeUpdate();
  }

  /**
   * Takes all messages up to a number out: those of a room, or all but those of some rooms.
   *
   * @param room folded; null for everywhere but in {@code except}
   * @param except folded
   */
  void drop(String room, List<String> except, long upTo) throws SQLException {
    List<String> rooms = room == null ? except : List.of(room);
    List<String> marks = rooms.stream().map(name -> '"' + Mark.room(name) + '"').toList();
    String where = marks.isEmpty() ? "" : room == null ? " AND id NOT IN " : " AND id IN ";
    for (long part : IndexFile.numbers(connection, "SELECT number FROM part ORDER BY number")) {
      if (part <= Part.of(upTo)) {
        drop(part, where, String.join(" OR ", marks), upTo);
      }
    }
  }

  private void drop(long part, String where, String marks, long upTo) throws SQLException {
    String going =
        " FROM %s_content WHERE id <= ?".formatted(Part.table(part))
            + (where.isEmpty() ? "" : where + Part.allOf(part));
    List<Long> seqs = new ArrayList<>();
    try (PreparedStatement some = connection.prepareStatement("SELECT id" + going + " LIMIT ?")) {
      some.setLong(1, upTo);
      if (!where.isEmpty()) {
        some.setString(2, marks);
      }
      some.setLong(where.isEmpty() ? 2 : 3, ONE_BY_ONE + 1L);
      try (ResultSet row = some.executeQuery()) {
        while (row.next()) {
          seqs.add(row.getLong(1));
        }
      }
    }
    if (seqs.size() <= ONE_BY_ONE) {
      for (long seq : seqs) {
        delete(seq);
      }
      return;
    }
    try (PreparedStatement all = connection.prepareStatement("DELETE" + going)) {
      all.setLong(1, upTo);
      if (!where.isEmpty()) {
        all.setString(2, marks);
      }
      all.executeUpdate();
    }
    residue.rewritten();
    String content = "SELECT EXISTS (SELECT 1 FROM " + Part.table(part) + "_content)";
    if (IndexFile.number(connection, content) != 0) {
      execute(Part.rebuild(part));
    } else {
      forgetStatements();
      execute("DROP TABLE " + Part.table(part));
      execute("DELETE FROM part WHERE number = " + part);
    }
  }

  /**
   * Sees to it that nothing of the messages taken out is left in the file or beside it.
   *
   * @return false where a search that is under way holds old pages: try again soon
   */
  boolean clean() throws SQLException {
    return residue.clean();
  }

  /** Whether {@link #clean} has something to do. */
  boolean isUnclean() {
    return residue.any();
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      if (prepared.size() >= STATEMENTS) {
        forgetStatements();
      }
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /** After any error too: the driver finalizes a statement that failed. */
  private void forgetStatements() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        // Closing tells once more of the error that was told already.
      }
    }
    prepared.clear();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    forgetStatements();
    connection.close();
  }
}
