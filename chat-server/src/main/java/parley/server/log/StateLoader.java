package parley.server.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import parley.protocol.Json;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.server.logfile.Meta;
import parley.server.state.Account;
import parley.server.state.Ban;
import parley.server.state.Bar;
import parley.server.state.Invitation;
import parley.server.state.KeptName;
import parley.server.state.Mute;
import parley.server.state.Place;
import parley.server.state.Scope;
import parley.server.state.ServerRole;
import parley.server.state.SignIn;
import parley.server.state.State;
import parley.server.state.Token;

/** The state from the tables. */
final class StateLoader {
  private StateLoader() {}

  /**
   * @param now taken as the time when everyone's last connection ended: the grace in which a guest
   *     may come back is counted afresh after a restart
   */
  static State load(Connection connection, long now) throws SQLException {
    State state = new State();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT id, name, session, operator, muted_until FROM person WHERE expired IS"
                  + " NULL")) {
        while (row.next()) {
          state.restore(
              row.getString(1),
              row.getString(2),
              row.getString(3),
              row.getBoolean(4),
              row.getLong(5),
              now);
        }
      }
      accounts(statement, state, now);
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT name, topic, max(
                ifnull((SELECT max(seq) FROM event
                        WHERE kind = 'said' AND room IS NOT NULL AND room = folded), 0),
                ifnull((SELECT max(seq) FROM event
                        WHERE kind <> 'said' AND room IS NOT NULL AND room = folded), 0)),
                (SELECT count(*) FROM
                  (SELECT 1 FROM event WHERE kind = 'said' AND room IS NOT NULL AND room = folded
                    AND seq > made LIMIT 100)),
                made, settings
              FROM room ORDER BY made\
              """)) {
        while (row.next()) {
          state.restore(
              row.getString(1),
              row.getString(2),
              row.getLong(3),
              row.getInt(4),
              row.getLong(5),
              Json.MAPPER.readValue(row.getString(6), RoomSettings.class));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT room.name, person, role, from_seq FROM membership JOIN room ON folded = room
              WHERE to_seq IS NULL ORDER BY from_seq\
              """)) {
        while (row.next()) {
          state.restore(
              row.getString(1), row.getString(2), RoomRole.of(row.getString(3)), row.getLong(4));
        }
      }
      try (ResultSet row =
          statement.executeQuery("SELECT room, person FROM roominvitation ORDER BY seq")) {
        while (row.next()) {
          state.restoreInvited(row.getString(1), row.getString(2));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT person, place, seq FROM readmark JOIN person ON id = person
              WHERE expired IS NULL\
              """)) {
        while (row.next()) {
          String person = row.getString(1);
          state.restoreRead(person, Place.ofMark(person, row.getString(2)), row.getLong(3));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT room, bar, person, name, until, reason, by, networks, since
              FROM roombar ORDER BY since, person\
              """)) {
        while (row.next()) {
          Bar bar =
              new Bar(
                  RoomBar.of(row.getString(2)),
                  row.getString(3),
                  row.getString(4),
                  row.getLong(5),
                  row.getString(6),
                  row.getString(7),
                  List.of(Json.MAPPER.readValue(row.getString(8), String[].class)),
                  row.getLong(9));
          state.restore(row.getString(1), bar);
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT folded, closed FROM keptroom")) {
        while (row.next()) {
          state.restoreKept(row.getString(1), row.getLong(2));
        }
      }
      bans(statement).forEach(state::restore);
      mutes(statement).forEach(state::restore);
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT ifnull(max(seq), 0), (SELECT ifnull(max(number), 0) FROM person),
                ifnull((SELECT at FROM event ORDER BY seq DESC LIMIT 1), 0),
                ifnull((SELECT CAST(value AS INTEGER) FROM meta WHERE key = '%s'), 0)
              FROM event\
              """
                  .formatted(Meta.NEXT_PERSON))) {
        row.next();
        long nextPerson = Math.max(row.getLong(2) + 1, row.getLong(4));
        state.resume(row.getLong(1) + 1, nextPerson, row.getLong(3));
      }
    }
    return state;
  }

  private static void accounts(Statement statement, State state, long now) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT account.person, role, verifier, suspended
            FROM account LEFT JOIN credential ON credential.person = account.person\
            """)) {
      while (row.next()) {
        state.restore(
            row.getString(1),
            new Account(ServerRole.of(row.getString(2)), row.getString(3), row.getString(4)));
      }
    }
    try (ResultSet row =
        statement.executeQuery(
            "SELECT person, number, session, device, since, used FROM signin ORDER BY number")) {
      while (row.next()) {
        state.restore(
            row.getString(1),
            new SignIn(
                row.getLong(2), row.getString(3), row.getString(4), row.getLong(5), row.getLong(6)),
            now);
      }
    }
    tokens(statement).forEach(known -> state.restore(known.token()));
    invitations(statement).forEach(state::restore);
    try (ResultSet row =
        statement.executeQuery("SELECT name, person FROM keptname ORDER BY folded")) {
      while (row.next()) {
        state.restore(new KeptName(row.getString(1), row.getString(2)));
      }
    }
  }

  static List<KnownToken> tokens(Statement statement) throws SQLException {
    List<KnownToken> tokens = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT person.name, token.number, person, hash, token.name, scope, since, by, used,
              until
            FROM token JOIN person ON id = person ORDER BY token.number\
            """)) {
      while (row.next()) {
        tokens.add(
            new KnownToken(
                row.getString(1),
                new Token(
                    row.getLong(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    Json.MAPPER.readValue(row.getString(6), Scope.class),
                    row.getLong(7),
                    row.getString(8),
                    row.getLong(9),
                    row.getLong(10))));
      }
    }
    return tokens;
  }

  static List<Invitation> invitations(Statement statement) throws SQLException {
    List<Invitation> invitations = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT number, hash, name, person, role, rooms, until, uses, by, maker
            FROM invitation ORDER BY number\
            """)) {
      while (row.next()) {
        String role = row.getString(5);
        invitations.add(
            new Invitation(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                role == null ? null : ServerRole.of(role),
                List.of(Json.MAPPER.readValue(row.getString(6), String[].class)),
                row.getLong(7),
                row.getInt(8),
                row.getString(9),
                row.getString(10)));
      }
    }
    return invitations;
  }

  static List<KnownAccount> knownAccounts(Statement statement) throws SQLException {
    List<KnownAccount> accounts = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT name, id, role, suspended, credential.person IS NOT NULL,
              (SELECT count(*) FROM signin WHERE signin.person = id),
              (SELECT ifnull(max(used), 0) FROM signin WHERE signin.person = id)
            FROM account JOIN person ON id = account.person
              LEFT JOIN credential ON credential.person = id
            ORDER BY made\
            """)) {
      while (row.next()) {
        accounts.add(
            new KnownAccount(
                row.getString(1),
                row.getString(2),
                ServerRole.of(row.getString(3)),
                row.getString(4),
                row.getBoolean(5),
                row.getInt(6),
                row.getLong(7)));
      }
    }
    return accounts;
  }

  static List<Mute> mutes(Statement statement) throws SQLException {
    List<Mute> mutes = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "SELECT network, person, until, by, since FROM mute ORDER BY since, network")) {
      while (row.next()) {
        mutes.add(
            new Mute(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getLong(5)));
      }
    }
    return mutes;
  }

  static List<Ban> bans(Statement statement) throws SQLException {
    List<Ban> bans = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "SELECT target, until, reason, by, since, networks FROM ban ORDER BY seq")) {
      while (row.next()) {
        bans.add(
            new Ban(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                List.of(Json.MAPPER.readValue(row.getString(6), String[].class))));
      }
    }
    return bans;
  }
}
