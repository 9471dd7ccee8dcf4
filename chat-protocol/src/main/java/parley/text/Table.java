package parley.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import parley.protocol.Printable;

/**
 * Aligned columns. What is in them is made printable, as wide as a terminal shows it, and without
 * runs of blanks, by which a cell could look like several, or like a row of its own.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int BRAILLE_BLANK = 0x2800;
  private static final int HANGUL_FILLER = 0x3164;

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] right;
  private final ToIntFunction<String> width;

  /** What stands where there is nothing. */
  private final String nothing;

  private Table(ToIntFunction<String> width, String nothing, boolean... right) {
    this.width = width;
    this.nothing = nothing;
    this.right = right;
  }

  /**
   * A table without headings, for who reads its columns by a program.
   *
   * @param width how many columns of a terminal a text takes
   * @param right whether each column is aligned to the right
   */
  public static Table bare(ToIntFunction<String> width, boolean... right) {
    return new Table(width, "", right);
  }

  /**
   * A table with headings.
   *
   * @param width how many columns of a terminal a text takes
   * @param heads the headings; one that begins with {@code >} is aligned to the right
   */
  public Table(ToIntFunction<String> width, String... heads) {
    this(width, "-", new boolean[heads.length]);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < heads.length; i++) {
      right[i] = heads[i].startsWith(">");
      names.add(right[i] ? heads[i].substring(1) : heads[i]);
    }
    rows.add(names);
  }

  /** Null is shown as {@code -}, or as nothing where there are no headings. */
  public void row(Object... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(cells.length + " cells for " + right.length + " columns");
    }
    rows.add(
        Arrays.stream(cells)
            .map(c -> c == null || c.toString().isEmpty() ? nothing : cell(c.toString()))
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
        widths[i] = Math.max(widths[i], width.applyAsInt(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - width.applyAsInt(row.get(i)));
        line.append(i == 0 ? "" : GAP);
        line.append(right[i] ? padding + row.get(i) : row.get(i) + padding);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing();
  }
}
