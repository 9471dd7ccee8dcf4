package parley.server.logfile;

import java.sql.SQLException;
import parley.protocol.Json;
import parley.protocol.Names;
import parley.server.state.Change;
import parley.server.state.ContentHash;
import parley.server.state.Entry;
import parley.server.state.PersonId;

/**
 * What an event changes in the tables beside it, so that starting reads these and not the history:
 * the same as {@link parley.server.state.State#apply(Entry)} does in memory. Used by the writer
 * alone, under its lock.
 */
public final class Projection {
  private static final String CAME =
      "INSERT INTO person(id, number, name, session) VALUES (?, ?, ?, ?)";
  private static final String EXPIRED =
      "UPDATE person SET expired = ?, session = NULL WHERE id = ?";
  private static final String LEFT_ALL =
      "UPDATE membership SET to_seq = ? WHERE person = ? AND to_seq IS NULL";
  private static final String NAMED = "UPDATE person SET name = ? WHERE id = ?";
  private static final String OPERATOR = "UPDATE person SET operator = ? WHERE id = ?";
  private static final String MUTED = "UPDATE person SET muted_until = ? WHERE id = ?";
  private static final String NETWORK_MUTED =
      """
      INSERT INTO mute(network, person, until, by, since) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT(network) DO UPDATE SET person = excluded.person, until = excluded.until,
        by = excluded.by, since = excluded.since\
      """;
  private static final String NETWORKS_UNMUTED = "DELETE FROM mute WHERE person = ?";
  private static final String NETWORK_UNMUTED = "DELETE FROM mute WHERE network = ?";
  private static final String ROOM_MADE =
      "INSERT INTO room(folded, name, made, settings) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String ROOM_SET = "UPDATE room SET settings = ? WHERE folded = ?";
  private static final String ROOM_ROLE =
      "UPDATE membership SET role = ? WHERE room = ? AND person = ? AND to_seq IS NULL";
  private static final String ROOM_BARRED =
      """
      INSERT OR REPLACE INTO roombar(room, bar, person, name, until, reason, by, networks, since)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String ROOM_UNBARRED =
      "DELETE FROM roombar WHERE room = ? AND bar = ? AND person = ?";
  private static final String ROOM_UNBARRED_ALL = "DELETE FROM roombar WHERE room = ?";
  private static final String UNBARRED = "DELETE FROM roombar WHERE person = ? AND networks = '[]'";
  private static final String ROOM_INVITED =
      "INSERT INTO roominvitation(room, person, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String ROOM_UNINVITED =
      "DELETE FROM roominvitation WHERE room = ? AND person = ?";
  private static final String ROOM_UNINVITED_ALL = "DELETE FROM roominvitation WHERE room = ?";
  private static final String UNINVITED = "DELETE FROM roominvitation WHERE person = ?";
  private static final String JOINED =
      "INSERT INTO membership(person, from_seq, room) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String LEFT =
      "UPDATE membership SET to_seq = ? WHERE room = ? AND person = ? AND to_seq IS NULL";
  private static final String TOPIC = "UPDATE room SET topic = ? WHERE folded = ?";
  private static final String ROOM_KEPT =
      """
      INSERT OR REPLACE INTO keptroom(folded, closed)
      SELECT folded, ? FROM room WHERE folded = ?
        AND (json_extract(settings, '$.private') OR json_extract(settings, '$.history') = 'joined')\
      """;
  private static final String ROOM_ERASED = "DELETE FROM keptroom WHERE folded = ? AND closed <= ?";
  private static final String ROOM_CLOSED = "DELETE FROM room WHERE folded = ?";
  private static final String ALL_LEFT =
      "UPDATE membership SET to_seq = ? WHERE room = ? AND to_seq IS NULL";

  /** A ban said again keeps its place in the list, as a key of a map does. */
  private static final String BANNED =
      """
      INSERT INTO ban(target, until, reason, by, since, seq, networks) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT(target) DO UPDATE SET until = excluded.until, reason = excluded.reason,
        by = excluded.by, since = excluded.since,
        networks = excluded.networks\
      """;

  private static final String UNBANNED = "DELETE FROM ban WHERE target = ?";

  /** A nonce that was kept long enough and is not yet forgotten gives way to the new one. */
  private static final String NONCE =
      "INSERT OR REPLACE INTO nonce(seq, at, person, nonce, content) VALUES (?, ?, ?, ?, ?)";

  /** What holds a message now: it itself, or the newest of its edits. */
  private static final String HOLDER = "(SELECT ifnull(latest, seq) FROM event WHERE seq = ?)";

  private static final String ERASED =
      "UPDATE event SET body = NULL, salt = NULL WHERE seq = " + HOLDER;

  /** The digest of a text that is gone could be guessed at. */
  private static final String NONCE_EMPTIED = "UPDATE nonce SET content = '' WHERE seq = " + HOLDER;

  private static final String EDITED = "UPDATE event SET latest = ? WHERE seq = ?";
  private static final String DELETED = "UPDATE event SET latest = NULL, deleted = ? WHERE seq = ?";
  private static final String UNREACTED_ALL = "DELETE FROM reaction WHERE target = ?";
  private static final String REACTED =
      "INSERT INTO reaction(target, emoji, person, seq) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";
  private static final String UNREACTED =
      "DELETE FROM reaction WHERE target = ? AND emoji = ? AND person = ?";
  private static final String READ =
      """
      INSERT INTO readmark(person, place, seq) VALUES (?, ?, ?)
      ON CONFLICT(person, place) DO UPDATE SET seq = excluded.seq\
      """;
  private static final String UNREAD_ALL = "DELETE FROM readmark WHERE person = ?";

  private static final String DROPPED =
      """
      INSERT INTO floor(place, seq) VALUES (?, ?)
      ON CONFLICT(place) DO UPDATE SET seq = max(seq, excluded.seq)\
      """;

  private static final String FLOOR_OF_ITS_OWN =
      """
      INSERT INTO floor(place, seq)
      SELECT value, ifnull((SELECT seq FROM floor WHERE place = ''), 0) FROM json_each(?) WHERE true
      ON CONFLICT DO NOTHING\
      """;

  private static final String DROPPED_REST =
      """
      UPDATE floor SET seq = max(seq, ?)
      WHERE place <> '' AND place NOT IN (SELECT value FROM json_each(?))\
      """;

  /** How a room was before rooms were of kinds. */
  static final String OPEN_TO_GUESTS = "{\"guests\":true}";

  private final AccountTables accounts;
  private final Statements sql;
  private final Attachments attachments;
  private final Partners partners;
  private final Forgetting forgetting;
  private final long guestsUpTo;

  /**
   * @param guestsUpTo {@link Meta#GUESTS_UP_TO}
   */
  public Projection(Statements sql, Attachments attachments, long guestsUpTo) {
    this.guestsUpTo = guestsUpTo;
    forgetting = new Forgetting(sql);
    accounts = new AccountTables(sql);
    this.sql = sql;
    this.attachments = attachments;
    this.partners = new Partners(sql);
  }

  /**
   * @return whether a nonce was noted
   */
  public boolean apply(Entry entry) throws SQLException {
    long seq = entry.seq();
    switch (entry.change()) {
      case Change.Said c -> {
        attachments.add(seq, c);
        partners.said(seq, c);
        return note(entry, c.person(), c.nonce(), ContentHash.of(c));
      }
      case Change.Edited c -> {
        erase(c.target());
        sql.run(EDITED, seq, c.target());
        return note(entry, c.person(), c.nonce(), ContentHash.ofEdit(c.target(), c.text()));
      }
      case Change.Deleted c -> {
        erase(c.target());
        sql.run(DELETED, seq, c.target());
        sql.run(UNREACTED_ALL, c.target());
        attachments.remove(c.target());
      }
      case Change.Reacted c when c.removed() ->
          sql.run(UNREACTED, c.target(), c.emoji(), c.person());
      case Change.Reacted c -> sql.run(REACTED, c.target(), c.emoji(), c.person(), seq);
      case Change.Read c -> sql.run(READ, c.person(), c.place().mark(c.person()), c.upTo());
      case Change.Came c ->
          sql.run(CAME, c.person(), PersonId.of(c.person()).number(), c.name(), c.session());
      case Change.Expired c -> {
        sql.run(EXPIRED, seq, c.person());
        sql.run(LEFT_ALL, seq, c.person());
        sql.run(UNREAD_ALL, c.person());
        sql.run(UNINVITED, c.person());
        sql.run(UNBARRED, c.person());
        partners.expired(c.person());
      }
      case Change.Joined c -> {
        String folded = Names.fold(c.room());
        sql.run(ROOM_MADE, folded, c.room(), seq, seq <= guestsUpTo ? OPEN_TO_GUESTS : "{}");
        sql.run(JOINED, c.person(), seq, folded);
        sql.run(ROOM_UNINVITED, folded, c.person());
      }
      case Change.Left c -> sql.run(LEFT, seq, Names.fold(c.room()), c.person());
      case Change.RoomSet c ->
          sql.run(ROOM_SET, Json.MAPPER.writeValueAsString(c.settings()), Names.fold(c.room()));
      case Change.RoomRoleGiven c ->
          sql.run(ROOM_ROLE, c.role().wire(), Names.fold(c.room()), c.person());
      case Change.RoomBarred c ->
          sql.run(
              ROOM_BARRED,
              Names.fold(c.room()),
              c.bar().wire(),
              c.person(),
              c.name(),
              c.until(),
              c.reason(),
              c.by(),
              Json.MAPPER.writeValueAsString(c.networks()),
              entry.at());
      case Change.RoomUnbarred c ->
          sql.run(ROOM_UNBARRED, Names.fold(c.room()), c.bar().wire(), c.person());
      case Change.RoomInvited c when c.removed() ->
          sql.run(ROOM_UNINVITED, Names.fold(c.room()), c.person());
      case Change.RoomInvited c -> sql.run(ROOM_INVITED, Names.fold(c.room()), c.person(), seq);
      case Change.TopicSet c -> sql.run(TOPIC, c.text(), Names.fold(c.room()));
      case Change.Named c -> {
        sql.run(NAMED, c.name(), c.person());
        accounts.renamed(c);
      }
      case Change.RoomClosed c -> {
        String folded = Names.fold(c.room());
        sql.run(ROOM_KEPT, seq, folded);
        sql.run(ROOM_CLOSED, folded);
        sql.run(ROOM_UNINVITED_ALL, folded);
        sql.run(ROOM_UNBARRED_ALL, folded);
        sql.run(ALL_LEFT, seq, folded);
      }
      case Change.OperatorSet c -> sql.run(OPERATOR, c.operator() ? 1L : 0L, c.person());
      case Change.Banned c ->
          sql.run(
              BANNED,
              c.target(),
              c.until(),
              c.reason(),
              c.by(),
              entry.at(),
              seq,
              Json.MAPPER.writeValueAsString(c.networks()));
      case Change.Unbanned c -> sql.run(UNBANNED, c.target());
      case Change.Muted c -> {
        sql.run(MUTED, c.until() == 0 ? Long.MAX_VALUE : c.until(), c.person());
        for (String network : c.networks()) {
          sql.run(NETWORK_MUTED, network, c.person(), c.until(), c.by(), entry.at());
        }
      }
      case Change.Unmuted c -> {
        sql.run(MUTED, 0L, c.person());
        sql.run(NETWORKS_UNMUTED, c.person());
      }
      case Change.NetworkUnmuted c -> sql.run(NETWORK_UNMUTED, c.network());
      case Change.OfAccount c -> {
        if (c instanceof Change.AccountDeleted gone) {
          sql.run(LEFT_ALL, seq, gone.person());
          sql.run(UNREAD_ALL, gone.person());
          sql.run(UNINVITED, gone.person());
          sql.run(UNBARRED, gone.person());
          partners.expired(gone.person());
        }
        accounts.apply(entry, c);
      }
      case Change.Dropped c -> drop(c);
      case Change.Forgotten c -> forgetting.apply(seq, c);
      case Change.Renamed _, Change.Commanded _, Change.Reported _ -> {
        // These only tell: a room of a Named, and operators of what was done.
      }
    }
    return false;
  }

  /** Leaves the digests, so that the chain still holds. Earlier holders were erased before. */
  private void erase(long target) throws SQLException {
    sql.run(NONCE_EMPTIED, target);
    sql.run(ERASED, target);
  }

  /**
   * @return whether there is a nonce to be noted
   */
  public boolean note(Entry entry, String person, String nonce, String content)
      throws SQLException {
    if (nonce == null || person == null) {
      return false;
    }
    sql.run(NONCE, entry.seq(), entry.at(), person, nonce, content);
    return true;
  }

  /** A room that gets a floor of its own keeps what it had with the rest. */
  private void drop(Change.Dropped c) throws SQLException {
    if (c.inRoom() != null) {
      sql.run(DROPPED, c.inRoom(), c.upTo());
      sql.run(ROOM_ERASED, c.inRoom(), c.upTo());
      return;
    }
    String except = Json.MAPPER.writeValueAsString(c.except());
    sql.run(FLOOR_OF_ITS_OWN, except);
    sql.run(DROPPED_REST, c.upTo(), except);
    sql.run(DROPPED, "", c.upTo());
  }
}
