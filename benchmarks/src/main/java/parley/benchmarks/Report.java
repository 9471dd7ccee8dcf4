package parley.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
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

    double median(ToDoubleFunction<Result> figure) {
      return middle(figures(figure).sorted().toArray());
    }

    private DoubleStream figures(ToDoubleFunction<Result> figure) {
      return rounds.stream().mapToDouble(figure);
    }

    private static double middle(double[] sorted) {
      int half = sorted.length / 2;
      return sorted.length == 0
          ? Double.NaN
          : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    @JsonIgnore
    long faults() {
      return rounds.stream().mapToLong(r -> r.faults().sum()).sum();
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "  %-7s x%-6s %8.2f  %-13s %,12.0f %9.1f %9.4f %6.0f %9.2f %9.2f %9.2f%s",
          target.name().toLowerCase(Locale.ROOT),
          Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio),
          median(Result::cpuMicros),
          String.format(
              Locale.ROOT,
              "(%.2f-%.2f)",
              figures(Result::cpuMicros).min().orElse(Double.NaN),
              figures(Result::cpuMicros).max().orElse(Double.NaN)),
          median(Result::deliveriesPerSecond),
          median(Result::deliveriesPerWrite),
          median(Result::switches),
          median(r -> r.residentBytes() / 1048576.0),
          median(r -> r.latency().p50()),
          median(r -> r.latency().p99()),
          median(r -> r.latency().p999()),
          faults() == 0 ? "" : "  " + faults() + " FAULTS");
    }
  }

  private static final String HEADER =
      String.format(
          "  %-7s %-7s %8s  %-13s %12s %9s %9s %6s %9s %9s %9s",
          "",
          "ratio",
          "µs CPU",
          "(least-most)",
          "deliveries/s",
          "a write",
          "switches",
          "MiB",
          "p50 ms",
          "p99 ms",
          "p99.9 ms");

  /** As text for a terminal. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %d cores (%s), %s, Java %s, load average %.2f before"
            .formatted(
                machine.date(),
                machine.cores(),
                machine.processor(),
                machine.system(),
                machine.java().strip(),
                machine.busy()));
    lines.addAll(conditions);
    for (Table table : tables) {
      lines.add("");
      lines.add(table.title());
      lines.add(HEADER);
      table.rows().forEach(row -> lines.add(row.line()));
      table.rows().stream()
          .flatMap(row -> row.rounds().stream())
          .map(Result::suite)
          .filter(Objects::nonNull)
          .distinct()
          .forEach(suite -> lines.add("  " + suite));
    }
    return String.join(System.lineSeparator(), lines);
  }

  @JsonIgnore
  boolean isFaultless() {
    return tables.stream().flatMap(t -> t.rows().stream()).allMatch(row -> row.faults() == 0);
  }
}
