package parley.benchmarks;

import java.util.List;

/**
 * What transfers of files cost the chat, and how fast they are.
 *
 * @param conditions a line that says how it was measured
 */
record FilesReport(
    Machine machine, String conditions, List<Transport> transports, List<Speed> speeds) {

  /**
   * The same chat without and with transfers beside it.
   *
   * @param up mebibytes a second of all that were sent meanwhile, {@code down} of all fetched
   * @param resident the server's bytes at the end of the window with them
   */
  record Pair(Result without, Result with, double up, double down, long resident) {
    double ratio() {
      return with.latency().p99() / without.latency().p99();
    }
  }

  record Transport(String name, List<Pair> pairs) {
    double medianRatio() {
      double[] sorted = pairs.stream().mapToDouble(Pair::ratio).sorted().toArray();
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
  }

  /** One file alone, mebibytes a second. */
  record Speed(String name, double up, double down) {}

  String text() {
    String line = System.lineSeparator();
    StringBuilder text = new StringBuilder(machine.sentence());
    text.append(line).append(conditions).append(line);
    for (Transport transport : transports) {
      text.append(line).append(transport.name).append(line);
      text.append(table(transport)).append(line);
      text.append(Columns.format("  p99 with to without: median %.2f.%n", transport.medianRatio()));
    }
    Columns columns = new Columns("one file alone", "MiB/s up", "down");
    for (Speed speed : speeds) {
      columns.row(
          speed.name, Columns.format("%,.0f", speed.up), Columns.format("%,.0f", speed.down));
    }
    return text.append(line).append(columns).toString();
  }

  private static Columns table(Transport transport) {
    Columns columns =
        new Columns(
            "p99 ms without",
            "with",
            "ratio",
            "p50 ms without",
            "with",
            "MiB/s up",
            "down",
            "resident MiB",
            "faults");
    for (Pair p : transport.pairs) {
      long faults = p.without.faults().sum() + p.with.faults().sum();
      columns.row(
          Columns.format("%.2f", p.without.latency().p99()),
          Columns.format("%.2f", p.with.latency().p99()),
          Columns.format("%.2f", p.ratio()),
          Columns.format("%.2f", p.without.latency().p50()),
          Columns.format("%.2f", p.with.latency().p50()),
          Columns.format("%,.0f", p.up),
          Columns.format("%,.0f", p.down),
          Columns.format("%.0f", p.resident / 1048576.0),
          faults == 0 ? "none" : faults + "!");
    }
    return columns;
  }
}
