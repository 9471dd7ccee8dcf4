package parley.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "idle",
    description = {
      "Measures the memory of idle connections: the server's resident memory before them and after"
          + " garbage was collected, with the flags as shipped.",
      "Exit code 1 where a connection was lost."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class IdleCommand implements Callable<Integer> {
  /** In bytes: the aim for one connection over TLS. */
  private static final int AIM = 32 * 1024;

  record Report(Machine machine, String transport, List<String> flags, IdleRun.Figures figures) {}

  @Mixin private ServerOptions options;

  @Option(names = "--connections", defaultValue = "10000")
  private int connections;

  @Option(names = "--transport", defaultValue = "tls", description = "${COMPLETION-CANDIDATES}")
  private RoomCommand.Transport transport;

  @Option(
      names = "--seconds",
      defaultValue = "150",
      description = "After the last connection; the server collects when it was idle for 60 s.")
  private double seconds;

  @Override
  public Integer call() throws Exception {
    options.require(connections > 0 && seconds >= 0, "A number can't be negative.");
    String tooFew = IdleRun.tooFewFiles(connections);
    if (tooFew != null) {
      throw new Failure(tooFew);
    }
    Machine machine = Machine.now();
    boolean tls = transport == RoomCommand.Transport.TLS;
    List<String> settings =
        Stream.concat(Subject.UNLIMITED.stream(), Stream.of("limits.connections=0")).toList();
    try (Subject subject = options.start(settings, tls)) {
      IdleRun.Figures figures =
          IdleRun.run(
              subject,
              tls,
              connections,
              Duration.ofMillis((long) (seconds * 1000)),
              sample ->
                  options.progress(
                      "%.0f s after the last connection: %.0f MiB resident, heap %.0f MiB,"
                          + " %d collections",
                      sample.second(),
                      sample.resident() / 1048576.0,
                      sample.heap() / 1048576.0,
                      sample.collections()));
      Report report =
          new Report(machine, tls ? "TLS" : "plain TCP", subject.target().flags(), figures);
      options.print(report, text(report));
      return figures.alive() == connections ? 0 : 1;
    }
  }

  private static String text(Report report) {
    IdleRun.Figures figures = report.figures;
    IdleRun.Sample first = figures.samples().getFirst();
    IdleRun.Sample last = figures.samples().getLast();
    return String.join(
        System.lineSeparator(),
        report.machine.sentence(),
        "JVM flags of the server: " + String.join(" ", report.flags),
        new Columns(
                "connections",
                "alive",
                "made in s",
                "MiB before",
                "MiB after them",
                "MiB at the end",
                "KiB each",
                "aim",
                "heap KiB each",
                "client MiB")
            .row(
                Columns.format("%,d %s", figures.connections(), report.transport),
                Columns.format("%,d", figures.alive()),
                Columns.format("%.1f", figures.connectSeconds()),
                Columns.format("%.0f", figures.before() / 1048576.0),
                Columns.format("%.0f", first.resident() / 1048576.0),
                Columns.format("%.0f", last.resident() / 1048576.0),
                Columns.format("%.1f", figures.each() / 1024),
                Columns.format("%d", AIM / 1024),
                Columns.format("%.1f", last.heap() / 1024.0 / figures.connections()),
                Columns.format("%.0f", figures.client() / 1048576.0))
            .toString(),
        figures.collected()
            ? "  Garbage was collected %d times in the last %.0f s."
                .formatted(last.collections() - first.collections(), last.second())
            : "  No garbage was collected in these %.0f s: give it longer by --seconds."
                .formatted(last.second()));
  }
}
