package parley.server.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.utils.WCWidth;
import parley.protocol.Printable;

/**
 * Aligned columns. What is in them is made printable, as wide as a terminal shows it, and without
 * runs of blanks, by which a cell could look like several, or like a row of its own.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int BRAILLE_BLANK = 0x2800;
  private static final int HANGUL_FILLER = 0x3164;

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] right;

  /**
   * @param heads the columns' headings; one that begins with {@code >} is aligned to the right
   */
  Table(String... heads) {
    right = new boolean[heads.length];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < heads.length; i++) {
      right[i] = heads[i].startsWith(">");
      names.add(right[i] ? heads[i].substring(1) : heads[i]);
    }
    rows.add(names);
  }

  /** Null is shown as {@code -}. */
  void row(Object... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(cells.length + " cells for " + right.length + " columns");
    }
    rows.add(
        Arrays.stream(cells)
            .map(c -> c == null || c.toString().isEmpty() ? "-" : cell(c.toString()))
            .toList());
  }

  private static String cell(String text) {
    StringBuilder cell = new StringBuilder();
    boolean blank = false;
    for (int c : Printable.line(text).codePoints().toArray()) {
      boolean now = Character.isSpaceChar(c) || c == BRAILLE_BLANK || c == HANGUL_FILLER;
      if (!now || !blank) {
        cell.appendCodePoint(c);
      }
      blank = now;
    }
    return cell.toString();
  }

  @Override
  public String toString() {
    int[] widths = new int[right.length];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - width(row.get(i)));
        line.append(i == 0 ? "" : GAP);
        line.append(right[i] ? padding + row.get(i) : row.get(i) + padding);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }
}
