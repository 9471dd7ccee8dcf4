package parley.server.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import parley.server.logfile.CurrentMessages;
import parley.server.logfile.DamagedEvents;
import parley.server.logfile.Partners;
import parley.server.logfile.RetentionMarks;
import parley.server.logfile.Statements;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.NonceKey;
import parley.server.state.OldMessage;
import parley.server.state.OldMessage.Done;
import parley.server.state.PartnerKey;
import parley.server.state.ReactionKey;
import parley.server.state.Sent;

/** Facts about old things that a decision rests on. Used by the writer alone, under its lock. */
final class OldFacts {
  private static final String SENT =
      "SELECT seq, at, content FROM nonce WHERE person = ? AND nonce = ?";

  private static final String MESSAGE =
      """
      SELECT message.kind, message.latest, edit.at, message.deleted, deletion.at
      FROM event message LEFT JOIN event edit ON edit.seq = message.latest
        LEFT JOIN event deletion ON deletion.seq = message.deleted
      WHERE message.seq = ?\
      """;

  /** From one to the next, so that it costs the different ones and not everybody's. */
  private static final String NEXT_EMOJI =
      "SELECT min(emoji) FROM reaction WHERE target = ? AND emoji > ?";

  private static final String REACTED =
      """
      SELECT reaction.seq, event.at FROM reaction JOIN event ON event.seq = reaction.seq
      WHERE target = ? AND emoji = ? AND reaction.person = ?\
      """;

  private final Statements sql;
  private final CurrentMessages retelling;
  private final Partners partners;

  OldFacts(Statements sql, DamagedEvents damage) {
    this.sql = sql;
    retelling = new CurrentMessages(sql, damage);
    partners = new Partners(sql);
  }

  Map<PartnerKey, String> partners(Collection<PartnerKey> keys) throws SQLException {
    return partners.known(keys);
  }

  Map<NonceKey, Sent> sent(Collection<NonceKey> keys) throws SQLException {
    Map<NonceKey, Sent> found = HashMap.newHashMap(keys.size());
    for (NonceKey key : keys) {
      try (ResultSet row = sql.bound(SENT, key.person(), key.nonce()).executeQuery()) {
        if (row.next()) {
          found.put(key, new Sent(row.getLong(1), row.getLong(2), row.getString(3)));
        }
      }
    }
    return found;
  }

  Map<Long, OldMessage> targets(Collection<Long> seqs) throws SQLException {
    Map<Long, OldMessage> found = HashMap.newHashMap(seqs.size());
    RetentionMarks floors = RetentionMarks.read(sql.get(RetentionMarks.SELECT));
    for (long seq : seqs) {
      try (ResultSet row = sql.bound(MESSAGE, seq).executeQuery()) {
        if (row.next() && row.getString(1).equals("said")) {
          Done edit = done(row, 2);
          Done deletion = done(row, 4);
          Entry message = retelling.retold(seq).entry();
          if (message == null || floors.took(message)) {
            // What retention took, erased or not yet, is as what never was.
            continue;
          }
          found.put(
              seq,
              new OldMessage(
                  seq,
                  (Change.Said) message.change(),
                  edit == null ? new Done(seq, message.at()) : edit,
                  deletion == null && message.fate().deleted()
                      ? new Done(seq, message.at())
                      : deletion,
                  reactions(seq)));
        }
      }
    }
    return found;
  }

  private static Done done(ResultSet row, int column) throws SQLException {
    long seq = row.getLong(column);
    return row.wasNull() ? null : new Done(seq, row.getLong(column + 1));
  }

  private Set<String> reactions(long target) throws SQLException {
    Set<String> reactions = new TreeSet<>();
    String emoji = "";
    while (emoji != null) {
      try (ResultSet row = sql.bound(NEXT_EMOJI, target, emoji).executeQuery()) {
        row.next();
        emoji = row.getString(1);
      }
      if (emoji != null) {
        reactions.add(emoji);
      }
    }
    return reactions;
  }

  Map<ReactionKey, Done> reacted(Collection<ReactionKey> keys) throws SQLException {
    Map<ReactionKey, Done> found = HashMap.newHashMap(keys.size());
    for (ReactionKey key : keys) {
      try (ResultSet row =
          sql.bound(REACTED, key.target(), key.emoji(), key.person()).executeQuery()) {
        if (row.next()) {
          found.put(key, new Done(row.getLong(1), row.getLong(2)));
        }
      }
    }
    return found;
  }
}
