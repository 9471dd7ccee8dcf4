package parley.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What the slow readers did to the others.
 *
 * @param conditions a line that says how it was measured
 */
record SlowReport(Machine machine, String conditions, List<Transport> transports) {
  /** The bound that the others' p99 is held against. */
  private static final double RATIO_MOST = 1.10;

  /**
   * The server at one moment of a window.
   *
   * @param second since the window began
   * @param resident bytes
   * @param heap bytes in use, garbage included
   * @param outboxes bytes that wait in memory for all connections
   * @param behind connections that are served from the log
   */
  record Sample(double second, long resident, long heap, long outboxes, int behind) {}

  /** Full load for a while; the latencies are of those who read. */
  record Window(Result.Latency latency, double deliveries, List<Sample> samples) {
    double residentMiB() {
      return samples.stream().mapToLong(Sample::resident).max().orElse(0) / 1048576.0;
    }

    /** The least that was in use: right after a collection, so nearly what lives. */
    double heapLeastMiB() {
      return samples.stream().mapToLong(Sample::heap).min().orElse(0) / 1048576.0;
    }

    double outboxesKiB() {
      return samples.stream().mapToLong(Sample::outboxes).max().orElse(0) / 1024.0;
    }

    int behind() {
      return samples.stream().mapToInt(Sample::behind).max().orElse(0);
    }
  }

  /**
   * @param received messages that each of the slow got, at least
   * @param catchUpSeconds from reading on until the last of them had everything
   * @param faults of the slow: lost, repeated, out of order, harmed
   */
  record Pair(
      int number, Window without, Window with, long received, double catchUpSeconds, long faults) {
    double ratio() {
      return with.latency.p99() / without.latency.p99();
    }
  }

  /**
   * @param kickSeconds from the command until the connection, stuck in a write, was gone
   * @param shutdownSeconds from the signal until the process, with the others stuck, had ended
   * @param faults of those who read
   */
  record Transport(
      String name, List<Pair> pairs, double kickSeconds, double shutdownSeconds, long faults) {
    double medianRatio() {
      double[] sorted = pairs.stream().mapToDouble(Pair::ratio).sorted().toArray();
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    long allFaults() {
      return faults + pairs.stream().mapToLong(Pair::faults).sum();
    }
  }

  @JsonIgnore
  boolean isFaultless() {
    return transports.stream().allMatch(t -> t.allFaults() == 0);
  }

  String text() {
    String line = System.lineSeparator();
    StringBuilder text = new StringBuilder(machine.sentence());
    text.append(line).append(conditions).append(line);
    for (Transport transport : transports) {
      text.append(line).append(transport.name).append(line);
      text.append(table(transport)).append(line);
      text.append(
          Columns.format(
              "  p99 with to without: median %.2f, %d of %d pairs within %.2f; faults: %s.%n",
              transport.medianRatio(),
              transport.pairs.stream().filter(p -> p.ratio() <= RATIO_MOST).count(),
              transport.pairs.size(),
              RATIO_MOST,
              transport.allFaults() == 0 ? "none" : transport.allFaults() + "!"));
      text.append(
          Columns.format(
              "  A connection stuck in a write was gone %.2f s after its kick; the server, with the"
                  + " others stuck, %.2f s after its signal.",
              transport.kickSeconds, transport.shutdownSeconds));
    }
    return text.toString();
  }

  private static Columns table(Transport transport) {
    Columns columns =
        new Columns(
            "pair",
            "p99 ms without",
            "with",
            "ratio",
            "deliveries/s without",
            "with",
            "resident MiB without",
            "with",
            "heap MiB without",
            "with",
            "outboxes KiB without",
            "with",
            "behind",
            "messages each",
            "caught up s",
            "faults");
    for (Pair p : transport.pairs) {
      columns.row(
          Integer.toString(p.number),
          Columns.format("%.1f", p.without.latency.p99()),
          Columns.format("%.1f", p.with.latency.p99()),
          Columns.format("%.2f", p.ratio()),
          Columns.format("%,.0f", p.without.deliveries),
          Columns.format("%,.0f", p.with.deliveries),
          Columns.format("%.0f", p.without.residentMiB()),
          Columns.format("%.0f", p.with.residentMiB()),
          Columns.format("%.0f", p.without.heapLeastMiB()),
          Columns.format("%.0f", p.with.heapLeastMiB()),
          Columns.format("%,.0f", p.without.outboxesKiB()),
          Columns.format("%,.0f", p.with.outboxesKiB()),
          Integer.toString(p.with.behind()),
          Columns.format("%,d", p.received),
          Columns.format("%.1f", p.catchUpSeconds),
          p.faults == 0 ? "none" : p.faults + "!");
    }
    return columns;
  }
}
