package parley.benchmarks.harm;

import java.util.List;
import java.util.stream.Collectors;
import parley.benchmarks.Columns;
import parley.benchmarks.Machine;
import parley.benchmarks.harm.Readings.Asked;
import parley.benchmarks.harm.Readings.Figures;

/**
 * What a run found.
 *
 * @param conditions a line that says how it was measured
 */
record HarmReport(Machine machine, String conditions, List<Subject> servers) {
  private static final double MIB = 1048576.0;

  /**
   * @param name of the file that was started
   */
  record Subject(String name, List<Row> rows) {}

  boolean kept() {
    return servers.stream().flatMap(server -> server.rows.stream()).allMatch(Row::kept);
  }

  String text() {
    return machine.sentence()
        + System.lineSeparator()
        + conditions
        + System.lineSeparator()
        + servers.stream().map(HarmReport::text).collect(Collectors.joining());
  }

  private static String text(Subject server) {
    Columns loads =
        new Columns(
            "",
            "attack",
            "ack p50",
            "p99",
            "most ms",
            "delivery p99",
            "history p99",
            "newcomer p99",
            "lost",
            "neighbours lost",
            "health p99",
            "lost",
            "CPU s",
            "its CPU s",
            "MiB",
            "out MiB/s",
            "disk MiB",
            "log KiB",
            "");
    Columns answers = new Columns("", "question", "harmed", "found");
    StringBuilder notes = new StringBuilder();
    for (Row row : server.rows) {
      switch (row) {
        case Row.Load load -> {
          loads.row(cells(load));
          note(notes, load);
        }
        case Row.Answer answer ->
            answers.row(
                answer.number(), answer.what(), answer.harmed() ? "yes" : "no", answer.found());
      }
    }
    String line = System.lineSeparator();
    return line + server.name + line + loads + line + notes + answers + line;
  }

  private static String[] cells(Row.Load row) {
    Figures acks = row.others().get(Asked.ACKNOWLEDGEMENT);
    return new String[] {
      row.number(),
      row.what(),
      millis(acks.p50()),
      millis(acks.p99()),
      millis(acks.most()),
      millis(row.others().get(Asked.DELIVERY).p99()),
      millis(row.others().get(Asked.HISTORY).p99()),
      millis(row.others().get(Asked.NEWCOMER).p99()),
      lost(row.others().get(Asked.NEWCOMER)),
      lost(row.others().get(Asked.NEIGHBOUR)),
      millis(row.others().get(Asked.HEALTH).p99()),
      lost(row.others().get(Asked.HEALTH)),
      Columns.format("%.1f", row.cpu()),
      Columns.format("%.1f", row.strangerCpu()),
      Columns.format("%.0f", row.resident() / MIB),
      Columns.format("%.1f", row.out() / MIB),
      Columns.format("%.1f", row.grown() / MIB),
      Columns.format("%.0f", row.logged() / 1024.0),
      row.kept() ? "" : "!"
    };
  }

  private static String millis(double value) {
    return Columns.format("%,.0f", value);
  }

  private static String lost(Figures figures) {
    return figures.failed() + "/" + figures.asked();
  }

  private static void note(StringBuilder notes, Row.Load row) {
    Figures acks = row.others().get(Asked.ACKNOWLEDGEMENT);
    String lost =
        acks.failed() == 0
            ? ""
            : Columns.format("%d of %d sentences not acknowledged", acks.failed(), acks.asked());
    String refused = row.refused().isEmpty() ? "" : "one more was refused " + row.refused();
    String all =
        List.of(lost, refused, row.note()).stream()
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining("; "));
    if (!all.isEmpty()) {
      notes.append(Columns.format("  %s %s: %s%n", row.number(), row.what(), all));
    }
  }
}
