package parley.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "commit",
    description = {
      "Measures group commit: durable messages a second, the time to their ok, syncs a message,",
      "beside bare SQLite with as many rows a transaction. Exit code 1 where one message was lost,"
          + " repeated, out of order or harmed."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class CommitCommand implements Callable<Integer> {
  /** What an {@code ok} waits for. */
  enum Durability {
    DISK,
    OS;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One case. */
  record Row(
      Durability durability,
      int senders,
      int outstanding,
      CommitLoad.Figures server,
      BareSqlite.Figures sqlite) {}

  record Report(Machine machine, List<Row> rows) {}

  @Mixin private ServerOptions options;

  @Option(names = "--senders", split = ",", defaultValue = "1,10,100")
  private List<Integer> senders;

  @Option(
      names = "--outstanding",
      split = ",",
      defaultValue = "1,64",
      description = "Each sender's messages without their ok; the server takes at most 64.")
  private List<Integer> outstanding;

  @Option(
      names = "--durability",
      split = ",",
      defaultValue = "disk",
      description = "The server's log.durability: ${COMPLETION-CANDIDATES}.")
  private List<Durability> durabilities;

  @Option(names = "--size", defaultValue = "100", description = "Bytes of a message's text.")
  private int size;

  @Option(names = "--warm-up", paramLabel = "SECONDS", defaultValue = "5")
  private double warmUp;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Of measuring in each case; SQLite gets half as long.")
  private double seconds;

  @Override
  public Integer call() throws Exception {
    options.require(size >= Text.LEAST && size <= 8192, "A size is from 40 to 8192.");
    options.require(senders.stream().allMatch(n -> n > 0), "At least one must send.");
    options.require(
        outstanding.stream().allMatch(n -> n > 0), "At least one message must be on its way.");
    options.require(seconds > 0 && warmUp >= 0, "A time can't be negative.");
    List<Row> rows = new ArrayList<>();
    Machine machine = Machine.now();
    for (Durability durability : durabilities) {
      for (int n : senders) {
        for (int window : outstanding) {
          rows.add(measure(durability, n, window));
        }
      }
    }
    Report report = new Report(machine, rows);
    options.print(report, text(report));
    return rows.stream().allMatch(row -> row.server.faults() == 0) ? 0 : 1;
  }

  private Row measure(Durability durability, int n, int window) throws Exception {
    List<String> settings = new ArrayList<>(Subject.UNLIMITED);
    if (durability != Durability.DISK) {
      settings.add("log.durability=" + durability.key());
    }
    try (Subject subject = options.start(settings, false)) {
      CommitLoad.Figures server =
          CommitLoad.run(subject, n, window, size, millis(warmUp), millis(seconds));
      BareSqlite.Figures sqlite =
          BareSqlite.run(
              subject.folder().resolve("bare.db"),
              durability == Durability.DISK,
              (int) Math.max(1, Math.round(1 / server.syncsPerMessage())),
              size,
              millis(seconds / 2));
      Row row = new Row(durability, n, window, server, sqlite);
      options.progress(
          "%s, %d senders with %d each: %,.0f messages/s, ok in %.2f ms (p50), SQLite %,.0f/s",
          durability.key(), n, window, server.messages(), server.ok().p50(), sqlite.rows());
      return row;
    }
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private static String text(Report report) {
    Columns columns =
        new Columns(
            "durability",
            "senders",
            "each",
            "messages/s",
            "ok p50 ms",
            "p99 ms",
            "syncs/message",
            "µs CPU",
            "faults",
            "SQLite rows/s",
            "a commit",
            "p50 ms",
            "p99 ms",
            "server/SQLite");
    for (Row row : report.rows) {
      CommitLoad.Figures server = row.server;
      BareSqlite.Figures sqlite = row.sqlite;
      columns.row(
          row.durability.key(),
          Integer.toString(row.senders),
          Integer.toString(row.outstanding),
          Columns.format("%,.0f", server.messages()),
          Columns.format("%.2f", server.ok().p50()),
          Columns.format("%.2f", server.ok().p99()),
          Columns.format("%.4f", server.syncsPerMessage()),
          Columns.format("%.1f", server.cpuMicros()),
          server.faults() == 0 ? "none" : server.faults() + "!",
          Columns.format("%,.0f", sqlite.rows()),
          Integer.toString(sqlite.batch()),
          Columns.format("%.2f", sqlite.commit().p50()),
          Columns.format("%.2f", sqlite.commit().p99()),
          Columns.format("%.2f", server.messages() / sqlite.rows()));
    }
    return report.machine.sentence() + System.lineSeparator() + columns;
  }
}
