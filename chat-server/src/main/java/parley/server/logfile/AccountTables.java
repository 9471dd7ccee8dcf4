package parley.server.logfile;

import java.sql.SQLException;
import parley.protocol.Json;
import parley.protocol.Names;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.PersonId;

/** What events of accounts change in the tables: the part of {@link Projection} that is theirs. */
final class AccountTables {
  /** A guest who makes an account has a row already. */
  private static final String PERSON =
      """
      INSERT INTO person(id, number, name, session) VALUES (?, ?, ?, NULL)
      ON CONFLICT(id) DO UPDATE SET session = NULL\
      """;

  private static final String MADE =
      "INSERT INTO account(person, role, suspended, made) VALUES (?, ?, NULL, ?)";
  private static final String ROLE = "UPDATE account SET role = ? WHERE person = ?";
  private static final String SUSPENDED = "UPDATE account SET suspended = ? WHERE person = ?";
  private static final String DELETED = "DELETE FROM account WHERE person = ?";

  private static final String ERASING =
      """
      INSERT INTO unsaying(person, name, seq) VALUES (?, ?, ?)
      ON CONFLICT(person) DO UPDATE SET name = excluded.name, seq = max(seq, excluded.seq)\
      """;

  private static final String ERASED = "DELETE FROM unsaying WHERE person = ? AND seq <= ?";

  /** Its events stay: who it was is not forgotten as a guest's coming and going is. */
  private static final String GONE =
      "UPDATE person SET expired = ?1, forgotten = ?1, session = NULL WHERE id = ?2";

  private static final String PASSWORD =
      """
      INSERT INTO credential(person, verifier) VALUES (?, ?)
      ON CONFLICT(person) DO UPDATE SET verifier = excluded.verifier\
      """;
  private static final String NO_PASSWORD = "DELETE FROM credential WHERE person = ?";
  private static final String OPENED =
      """
      INSERT INTO signin(number, person, session, device, since, used)
      VALUES (?1, ?2, ?3, ?4, ?5, ?5)\
      """;
  private static final String USED = "UPDATE signin SET used = ? WHERE number = ?";
  private static final String ENDED = "DELETE FROM signin WHERE number = ?";
  private static final String ALL_ENDED = "DELETE FROM signin WHERE person = ?";
  private static final String TOKEN_MADE =
      """
      INSERT INTO token(number, person, hash, name, scope, since, by, used, until)
      VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)\
      """;
  private static final String TOKEN_USED = "UPDATE token SET used = ? WHERE number = ?";
  private static final String TOKEN_ENDED = "DELETE FROM token WHERE number = ?";
  private static final String TOKENS_ENDED = "DELETE FROM token WHERE person = ?";
  private static final String INVITED =
      """
      INSERT INTO invitation(number, hash, name, person, role, rooms, until, uses, by, maker)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String SPENT = "UPDATE invitation SET uses = uses - 1 WHERE number = ?";
  private static final String NONE_LEFT = "DELETE FROM invitation WHERE number = ? AND uses <= 0";
  private static final String UNINVITED = "DELETE FROM invitation WHERE number = ?";
  private static final String UNINVITED_ALL = "DELETE FROM invitation WHERE person = ?";
  private static final String KEPT =
      """
      INSERT INTO keptname(folded, name, person) VALUES (?, ?, ?)
      ON CONFLICT(folded) DO UPDATE SET name = excluded.name, person = excluded.person\
      """;
  private static final String KEPT_OF_ACCOUNT =
      """
      INSERT INTO keptname(folded, name, person)
      SELECT ?, ?, person FROM account WHERE person = ?
      ON CONFLICT(folded) DO UPDATE SET name = excluded.name, person = excluded.person\
      """;

  /** Whoever has a name again; nobody else may take one that is kept. */
  private static final String TAKEN_BACK =
      "DELETE FROM keptname WHERE folded = ? AND ? IN (SELECT person FROM account)";

  private final Statements sql;

  AccountTables(Statements sql) {
    this.sql = sql;
  }

  void renamed(Change.Named c) throws SQLException {
    sql.run(KEPT_OF_ACCOUNT, Names.fold(c.was()), c.was(), c.person());
    sql.run(TAKEN_BACK, Names.fold(c.name()), c.person());
  }

  void apply(Entry entry, Change.OfAccount change) throws SQLException {
    long seq = entry.seq();
    switch (change) {
      case Change.AccountMade c -> {
        sql.run(PERSON, c.person(), PersonId.of(c.person()).number(), c.name());
        sql.run(MADE, c.person(), c.role().word(), seq);
        spend(c.invitation());
      }
      case Change.RoleGiven c -> sql.run(ROLE, c.role().word(), c.person());
      case Change.PasswordSet c -> {
        if (c.verifier() == null) {
          sql.run(NO_PASSWORD, c.person());
        } else {
          sql.run(PASSWORD, c.person(), c.verifier());
        }
        spend(c.invitation());
      }
      case Change.Suspended c -> sql.run(SUSPENDED, c.reason(), c.person());
      case Change.AccountDeleted c -> {
        sql.run(DELETED, c.person());
        sql.run(NO_PASSWORD, c.person());
        sql.run(ALL_ENDED, c.person());
        sql.run(TOKENS_ENDED, c.person());
        sql.run(UNINVITED_ALL, c.person());
        sql.run(KEPT, Names.fold(c.name()), c.name(), c.person());
        sql.run(GONE, seq, c.person());
      }
      case Change.ErasureBegun c -> sql.run(ERASING, c.person(), c.name(), c.upTo());
      case Change.ErasureDone c -> sql.run(ERASED, c.person(), c.upTo());
      case Change.SessionOpened c ->
          sql.run(OPENED, seq, c.person(), c.session(), c.device(), entry.at());
      case Change.SessionUsed c -> sql.run(USED, entry.at(), c.session());
      case Change.SessionEnded c -> sql.run(ENDED, c.session());
      case Change.TokenMade c ->
          sql.run(
              TOKEN_MADE,
              seq,
              c.person(),
              c.token(),
              c.called(),
              Json.MAPPER.writeValueAsString(c.scope()),
              entry.at(),
              c.by(),
              c.end());
      case Change.TokenUsed c -> sql.run(TOKEN_USED, entry.at(), c.token());
      case Change.TokenEnded c -> sql.run(TOKEN_ENDED, c.token());
      case Change.InvitationMade c ->
          sql.run(
              INVITED,
              seq,
              c.secret(),
              c.name(),
              c.whose(),
              c.role() == null ? null : c.role().word(),
              Json.MAPPER.writeValueAsString(c.rooms()),
              c.until(),
              (long) c.uses(),
              c.by(),
              c.maker());
      case Change.InvitationEnded c -> sql.run(UNINVITED, c.invitation());
    }
  }

  private void spend(Long invitation) throws SQLException {
    if (invitation != null) {
      sql.run(SPENT, invitation);
      sql.run(NONE_LEFT, invitation);
    }
  }
}
