package parley.client.board;

import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Dots in characters, on which curves are drawn one over another. Confined to who draws. */
final class Canvas {
  private final Ink ink;
  private final int[][] dots;
  private final int[][] curves;

  Canvas(int width, int height, Ink ink) {
    this.ink = ink;
    dots = new int[height][width];
    curves = new int[height][width];
  }

  private int columns() {
    return dots[0].length * ink.across;
  }

  private int levels() {
    return dots.length * ink.up;
  }

  /** At which dot above the bottom a value is. */
  private int level(double value, double top) {
    return (int) Math.round(Math.clamp(value / top, 0, 1) * (levels() - 1));
  }

  /** In which row a value is, from above. */
  int row(double value, double top) {
    return dots.length - 1 - level(value, top) / ink.up;
  }

  /** Draws a curve over what is there; where it has no value there is no dot, not even for zero. */
  void draw(Curve curve, int place, double top) {
    int before = -1;
    for (int column = 0; column < columns(); column++) {
      double value = curve.at(column, columns());
      if (Double.isNaN(value)) {
        before = -1;
        continue;
      }
      int level = level(value, top);
      int from = curve.filled() ? 0 : before < 0 ? level : Math.min(level, before);
      int to = curve.filled() || before < 0 ? level : Math.max(level, before);
      for (int at = from; at <= to; at++) {
        dot(column, at, place);
      }
      before = level;
    }
  }

  private void dot(int column, int level, int place) {
    int row = dots.length - 1 - level / ink.up;
    int across = column / ink.across;
    curves[row][across] = place; // a character has one colour: the last curve's
    int inRow = ink.up - 1 - level % ink.up;
    dots[row][across] |= 1 << (inRow * ink.across + column % ink.across);
  }

  /**
   * A row from above.
   *
   * @param styles by the curve's place
   */
  AttributedString row(int row, List<AttributedStyle> styles) {
    AttributedStringBuilder text = new AttributedStringBuilder();
    for (int i = 0; i < dots[row].length; i++) {
      int curve = curves[row][i];
      text.append(String.valueOf(ink.glyph(dots[row][i], curve)), styles.get(curve));
    }
    return text.toAttributedString();
  }
}
