package parley.server.logfile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Limits;
import parley.protocol.MessageState;
import parley.protocol.Reaction;
import parley.server.state.Change;
import parley.server.state.Entry;

/**
 * Events as they stand now. A message that was edited has no body any more: its text is in the
 * newest edit; one that was deleted has none anywhere. For one thread at a time.
 */
public final class CurrentMessages {
  private static final String LATEST = "SELECT latest FROM event WHERE seq = ?";

  /** Of a message whose body is gone: what its row, which is never erased, still tells. */
  private static final String REMAINS =
      """
      SELECT ifnull(room.name, event.room), event.recipient, other.name, event.person, author.name
      FROM event LEFT JOIN room ON room.folded = event.room
        LEFT JOIN person author ON author.id = event.person
        LEFT JOIN person other ON other.id = event.recipient
      WHERE event.seq = ?\
      """;

  private static final String REACTIONS =
      """
      SELECT emoji, count(*) FROM reaction WHERE target = ? GROUP BY emoji ORDER BY min(seq)\
      """;

  private static final String NAMES =
      """
      SELECT name FROM reaction JOIN person ON id = person
      WHERE target = ? AND emoji = ? ORDER BY seq LIMIT ?\
      """;

  /**
   * An event read back.
   *
   * @param entry null where it is an edit that a later one, or a deletion, took the place of, and
   *     where it can't be trusted
   * @param bytes of the body that it was read from
   * @param latest the edit that the text is from, 0 where it is the event's own
   */
  public record Retold(Entry entry, int bytes, long latest) {}

  private static final Retold NOTHING = new Retold(null, 0, 0);

  private final Statements sql;
  private final VerifiedRows trusted;
  private final DamagedEvents damage;

  public CurrentMessages(Statements sql, DamagedEvents damage) {
    this.sql = sql;
    this.damage = damage;
    trusted = new VerifiedRows(sql, damage);
  }

  public Retold retold(long seq) throws SQLException {
    EventRow row = trusted.row(seq);
    if (row == null) {
      return NOTHING;
    }
    if (!row.erased()) {
      return new Retold(new Entry(seq, row.at(), EventBody.read(row.body())), row.body().length, 0);
    }
    return row.kind().equals("said") ? newest(seq, row.at()) : NOTHING;
  }

  /** A message whose own body is gone: as its newest edit has it, or that there was one. */
  private Retold newest(long seq, long at) throws SQLException {
    long latest;
    try (ResultSet row = sql.bound(LATEST, seq).executeQuery()) {
      row.next();
      latest = row.getLong(1);
    }
    if (latest == 0) {
      return new Retold(deleted(seq, at), 0, 0);
    }
    EventRow row = trusted.row(latest);
    if (row == null || row.erased()) {
      // Damaged, or dropped by retention.
      return NOTHING;
    }
    if (!(EventBody.read(row.body()) instanceof Change.Edited edit) || edit.target() != seq) {
      damage.found(seq);
      return NOTHING;
    }
    MessageState fate = new MessageState(Entry.iso(row.at()), false, null);
    return new Retold(new Entry(seq, at, edit.now(), fate), row.body().length, latest);
  }

  /** A message of which nothing is left but that there was one. */
  public Entry deleted(long seq, long at) throws SQLException {
    return new Entry(seq, at, remains(seq), new MessageState(null, true, null));
  }

  /** Where it was said and by whom, without a text. */
  private Change.Said remains(long seq) throws SQLException {
    try (ResultSet row = sql.bound(REMAINS, seq).executeQuery()) {
      row.next();
      String author = row.getString(4);
      String name = row.getString(5);
      return new Change.Said(
          Addressee.ofFields(row.getString(1), row.getString(3), row.getString(2)),
          new Author(author, name == null ? author : name),
          Content.of(""),
          null);
    }
  }

  /** The message with the reactions to it. */
  public Entry withReactions(Entry message) throws SQLException {
    List<Reaction> reactions = new ArrayList<>();
    int left = Limits.MESSAGE_REACTION_NAMES;
    try (ResultSet row = sql.bound(REACTIONS, message.seq()).executeQuery()) {
      while (row.next()) {
        String emoji = row.getString(1);
        List<String> names = names(message.seq(), emoji, Math.min(left, Limits.REACTION_NAMES));
        left -= names.size();
        reactions.add(new Reaction(emoji, row.getInt(2), names));
      }
    }
    return reactions.isEmpty()
        ? message
        : new Entry(message.seq(), message.at(), message.change(), message.fate().with(reactions));
  }

  private List<String> names(long target, String emoji, long most) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet row = sql.bound(NAMES, target, emoji, most).executeQuery()) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }
}
