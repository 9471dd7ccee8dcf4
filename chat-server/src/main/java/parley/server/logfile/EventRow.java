package parley.server.logfile;

import java.sql.ResultSet;
import java.sql.SQLException;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;

/**
 * A row of the table {@code event} without its digest. {@code body} and {@code salt} may be null.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EventRow(
    long seq,
    long at,
    String kind,
    String room,
    String person,
    String recipient,
    byte[] body,
    byte[] salt,
    byte[] content) {

  public static final String COLUMNS =
      "seq, at, kind, room, person, recipient, body, salt, content";

  /** Whether the text and its salt were erased, as a deletion or an edit does. */
  public boolean erased() {
    return body == null && salt == null;
  }

  public static EventRow of(Entry entry, byte[] salt, Chain chain) {
    Change.Lasting change = entry.change();
    Place audience = change.audience();
    byte[] body = EventBody.of(change);
    return new EventRow(
        entry.seq(),
        entry.at(),
        EventBody.kind(change),
        audience instanceof Place.Room room ? room.folded() : null,
        change.person(),
        audience instanceof Place.Talk talk ? talk.other(change.person()) : null,
        body,
        salt,
        chain.content(salt, body));
  }

  /** From a result that begins with {@link #COLUMNS}. */
  public static EventRow from(ResultSet row) throws SQLException {
    return new EventRow(
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
