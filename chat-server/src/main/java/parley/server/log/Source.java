package parley.server.log;

/**
 * A run of events that one index holds in the order of {@code seq}. What a person may see is the
 * first two for each of their memberships and the next two; no event is in two of them.
 */
enum Source {
  /** Said in a room. Key: the folded room. */
  SAID("kind = 'said' AND room IS NOT NULL AND room = ?", 1),
  /** All else that happened in a room. Key: the folded room. */
  HAPPENED("kind <> 'said' AND room IS NOT NULL AND room = ?", 1),
  /** Direct messages by a person. Key: the person. */
  WRITTEN("recipient IS NOT NULL AND person = ?", 1),
  /** Direct messages to a person, but for those to oneself. Key: the person. */
  RECEIVED("recipient IS NOT NULL AND person IS NOT recipient AND recipient = ?", 1),
  /** Direct messages between two people. Keys: the lesser and the greater id. */
  BETWEEN("recipient IS NOT NULL AND min(person, recipient) = ? AND max(person, recipient) = ?", 2);

  private final String where;
  private final int keys;

  Source(String where, int keys) {
    this.where = where;
    this.keys = keys;
  }

  int keys() {
    return keys;
  }

  /** Parameters: the keys, from and to (both inclusive), how many. */
  String numbers(boolean newestFirst) {
    return "SELECT seq" + range(newestFirst);
  }

  /** Parameters as in {@link #numbers}. */
  String entries(boolean newestFirst) {
    return "SELECT seq, at, body" + range(newestFirst);
  }

  /** Parameters as in {@link #numbers}. */
  String count() {
    return "SELECT count(*) FROM (SELECT 1 FROM event WHERE "
        + where
        + " AND seq >= ? AND seq <= ? LIMIT ?)";
  }

  private String range(boolean newestFirst) {
    return " FROM event WHERE "
        + where
        + " AND seq >= ? AND seq <= ? ORDER BY seq"
        + (newestFirst ? " DESC" : "")
        + " LIMIT ?";
  }
}
