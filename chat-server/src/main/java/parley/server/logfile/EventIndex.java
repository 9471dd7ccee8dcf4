package parley.server.logfile;

import java.util.List;

/**
 * A run of events that one index holds in the order of {@code seq}. What a person may see is the
 * first two for each of their memberships and the next two; no event is in two of them.
 */
public enum EventIndex {
  /** Said in a room. Key: the folded room. */
  SAID("kind = 'said' AND room IS NOT NULL AND room = ?"),
  /** All else that happened in a room. Key: the folded room. */
  HAPPENED("kind <> 'said' AND room IS NOT NULL AND room = ?"),
  /** What a person did in talks, direct messages and all else. Key: the person. */
  WRITTEN("recipient IS NOT NULL AND person = ?"),
  /** The same by the others of those talks. Key: the person. */
  RECEIVED("recipient IS NOT NULL AND person IS NOT recipient AND recipient = ?"),
  /** Direct messages between two people. Keys: the lesser and the greater id. */
  BETWEEN(
      "kind = 'said' AND recipient IS NOT NULL"
          + " AND min(person, recipient) = ? AND max(person, recipient) = ?");

  /** Where a room's events are. */
  public static final List<EventIndex> OF_ROOM = List.of(SAID, HAPPENED);

  /** Where a person's talks are. */
  public static final List<EventIndex> OF_TALKS = List.of(WRITTEN, RECEIVED);

  private final String numbers;
  private final String newestNumbers;
  private final String count;

  EventIndex(String where) {
    String range = " FROM event WHERE " + where + " AND seq >= ? AND seq <= ?";
    String oldestFirst = range + " ORDER BY seq LIMIT ?";
    String newestFirst = range + " ORDER BY seq DESC LIMIT ?";
    numbers = "SELECT seq" + oldestFirst;
    newestNumbers = "SELECT seq" + newestFirst;
    count = "SELECT count(*) FROM (SELECT 1" + range + " LIMIT ?)";
  }

  /** Parameters: the keys, from and to (both inclusive), how many. */
  public String numbers(boolean newestFirst) {
    return newestFirst ? newestNumbers : numbers;
  }

  /** Parameters as in {@link #numbers}. */
  public String count() {
    return count;
  }
}
