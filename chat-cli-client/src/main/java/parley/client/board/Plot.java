package parley.client.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.terminal.Theme;

/**
 * Some curves over one time and up to one round number: a title, the axes, what is between.
 *
 * @param curves of one length, the lowest first
 * @param words rows below the title, which the plot gives room to
 */
record Plot(String title, Unit unit, List<Curve> curves, List<AttributedString> words) {
  /** Rows of a plot with nothing in it: the title, the axis, its times. */
  private static final int AROUND = 3;

  private static final double[] SHARES = {1, 0.75, 0.5, 0.25, 0};

  /** From so many rows on quarters are told. */
  private static final int FOR_QUARTERS = 9;

  /** What it is drawn with. */
  record Style(Ink ink, Theme theme) {
    /** By the curve's place. */
    List<AttributedStyle> curves() {
      return List.of(theme.code(), theme.pending(), theme.warning());
    }
  }

  /** Exactly so many rows, none wider than that. */
  List<AttributedString> rows(int width, int height, TimeAxis times, Style style) {
    int across = width - Unit.AXIS_WIDTH - 2;
    int most = height - AROUND - 1;
    List<AttributedString> rows = new ArrayList<>();
    rows.add(head(width, times, style));
    words.stream().limit(Math.max(0, most - 2)).forEach(rows::add);
    int up = height - rows.size() - AROUND + 1;
    if (across >= 4 && up >= 1) {
      draw(rows, across, up, times, style);
    }
    while (rows.size() < height) {
      rows.add(AttributedString.EMPTY);
    }
    return rows.subList(0, height).stream().map(row -> cut(row, width)).toList();
  }

  static AttributedString cut(AttributedString row, int width) {
    return row.columnLength() <= width ? row : row.columnSubSequence(0, width);
  }

  /** The curve of which the telling value is told: the one above all others. */
  private Curve above() {
    return curves.getLast();
  }

  /** What is now, and where the telling value is: as much of it as there is room for. */
  private AttributedString head(int width, TimeAxis times, Style style) {
    int mark = above().mark();
    String value = mark < 0 ? "" : (above().lowest() ? "min " : "max ") + text(above(), mark);
    String timed = mark < 0 ? "" : value + " " + times.time(mark, above().size());
    for (int told = curves.size(); told >= 0; told--) {
      AttributedString left = left(told, style);
      for (String right : List.of(timed, value)) {
        int blanks = width - 1 - left.columnLength() - right.length();
        if (blanks >= 2) {
          return new AttributedStringBuilder()
              .append(left)
              .append(" ".repeat(blanks))
              .append(right, style.theme().note())
              .toAttributedString();
        }
      }
    }
    return left(0, style);
  }

  private String text(Curve curve, int at) {
    return Double.isNaN(curve.value(at)) ? "–" : unit.text(curve.value(at));
  }

  /** The curves' names, and for so many of them what they are now. */
  private AttributedString left(int told, Style style) {
    AttributedStringBuilder left = new AttributedStringBuilder();
    left.append(title, AttributedStyle.BOLD);
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      left.append(curve.name().isEmpty() ? "" : "  ");
      left.append(curve.name(), style.curves().get(i));
      if (i < told && curve.size() > 0) {
        left.append(curve.name().isEmpty() ? "  " : " ");
        left.append(text(curve, curve.size() - 1));
      }
    }
    return left.toAttributedString();
  }

  private void draw(List<AttributedString> rows, int across, int up, TimeAxis times, Style style) {
    double most =
        curves.stream().mapToDouble(Curve::most).filter(v -> !Double.isNaN(v)).max().orElse(0);
    double top = unit.top(most);
    Canvas canvas = new Canvas(across, up, style.ink());
    for (int i = 0; i < curves.size(); i++) {
      canvas.draw(curves.get(i), i, top);
    }
    Map<Integer, String> ticks = ticks(canvas, up, top);
    AttributedStyle faint = style.theme().note();
    for (int row = 0; row < up; row++) {
      String label = ticks.getOrDefault(row, "");
      char side = label.isEmpty() ? style.ink().side() : style.ink().sideTick();
      rows.add(
          new AttributedStringBuilder()
              .append(" ".repeat(Math.max(0, Unit.AXIS_WIDTH - label.length())) + label, faint)
              .append(String.valueOf(side), faint)
              .append(canvas.row(row, style.curves()))
              .toAttributedString());
    }
    TreeMap<Integer, String> labels = times.labels(across);
    rows.add(bottom(across, labels, style));
    rows.add(new AttributedString(under(across, labels), faint));
  }

  private Map<Integer, String> ticks(Canvas canvas, int up, double top) {
    Map<Integer, String> ticks = new TreeMap<>();
    for (int i = 0; i < SHARES.length; i++) {
      boolean fits = i % 4 == 0 || (i == 2 ? up >= 3 : up >= FOR_QUARTERS);
      double value = SHARES[i] * top;
      if (fits && unit.has(value)) {
        ticks.putIfAbsent(canvas.row(value, top), unit.axis(value));
      }
    }
    return ticks;
  }

  /** The axis itself: where times are told, where nothing was measured, where the maximum is. */
  private AttributedString bottom(int across, TreeMap<Integer, String> labels, Style style) {
    Ink ink = style.ink();
    int samples = above().size();
    int mark = above().mark();
    int marked = mark < 0 ? -1 : (int) ((mark + 0.5) * across / samples);
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(" ".repeat(Unit.AXIS_WIDTH));
    line.append(String.valueOf(ink.corner()), style.theme().note());
    for (int i = 0; i < across; i++) {
      int column = i;
      boolean gap = curves.stream().allMatch(c -> Double.isNaN(c.at(column, across)));
      char c =
          i == marked
              ? ink.mark()
              : gap ? ink.gap() : labels.containsKey(i) ? ink.bottomTick() : ink.bottom();
      line.append(
          String.valueOf(c),
          i == marked ? style.curves().get(curves.size() - 1) : style.theme().note());
    }
    return line.toAttributedString();
  }

  private static String under(int across, TreeMap<Integer, String> labels) {
    StringBuilder line = new StringBuilder(" ".repeat(Unit.AXIS_WIDTH + 1));
    labels.forEach(
        (column, label) -> {
          int at = Unit.AXIS_WIDTH + 1 + column - label.length() / 2;
          boolean free = at > line.length() || line.toString().isBlank() && at >= 0;
          if (free && column + (label.length() + 1) / 2 <= across) {
            line.setLength(Math.min(line.length(), at));
            line.append(" ".repeat(at - line.length())).append(label);
          }
        });
    return line.toString();
  }
}
