package parley.server.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import parley.protocol.Names;
import parley.server.state.Change;
import parley.server.state.Entry;

/**
 * A row of the table {@code event} without its digest. {@code body} and {@code salt} may be null.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Row(
    long seq,
    long at,
    String kind,
    String room,
    String person,
    String recipient,
    byte[] body,
    byte[] salt,
    byte[] content) {

  static final String COLUMNS = "seq, at, kind, room, person, recipient, body, salt, content";

  /** Whether the text and its salt were erased, as a deletion or an edit does. */
  boolean erased() {
    return body == null && salt == null;
  }

  static Row of(Entry entry, byte[] salt, Chain chain) {
    Change.Lasting change = entry.change();
    byte[] body = Body.of(change);
    return new Row(
        entry.seq(),
        entry.at(),
        Body.kind(change),
        change.room() == null ? null : Names.fold(change.room()),
        change.person(),
        change.recipient(),
        body,
        salt,
        chain.content(salt, body));
  }

  /** From a result that begins with {@link #COLUMNS}. */
  static Row from(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getBytes(7),
        row.getBytes(8),
        row.getBytes(9));
  }
}
