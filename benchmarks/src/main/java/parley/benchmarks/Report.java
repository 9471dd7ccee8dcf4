package parley.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a run found.
 *
 * @param conditions lines that say under which conditions the figures hold
 */
record Report(Machine machine, List<String> conditions, List<Table> tables) {

  /**
   * One transport under one load.
   *
   * @param rows the relay's first
   */
  record Table(String title, List<Row> rows) {}

  /**
   * One target.
   *
   * @param ratio of CPU per delivery to the relay's: of each round, and of those the median
   * @param rounds in the order they were run
   */
  record Row(Target.Kind target, double ratio, List<Result> rounds) {
    static Row of(Target.Kind target, List<Result> rounds, List<Result> relay) {
      double[] ratios =
          IntStream.range(0, Math.min(rounds.size(), relay.size()))
              .mapToDouble(i -> rounds.get(i).cpuMicros() / relay.get(i).cpuMicros())
              .sorted()
              .toArray();
      return new Row(target, middle(ratios), List.copyOf(rounds));
    }

    @JsonIgnore
    long faults() {
      return rounds.stream().mapToLong(r -> r.faults().sum()).sum();
    }

    /** In the order of {@link #COLUMNS}. */
    List<String> cells() {
      return List.of(
          target.name().toLowerCase(Locale.ROOT),
          Double.isNaN(ratio) ? "-" : "x" + figure(2, ratio),
          median(2, Result::cpuMicros),
          figure(2, figures(Result::cpuMicros).min().orElse(Double.NaN))
              + "-"
              + figure(2, figures(Result::cpuMicros).max().orElse(Double.NaN)),
          median(0, Result::deliveriesPerSecond),
          median(1, Result::deliveriesPerWrite),
          median(4, Result::switches),
          median(0, r -> r.residentBytes() / 1048576.0),
          median(1, r -> r.latency().p50()),
          median(1, r -> r.latency().p99()),
          median(1, r -> r.latency().p999()),
          faults() == 0 ? "none" : faults() + "!");
    }

    private String median(int digits, ToDoubleFunction<Result> figure) {
      return figure(digits, middle(figures(figure).sorted().toArray()));
    }

    private DoubleStream figures(ToDoubleFunction<Result> figure) {
      return rounds.stream().mapToDouble(figure);
    }

    private static String figure(int digits, double value) {
      return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static double middle(double[] sorted) {
      int half = sorted.length / 2;
      return sorted.length == 0
          ? Double.NaN
          : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
  }

  private static final List<String> COLUMNS =
      List.of(
          "",
          "ratio",
          "µs CPU",
          "least-most",
          "deliveries/s",
          "a write",
          "switches",
          "MiB",
          "p50 ms",
          "p99 ms",
          "p99.9 ms",
          "faults");

  @JsonIgnore
  boolean isFaultless() {
    return tables.stream().flatMap(t -> t.rows().stream()).allMatch(row -> row.faults() == 0);
  }

  /** For a terminal. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(where());
    lines.addAll(conditions);
    for (Table table : tables) {
      lines.add("");
      lines.add(table.title() + suites(table));
      lines.add(aligned(COLUMNS));
      table.rows().forEach(row -> lines.add(aligned(row.cells())));
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** For a document. */
  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("- " + where());
    conditions.forEach(line -> lines.add("- " + line));
    for (Table table : tables) {
      lines.add("");
      lines.add("**" + table.title() + "**" + suites(table));
      lines.add("");
      lines.add("| " + String.join(" | ", COLUMNS) + " |");
      lines.add("|---" + "|--:".repeat(COLUMNS.size() - 1) + "|");
      table.rows().forEach(row -> lines.add("| " + String.join(" | ", row.cells()) + " |"));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private String where() {
    return machine.sentence();
  }

  private static String suites(Table table) {
    String suites =
        table.rows().stream()
            .flatMap(row -> row.rounds().stream())
            .map(Result::suite)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(", "));
    return suites.isEmpty() ? "" : " (" + suites + ")";
  }

  private static String aligned(List<String> cells) {
    return String.format("  %-7s%9s%9s%12s%14s%9s%10s%7s%10s%10s%10s%8s", cells.toArray());
  }
}
