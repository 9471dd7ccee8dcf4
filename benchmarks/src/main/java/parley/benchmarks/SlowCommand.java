package parley.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "slow",
    description = {
      "Measures what slow readers do to the others: a full room, some of whose members stop reading"
          + " in the middle of a record, against the same room without them, in alternating pairs.",
      "Exit code 1 where a delivery was lost, repeated, out of order or harmed."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class SlowCommand implements Callable<Integer> {
  /** Who does not read answers no ping; that their silence ends them is not what is measured. */
  private static final String PATIENT = "timeout.idle=15m";

  @Mixin private ServerOptions options;

  @Option(names = "--transports", split = ",", defaultValue = "plain,tls")
  private List<RoomCommand.Transport> transports;

  @Option(names = "--pairs", defaultValue = "10")
  private int pairs;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Of not reading, and of each window that is measured.")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Before the first pair; a quarter of it before each window.")
  private double warmUp;

  @Option(names = "--members", defaultValue = "1000")
  private int members;

  @Option(names = "--slow", defaultValue = "10", description = "How many of them stop reading.")
  private int slow;

  @Option(names = "--senders", defaultValue = "10")
  private int senders;

  @Option(
      names = "--outstanding",
      defaultValue = "32",
      description = "Each sender's messages that not every reading member has yet.")
  private int outstanding;

  @Option(names = "--size", defaultValue = "100", description = "Bytes of a message's text.")
  private int size;

  @Override
  public Integer call() throws Exception {
    options.require(size >= Text.LEAST && size <= 8192, "A size is from 40 to 8192.");
    options.require(pairs > 0 && slow > 0 && outstanding > 0, "A number can't be below 1.");
    options.require(
        senders > 0 && senders <= members - slow, "Senders are some of those who read.");
    options.require(seconds >= 1 && warmUp >= 0, "A window is a second at least.");
    Machine machine = Machine.now();
    List<SlowReport.Transport> results = new ArrayList<>();
    for (RoomCommand.Transport transport : transports) {
      results.add(measure(transport));
    }
    SlowReport report =
        new SlowReport(
            machine,
            Columns.format(
                "A room of %d, %d of them not reading for %.0f s under full load (%d senders with"
                    + " %d each on their way); the rest are measured.",
                members, slow, seconds, senders, outstanding),
            results);
    options.print(report, report.text());
    return report.isFaultless() ? 0 : 1;
  }

  private SlowReport.Transport measure(RoomCommand.Transport transport) throws Exception {
    boolean tls = transport == RoomCommand.Transport.TLS;
    String name = transport.name().toLowerCase(Locale.ROOT);
    try (Subject subject =
            options.start(
                Stream.concat(Subject.UNLIMITED.stream(), Stream.of(PATIENT)).toList(), tls);
        SlowRun run = new SlowRun(subject, plan(subject, tls), slow)) {
      List<SlowReport.Pair> done = new ArrayList<>();
      for (int number = 1; number <= pairs; number++) {
        SlowReport.Pair pair = run.pair(number);
        done.add(pair);
        options.progress(
            "%s, pair %d: p99 %.1f ms without, %.1f with (x%.2f), %.0f MiB; caught up in %.1f s,"
                + " %d faults",
            name,
            number,
            pair.without().latency().p99(),
            pair.with().latency().p99(),
            pair.ratio(),
            pair.with().residentMiB(),
            pair.catchUpSeconds(),
            pair.faults());
      }
      SlowRun.Endings endings = run.end();
      return new SlowReport.Transport(
          tls ? "TLS" : "Plain TCP", done, endings.kick(), endings.shutdown(), run.faults());
    }
  }

  private Plan plan(Subject subject, boolean tls) {
    return new Plan(
        Wire.of(Wire.Kind.FRAMED, "slow", tls),
        subject.target().address(),
        tls,
        members - slow,
        senders,
        0,
        outstanding,
        new Text(size),
        Duration.ofMillis((long) (warmUp * 1000)),
        Duration.ofMillis((long) (seconds * 1000)));
  }
}
