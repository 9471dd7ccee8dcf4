package parley.client.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import parley.client.terminal.Theme;

/**
 * All that stands on the screen but for what is typed. Immutable.
 *
 * @param left the talks, none where there is no room for them
 * @param right the people, none where there is no room for them
 * @param page what is read, for as many rows as there are while what is typed has one
 * @param atEnd whether the page gives up its first rows to what is typed, or else its last
 * @param state the lines below it, the last one lowest
 * @param lowest stands in the place of what is typed, null where that is seen
 */
record Frame(
    Layout layout,
    AttributedString title,
    List<AttributedString> left,
    List<AttributedString> right,
    List<Line> page,
    boolean atEnd,
    List<AttributedString> state,
    AttributedString lowest) {

  /** A part of a row. */
  record Part(int column, Line line) {}

  /**
   * What is typed.
   *
   * @param text all of it; empty where it is kept nowhere
   * @param box stands above it, over the page
   */
  record Input(
      String text, List<AttributedString> rows, int cursorRow, int cursorColumn, List<Line> box) {
    static final Input NONE = new Input("", List.of(AttributedString.EMPTY), 0, 0, List.of());
  }

  /** What stands somewhere on the screen. */
  sealed interface Spot {
    /** A row of the list of talks. */
    record OfTalks(int row) implements Spot {}

    record OfPeople(int row) implements Spot {}

    /** A row of the page, whether it is seen or not. */
    record OfPage(int row) implements Spot {}

    record Nowhere() implements Spot {}
  }

  /** What stands at a place; both count from 0. */
  Spot at(int column, int row, Input input) {
    int height = pageHeight(input);
    int inPage = row - 1;
    if (lowest != null || inPage < 0 || inPage >= height) {
      return new Spot.Nowhere();
    }
    if (column < layout.left()) {
      return new Spot.OfTalks(inPage);
    }
    if (layout.right() > 0 && column >= layout.width() - layout.right()) {
      return new Spot.OfPeople(inPage);
    }
    return new Spot.OfPage(inPage + (atEnd ? Math.max(0, page.size() - height) : 0));
  }

  private int pageHeight(Input input) {
    int typed = Math.max(1, input.rows().size());
    return Math.max(0, layout.height() - 1 - state.size() - typed);
  }

  /** What is seen in the lowest rows of what is typed. */
  Input seen(Input typed) {
    return lowest == null
        ? typed
        : new Input(typed.text(), List.of(lowest), 0, lowest.columnLength(), List.of());
  }

  /** The rows of the screen, each of its parts. */
  List<List<Part>> rows(Input input, Theme theme) {
    List<List<Part>> rows = new ArrayList<>();
    rows.add(List.of(new Part(0, Line.of(title))));
    int height = pageHeight(input);
    List<Line> shown = page;
    if (shown.size() > height) {
      shown = atEnd ? shown.subList(shown.size() - height, shown.size()) : shown.subList(0, height);
    }
    int boxed = Math.min(input.box().size(), height);
    AttributedString edge = new AttributedString("│", theme.note());
    for (int i = 0; i < height; i++) {
      List<Part> row = new ArrayList<>();
      if (layout.left() > 0) {
        row.add(new Part(0, Line.of(i < left.size() ? left.get(i) : AttributedString.EMPTY)));
        row.add(new Part(layout.left(), Line.of(edge)));
      }
      int inBox = i - (height - boxed);
      Line line =
          inBox >= 0 ? input.box().get(inBox) : i < shown.size() ? shown.get(i) : Line.EMPTY;
      row.add(new Part(layout.pageColumn(), line));
      if (layout.right() > 0) {
        int column = layout.width() - layout.right();
        row.add(new Part(column - 1, Line.of(edge)));
        row.add(
            new Part(column, Line.of(i < right.size() ? right.get(i) : AttributedString.EMPTY)));
      }
      rows.add(row);
    }
    state.forEach(line -> rows.add(List.of(new Part(0, Line.of(line)))));
    input.rows().forEach(line -> rows.add(List.of(new Part(0, Line.of(line)))));
    return rows;
  }
}
