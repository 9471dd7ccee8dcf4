package parley.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of figures for a terminal: every column as wide as it needs, numbers to the right. */
public final class Columns {
  private final List<List<String>> rows = new ArrayList<>();

  public Columns(String... titles) {
    rows.add(List.of(titles));
  }

  public Columns row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** As everywhere here: English, whatever the machine speaks. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more library
  public static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(c -> " ".repeat(widths[c] - row.get(c).length()) + row.get(c))
                    .collect(Collectors.joining("  ", "  ", "")))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
