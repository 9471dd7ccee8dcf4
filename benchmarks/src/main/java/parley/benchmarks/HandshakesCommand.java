package parley.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "handshakes",
    description = {
      "Measures TLS connections a second through the full handshake, and the CPU of each, beside"
          + " openssl s_server with the same key, certificate, suite and client (openssl s_time)."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class HandshakesCommand implements Callable<Integer> {
  /** Who answers. */
  enum Answerer {
    SERVER,
    OPENSSL
  }

  /**
   * One window of one of them.
   *
   * @param perSecond handshakes that the client has seen complete
   * @param cpuMicros user and kernel time of the process for each, with accepting and closing
   */
  record Round(Answerer answerer, double perSecond, double cpuMicros, double cores) {}

  record Report(Machine machine, String openssl, List<Round> rounds) {}

  @Mixin private ServerOptions options;

  @Option(names = "--rounds", defaultValue = "3", description = "Medians of them are printed.")
  private int rounds;

  @Option(names = "--clients", defaultValue = "4", description = "Processes of openssl s_time.")
  private int clients;

  @Option(names = "--seconds", defaultValue = "10", description = "Of each window, whole ones.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "Of handshakes with the server before the first round.")
  private int warmUp;

  @Override
  public Integer call() throws Exception {
    options.require(rounds > 0 && clients > 0 && seconds > 0, "A number can't be below 1.");
    String version = OpenSsl.version();
    Machine machine = Machine.now();
    List<Round> done = new ArrayList<>();
    try (Subject subject = options.start(Subject.UNLIMITED, true);
        Target openssl = Target.openssl(subject.folder())) {
      if (warmUp > 0) {
        OpenSsl.handshakes(subject.target().address(), clients, warmUp);
      }
      for (int round = 1; round <= rounds; round++) {
        done.add(progress(round, window(Answerer.SERVER, subject.target())));
        done.add(progress(round, window(Answerer.OPENSSL, openssl)));
      }
    }
    Report report = new Report(machine, version, done);
    options.print(report, text(report));
    return 0;
  }

  private Round window(Answerer answerer, Target target) throws Exception {
    long began = System.nanoTime();
    Usage before = Usage.of(target.process().pid());
    long count = OpenSsl.handshakes(target.address(), clients, seconds);
    double cpu = Usage.of(target.process().pid()).cpu().minus(before.cpu()).toNanos() / 1e3;
    double took = (System.nanoTime() - began) / 1e9;
    return new Round(answerer, count / took, cpu / count, cpu / 1e6 / took);
  }

  private Round progress(int number, Round round) {
    options.progress(
        "round %d, %s: %,.0f handshakes/s, %.0f µs CPU each",
        number, lower(round.answerer), round.perSecond, round.cpuMicros);
    return round;
  }

  private static String text(Report report) {
    Columns columns =
        new Columns("", "handshakes/s", "µs CPU each", "least-most", "ratio", "cores");
    double openssl = median(report, Answerer.OPENSSL);
    for (Answerer answerer : Answerer.values()) {
      List<Round> own = report.rounds.stream().filter(r -> r.answerer == answerer).toList();
      double[] cpu = own.stream().mapToDouble(Round::cpuMicros).sorted().toArray();
      columns.row(
          lower(answerer),
          Columns.format(
              "%,.0f", middle(own.stream().mapToDouble(Round::perSecond).sorted().toArray())),
          Columns.format("%.0f", middle(cpu)),
          Columns.format("%.0f-%.0f", cpu[0], cpu[cpu.length - 1]),
          Columns.format("x%.2f", middle(cpu) / openssl),
          Columns.format(
              "%.2f", middle(own.stream().mapToDouble(Round::cores).sorted().toArray())));
    }
    return String.join(
        System.lineSeparator(),
        report.machine.sentence(),
        report.openssl
            + "; TLS 1.3, TLS_AES_128_GCM_SHA256, X25519, the server's own P-256 certificate;"
            + " the clients run on the same cores.",
        columns.toString());
  }

  private static double median(Report report, Answerer answerer) {
    return middle(
        report.rounds.stream()
            .filter(r -> r.answerer == answerer)
            .mapToDouble(Round::cpuMicros)
            .sorted()
            .toArray());
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static String lower(Answerer answerer) {
    return answerer.name().toLowerCase(Locale.ROOT);
  }
}
