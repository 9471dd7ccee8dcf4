package parley.server.logfile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import parley.protocol.Addressee;
import parley.protocol.Names;
import parley.server.state.Change;
import parley.server.state.PartnerKey;

/**
 * With whom each person exchanged direct messages under which name, so that a name that is somebody
 * else's by now is noticed. What one said oneself counts last; what others said never takes the
 * place of somebody, or whoever takes a name could make themselves known by a word. Used by the
 * writer alone, under its lock.
 */
public final class Partners {
  /** Of those whom a person wrote to, so many are remembered; the oldest are forgotten first. */
  private static final long WRITTEN_TO = 1_000;

  /** Of those who only wrote to a person; a flood of them forgets none of the others. */
  private static final long HEARD_FROM = 200;

  private static final String WROTE =
      """
      INSERT INTO partner(person, name, other, seq, wrote) VALUES (?, ?, ?, ?, 1)
      ON CONFLICT(person, name) DO UPDATE
        SET other = excluded.other, seq = excluded.seq, wrote = 1
        WHERE other <> excluded.other OR wrote = 0\
      """;
  private static final String HEARD =
      """
      INSERT INTO partner(person, name, other, seq, wrote) VALUES (?, ?, ?, ?, 0)
      ON CONFLICT DO NOTHING\
      """;
  private static final String FORGET =
      """
      DELETE FROM partner WHERE person = ? AND wrote = ? AND seq <=
        (SELECT seq FROM partner WHERE person = ? AND wrote = ?
         ORDER BY seq DESC LIMIT 1 OFFSET ?)\
      """;
  private static final String FORGET_ALL = "DELETE FROM partner WHERE person = ?";
  private static final String KNOWN = "SELECT other FROM partner WHERE person = ? AND name = ?";

  private final Statements sql;

  public Partners(Statements sql) {
    this.sql = sql;
  }

  /**
   * @param seq the message's number
   */
  void said(long seq, Change.Said said) throws SQLException {
    if (!(said.addressee() instanceof Addressee.Person to)) {
      return;
    }
    if (sql.run(WROTE, said.person(), Names.fold(to.name()), to.id(), seq) > 0) {
      forget(said.person(), 1, WRITTEN_TO);
    }
    if (sql.run(HEARD, to.id(), Names.fold(said.name()), said.person(), seq) > 0) {
      forget(to.id(), 0, HEARD_FROM);
    }
  }

  private void forget(String person, long wrote, long kept) throws SQLException {
    sql.run(FORGET, person, wrote, person, wrote, kept);
  }

  /** Nobody comes back under this id. */
  void expired(String person) throws SQLException {
    sql.run(FORGET_ALL, person);
  }

  /** The ids of those who are known under these names, where somebody is. */
  public Map<PartnerKey, String> known(Collection<PartnerKey> keys) throws SQLException {
    Map<PartnerKey, String> known = HashMap.newHashMap(keys.size());
    for (PartnerKey key : keys) {
      try (ResultSet row = sql.bound(KNOWN, key.person(), key.name()).executeQuery()) {
        if (row.next()) {
          known.put(key, row.getString(1));
        }
      }
    }
    return known;
  }
}
