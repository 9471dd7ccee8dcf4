package parley.server.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import parley.protocol.Names;
import parley.server.state.Change;
import parley.server.state.Content;
import parley.server.state.Entry;

/**
 * What an event changes in the tables beside it, so that starting reads these and not the history:
 * the same as {@link parley.server.state.State#apply(Entry)} does in memory. Used by the writer
 * alone, under its lock.
 */
final class Tables {
  private final PreparedStatement came;
  private final PreparedStatement expired;
  private final PreparedStatement leaveAll;
  private final PreparedStatement named;
  private final PreparedStatement operator;
  private final PreparedStatement muted;
  private final PreparedStatement makeRoom;
  private final PreparedStatement topic;
  private final PreparedStatement closeRoom;
  private final PreparedStatement emptyRoom;
  private final PreparedStatement joined;
  private final PreparedStatement left;
  private final PreparedStatement banned;
  private final PreparedStatement unbanned;
  private final PreparedStatement nonce;

  Tables(Connection c) throws SQLException {
    came = c.prepareStatement("INSERT INTO person(id, number, name, session) VALUES (?, ?, ?, ?)");
    expired = c.prepareStatement("UPDATE person SET expired = ?, session = NULL WHERE id = ?");
    leaveAll =
        c.prepareStatement("UPDATE membership SET to_seq = ? WHERE person = ? AND to_seq IS NULL");
    named = c.prepareStatement("UPDATE person SET name = ? WHERE id = ?");
    operator = c.prepareStatement("UPDATE person SET operator = ? WHERE id = ?");
    muted = c.prepareStatement("UPDATE person SET muted_until = ? WHERE id = ?");
    makeRoom =
        c.prepareStatement(
            "INSERT INTO room(folded, name, made) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    topic = c.prepareStatement("UPDATE room SET topic = ? WHERE folded = ?");
    closeRoom = c.prepareStatement("DELETE FROM room WHERE folded = ?");
    emptyRoom =
        c.prepareStatement("UPDATE membership SET to_seq = ? WHERE room = ? AND to_seq IS NULL");
    joined =
        c.prepareStatement(
            "INSERT INTO membership(person, from_seq, room) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING");
    left =
        c.prepareStatement(
            "UPDATE membership SET to_seq = ? WHERE room = ? AND person = ? AND to_seq IS NULL");
    // A ban said again keeps its place in the list, as a key of a map does.
    banned =
        c.prepareStatement(
            "INSERT INTO ban(target, until, reason, by, since, seq) VALUES (?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT(target) DO UPDATE SET until = excluded.until,"
                + " reason = excluded.reason, by = excluded.by, since = excluded.since");
    unbanned = c.prepareStatement("DELETE FROM ban WHERE target = ?");
    // A nonce that was kept long enough and not yet forgotten gives way to the new one.
    nonce =
        c.prepareStatement(
            "INSERT OR REPLACE INTO nonce(seq, at, person, nonce, content) VALUES (?, ?, ?, ?, ?)");
  }

  /**
   * @return whether a nonce was noted
   */
  boolean apply(Entry entry) throws SQLException {
    long seq = entry.seq();
    switch (entry.change()) {
      case Change.Said c -> {
        if (c.nonce() == null || c.person() == null) {
          return false;
        }
        run(nonce, seq, entry.at(), c.person(), c.nonce(), Content.of(c));
        return true;
      }
      case Change.Came c -> run(came, c.person(), number(c.person()), c.name(), c.session());
      case Change.Expired c -> {
        run(expired, seq, c.person());
        run(leaveAll, seq, c.person());
      }
      case Change.Joined c -> {
        String folded = Names.fold(c.room());
        run(makeRoom, folded, c.room(), seq);
        run(joined, c.person(), seq, folded);
      }
      case Change.Left c -> run(left, seq, Names.fold(c.room()), c.person());
      case Change.TopicSet c -> run(topic, c.text(), Names.fold(c.room()));
      case Change.Named c -> run(named, c.name(), c.person());
      case Change.RoomClosed c -> {
        run(closeRoom, Names.fold(c.room()));
        run(emptyRoom, seq, Names.fold(c.room()));
      }
      case Change.OperatorSet c -> run(operator, c.operator() ? 1L : 0L, c.person());
      case Change.Banned c ->
          run(banned, c.target(), c.until(), c.reason(), c.by(), entry.at(), seq);
      case Change.Unbanned c -> run(unbanned, c.target());
      case Change.Muted c -> run(muted, c.until() == 0 ? Long.MAX_VALUE : c.until(), c.person());
      case Change.Unmuted c -> run(muted, 0L, c.person());
      case Change.Renamed _ -> {
        // Its Named changed the table; this one only tells a room.
      }
    }
    return false;
  }

  /** Ids are a letter and a number, as {@link parley.server.state.State} gives them. */
  private static long number(String person) {
    return Long.parseLong(person.substring(1));
  }

  private static void run(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.executeUpdate();
  }
}
