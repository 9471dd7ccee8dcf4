package parley.server.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What messages that were taken out may leave behind. SQLite overwrites their rows and FTS5's
 * secure-delete their words; left are FTS5's signposts (beginnings of words, of which one in a
 * thousand may be a deleted word's own, seen in SQLite 3.54) and the old pages in the write-ahead
 * log. A part with such a signpost is made anew from its rows. Confined to the indexer's thread.
 */
final class Residue {
  /**
   * Words to be looked for in a part's signposts; where there are more, it is made anew at once.
   */
  private static final int WORDS = 100_000;

  /** Bytes of a signpost that tell something. */
  private static final int TELLING = 3;

  private final Connection connection;

  /** The words taken out of each part since it was clean, UTF-8 read as ISO 8859-1. */
  private final Map<Long, NavigableSet<String>> gone = new HashMap<>();

  /** At first: an earlier process may have left something. */
  private boolean pages = true;

  private boolean inherited = true;

  Residue(Connection connection) {
    this.connection = connection;
  }

  /** A message is taken out of a part, in the transaction that is open. */
  void note(long part, String tokens) throws SQLException {
    NavigableSet<String> words = gone.get(part);
    if (words == null) {
      words = new TreeSet<>();
      gone.put(part, words);
      execute("UPDATE part SET unclean = 1 WHERE number = " + part);
    }
    for (String word : tokens.split(" ")) {
      if (words.size() <= WORDS) {
        words.add(new String(word.getBytes(UTF_8), ISO_8859_1));
      }
    }
    pages = true;
  }

  /** Old pages are to go, though no word is to be looked for. */
  void rewritten() {
    pages = true;
  }

  boolean any() {
    return pages;
  }

  /** Whatever an earlier process did not come to. */
  private void cleanInherited() throws SQLException {
    for (long part : IndexFile.numbers(connection, "SELECT number FROM part WHERE unclean <> 0")) {
      execute(Part.rebuild(part));
      execute("UPDATE part SET unclean = 0 WHERE number = " + part);
    }
    gone.clear();
    inherited = false;
  }

  /**
   * @return whether the write-ahead log is empty now
   */
  boolean clean() throws SQLException {
    if (inherited) {
      cleanInherited();
    }
    for (Map.Entry<Long, NavigableSet<String>> part : gone.entrySet()) {
      NavigableSet<String> words = part.getValue();
      if (words.size() > WORDS || isLeft(part.getKey(), words)) {
        execute(Part.rebuild(part.getKey()));
      }
      execute("UPDATE part SET unclean = 0 WHERE number = " + part.getKey());
    }
    gone.clear();
    // The first column says whether somebody still reads old pages.
    pages = pages && IndexFile.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") != 0;
    return !pages;
  }

  /** Whether a signpost is the beginning of a word that is gone, and of none that is there. */
  private boolean isLeft(long part, NavigableSet<String> words) throws SQLException {
    List<byte[]> suspects = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Part.signposts(part))) {
      while (row.next()) {
        byte[] sign = row.getBytes(1);
        if (sign != null && sign.length >= TELLING && begins(words, new String(sign, ISO_8859_1))) {
          suspects.add(sign);
        }
      }
    }
    for (byte[] suspect : suspects) {
      if (!begins(part, whole(suspect))) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(NavigableSet<String> words, String sign) {
    String next = words.ceiling(sign);
    return next != null && next.startsWith(sign);
  }

  private boolean begins(long part, String beginning) throws SQLException {
    if (beginning.isEmpty()) {
      return true;
    }
    try (PreparedStatement select = connection.prepareStatement(Part.find(part))) {
      select.setString(1, Expression.phrase(new Phrase(List.of(beginning), true)));
      select.setLong(2, 0);
      select.setLong(3, Long.MAX_VALUE);
      select.setLong(4, 1);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Without the bytes of a character that is cut off at the end. */
  private static String whole(byte[] bytes) {
    int end = bytes.length;
    int start = end;
    while (start > 0 && (bytes[start - 1] & 0xC0) == 0x80) {
      start--;
    }
    if (start > 0 && bytes[start - 1] < 0) {
      int lead = bytes[start - 1] & 0xFF;
      int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
      end = start - 1 + length <= bytes.length ? end : start - 1;
    }
    return new String(bytes, 0, end, UTF_8);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
