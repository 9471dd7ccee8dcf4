package parley.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks lines for a terminal of {@value #COLUMNS} columns, before the terminal does: where it
 * breaks a line by itself, the next row begins with whatever stands there, and blanks or words put
 * in front can choose what that is. Rows after the first begin with a bar, as further lines of a
 * message do, so that they can't be taken for the beginning of anybody's line.
 *
 * <p>Columns are counted for the worst terminal: a mark is one wide although most draw it on what
 * is before it, and from U+1100 on all is two wide, as East Asian letters and emoji are. A row that
 * comes out too short is no harm.
 */
public final class Rows {
  private static final String INVITATION = "parley://";
  private static final List<String> WHOLE = List.of("https://", "http://", INVITATION);

  /** The narrowest terminal for which all this holds; the least that terminals have by custom. */
  private static final int COLUMNS = 80;

  /** The last column stays free: some terminals go on to the next row once it is written. */
  private static final int ROOM = COLUMNS - 1;

  /** As wide as a tab can be. */
  private static final int TAB = 8;

  private static final char ESCAPE = 0x1b;

  /** From here on, characters that may be two columns wide. */
  private static final int WIDE = 0x1100;

  private final String line;
  private final String bar;
  private final List<String> rows = new ArrayList<>();

  /** The row that is being filled. */
  private final StringBuilder row = new StringBuilder(ROOM);

  /** Columns of it that are used. */
  private int used;

  private Rows(String line, String bar) {
    this.line = line;
    this.bar = bar;
  }

  /**
   * The rows of one line.
   *
   * @param bar begins all rows but the first
   */
  public static List<String> of(String line, String bar) {
    return isShort(line) ? List.of(line) : new Rows(line, bar).broken();
  }

  /** Most are, and cost one look. */
  private static boolean isShort(String line) {
    int columns = 0;
    for (int at = 0; at < line.length() && columns <= ROOM; at++) {
      columns += width(line.charAt(at));
    }
    return columns <= ROOM;
  }

  private static int width(int c) {
    return c == '\t' ? TAB : c < WIDE ? 1 : 2;
  }

  private List<String> broken() {
    int at = 0;
    if (line.startsWith(bar)) { // a line that its writer broke is further already
      at = bar.length();
      append(0, at, columns(bar, 0, at));
    }
    while (at < line.length()) {
      int blanks = at;
      while (blanks < line.length() && isBlank(line.charAt(blanks))) {
        blanks++;
      }
      int word = blanks;
      while (word < line.length() && !isBlank(line.charAt(word))) {
        word++;
      }
      add(at, blanks, word);
      at = word;
    }
    rows.add(row.toString());
    return rows;
  }

  /** Blanks and the word behind them; the blanks go where a row ends between them. */
  private void add(int from, int word, int end) {
    int blanks = columns(line, from, word);
    int letters = columns(line, word, end);
    if (used + blanks + letters <= ROOM) {
      append(from, end, blanks + letters);
      return;
    }
    boolean fits = columns(bar, 0, bar.length()) + letters <= ROOM;
    if (fits || isAddress(word, end)) {
      next();
      append(word, end, letters);
      return;
    }
    if (used + blanks <= ROOM) {
      append(from, word, blanks);
    } else {
      next();
    }
    split(word, end);
  }

  /** A word that is longer than a row, and none that people copy. */
  private void split(int from, int to) {
    for (int at = from; at < to; ) {
      int c = line.codePointAt(at);
      if (c == ESCAPE) { // a colour of our own; others' are made visible before
        int end = Math.max(at, line.indexOf('m', at)) + 1;
        append(at, end, 0);
        at = end;
        continue;
      }
      int size = Character.charCount(c);
      if (used + width(c) > ROOM) {
        next();
      }
      append(at, at + size, width(c));
      at += size;
    }
  }

  private void append(int from, int to, int columns) {
    row.append(line, from, to);
    used += columns;
  }

  private void next() {
    if (!bar.contentEquals(row)) {
      rows.add(row.toString());
    }
    row.setLength(0);
    row.append(bar);
    used = columns(bar, 0, bar.length());
  }

  private static int columns(String line, int from, int to) {
    int columns = 0;
    for (int at = from; at < to; ) {
      int c = line.codePointAt(at);
      columns += width(c);
      at += Character.charCount(c);
    }
    return columns;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /**
   * An address of the web, or an invitation, in apostrophes or without, stays whole, so that it can
   * be copied and followed: the terminal breaks it where it likes, for no name, bracket,
   * exclamation mark or star stands in it.
   */
  private boolean isAddress(int from, int to) {
    return to - from > 2 && line.charAt(from) == '\'' && line.charAt(to - 1) == '\''
        ? isBareAddress(from + 1, to - 1)
        : isBareAddress(from, to);
  }

  private boolean isBareAddress(int from, int to) {
    String scheme = null;
    for (String each : WHOLE) {
      scheme = line.startsWith(each, from) ? each : scheme;
    }
    if (scheme == null) {
      return false;
    }
    int at = scheme.length();
    // Before the host of an invitation stands who it is for.
    int name = scheme.equals(INVITATION) ? Math.max(0, line.indexOf('@', from)) : 0;
    boolean host = true;
    for (int i = from + at; i < to; i++) {
      char c = line.charAt(i);
      host &= c != '/';
      boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean port = c == ':' && host && i + 1 < to && line.charAt(i + 1) <= '9';
      if (!plain && !port && i != name && "/.?&=%_~+#-,".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
