package parley.server.search;

/**
 * The index in parts of a fixed range of numbers each, a table of FTS5 a part. What a search or a
 * repair costs is bounded by the size of a part, however long the log is: the newest part is asked
 * first, and most searches need no other.
 */
final class Part {
  /** Numbers of events in one part. */
  static final long SIZE = 1L << 18;

  private Part() {}

  static long of(long seq) {
    return seq / SIZE;
  }

  static String table(long part) {
    return "words_" + part;
  }

  /**
   * The table holds what the tokens were, so that a message can be taken out when its text is gone
   * from the log. The tokens are made here; {@code ascii} only parts them at the spaces.
   */
  static String create(long part) {
    return "CREATE VIRTUAL TABLE "
        + table(part)
        + " USING fts5(tokens, tokenize = 'ascii', columnsize = 0)";
  }

  /** Bytes of deleted words are overwritten, not only left out. */
  static String secure(long part) {
    return command(part, "secure-delete", 1);
  }

  /** Bytes of new tokens that are gathered before they are written. */
  static String gather(long part) {
    return command(part, "hashsize", 4 << 20);
  }

  private static String command(long part, String name, long value) {
    String table = table(part);
    return "INSERT INTO " + table + "(" + table + ", rank) VALUES('" + name + "', " + value + ")";
  }

  static String insert(long part) {
    return "INSERT INTO " + table(part) + "(rowid, tokens) VALUES (?, ?)";
  }

  static String tokens(long part) {
    return "SELECT tokens FROM " + table(part) + " WHERE rowid = ?";
  }

  static String delete(long part) {
    return "DELETE FROM " + table(part) + " WHERE rowid = ?";
  }

  static String rebuild(long part) {
    return "INSERT INTO " + table(part) + "(" + table(part) + ") VALUES('rebuild')";
  }

  /** All for an expression. */
  static String allOf(long part) {
    return "(SELECT rowid FROM %1$s WHERE %1$s MATCH ?)".formatted(table(part));
  }

  /** Parameters: the expression, from and to (both inclusive), how many. Newest first. */
  static String find(long part) {
    String table = table(part);
    return "SELECT rowid FROM "
        + table
        + " WHERE "
        + table
        + " MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?";
  }

  /** Beginnings of words that FTS5 keeps to find its way; each begins with {@code 0}. */
  static String signposts(long part) {
    return "SELECT DISTINCT CAST(substr(term, 2) AS BLOB) FROM " + table(part) + "_idx";
  }
}
