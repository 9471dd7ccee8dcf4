package parley.server.logfile;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import parley.server.state.Entry;
import parley.server.state.Place;

/**
 * Up to which number retention took what was said.
 *
 * @param own of those rooms that have one of their own, by folded name
 * @param rest of all other rooms, and of talks between people
 */
public record RetentionMarks(Map<String, Long> own, long rest) {
  public static final String SELECT = "SELECT place, seq FROM floor";

  public static RetentionMarks read(PreparedStatement select) throws SQLException {
    Map<String, Long> own = new TreeMap<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String place = row.getString(1);
        if (place == null) {
          throw new SQLException("the table floor is damaged: a row names no place");
        }
        own.put(place, row.getLong(2));
      }
    }
    Long rest = own.remove("");
    return new RetentionMarks(own, rest == null ? 0 : rest);
  }

  /**
   * @param room folded, or null for talks
   */
  public long of(String room) {
    return room == null ? rest : own.getOrDefault(room, rest);
  }

  /** Whether a message is one that retention took. */
  public boolean took(Entry message) {
    String room = message.change().audience() instanceof Place.Room in ? in.folded() : null;
    return message.seq() <= of(room);
  }

  /** The first number of a range that retention left something of. */
  public long from(EventIndex source, String room, long least) {
    // What happened in a room besides messages is kept.
    return source == EventIndex.HAPPENED ? least : Math.max(least, of(room) + 1);
  }
}
