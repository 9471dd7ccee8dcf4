package parley.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import parley.protocol.Reply;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "screens",
    description = {
      "Measures the terminal client beside irssi and WeeChat, where they are installed: how long"
          + " it starts, what it holds and uses while nothing happens, and how soon a key is seen.",
      "This one comes to a room over TLS; the other two connect to nothing."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ScreensCommand implements Callable<Integer> {
  /** The programs, and what each shows once one can type. */
  enum Program {
    CHAT("TLSv1.3"),
    IRSSI("[(status)]"),
    WEECHAT("weechat.org/");

    private final String ready;

    Program(String ready) {
      this.ready = ready;
    }
  }

  /**
   * What one start of one of them was like.
   *
   * @param idleCpuMillis user and kernel time for a minute
   */
  record Round(
      Program program,
      double readyMillis,
      double startCpuMillis,
      double residentMiB,
      double idleCpuMillis,
      double keyP50Millis,
      double keyP99Millis) {}

  record Figures(Machine machine, List<Round> rounds) {}

  /** Until what it does for its start is over. */
  private static final long SETTLE_MILLIS = 5_000;

  private static final long BETWEEN_KEYS_MILLIS = 30;
  private static final long BETWEEN_MESSAGES_MILLIS = 10;

  @Mixin private ServerOptions options;

  @Option(
      names = "--client",
      paramLabel = "FILE",
      defaultValue = "bin/chat",
      description = "The client's launcher; build it first.")
  private Path client;

  @Option(names = "--rounds", defaultValue = "5", description = "Medians of them are printed.")
  private int rounds;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "For which each is left alone.")
  private int idle;

  @Option(names = "--keys", defaultValue = "100", description = "Typed into each.")
  private int keys;

  @Option(
      names = "--busy",
      description = "100 messages a second come to this one's room while keys are typed.")
  private boolean busy;

  @Override
  public Integer call() throws Exception {
    options.require(rounds > 0 && idle > 0 && keys > 0, "A number can't be below 1.");
    List<Program> there =
        Arrays.stream(Program.values())
            .filter(one -> one == Program.CHAT || Rivals.isInstalled(lower(one)))
            .toList();
    Machine machine = Machine.now();
    List<Round> done = new ArrayList<>();
    Path home = Files.createTempDirectory("parley-screens");
    try (Subject subject = options.start(Subject.UNLIMITED, true)) {
      String place = "127.0.0.1:" + subject.target().address().getPort();
      for (int round = 0; round <= rounds; round++) {
        for (Program program : there) {
          Round one = round(program, place, subject, home);
          if (round > 0) { // the first start of each makes its files
            done.add(one);
            options.progress(
                "round %d, %s: %.0f ms, %.0f MiB",
                round, lower(program), one.readyMillis, one.residentMiB);
          }
        }
      }
    } finally {
      Subject.delete(home);
    }
    Figures figures = new Figures(machine, done);
    options.print(figures, text(figures));
    return 0;
  }

  private Round round(Program program, String place, Subject subject, Path home) throws Exception {
    String command =
        switch (program) {
          case CHAT -> client.toAbsolutePath() + " bench@" + place;
          case IRSSI -> "irssi --noconnect --home=" + home.resolve("irssi");
          case WEECHAT -> "weechat --dir " + home.resolve("weechat");
        };
    try (Terminal terminal = Terminal.start(command, home)) {
      double ready = millis(terminal.awaitShown(program.ready));
      long pid = terminal.pid();
      double startCpu = millis(Usage.of(pid).cpu());
      Thread.sleep(SETTLE_MILLIS);
      Duration before = Usage.of(pid).cpu();
      Thread.sleep(Duration.ofSeconds(idle));
      Usage after = Usage.of(pid);
      double idled = millis(after.cpu().minus(before)) * 60 / idle;
      double[] echoes = echoes(terminal, program == Program.CHAT && busy ? subject : null);
      return new Round(
          program,
          ready,
          startCpu,
          after.residentBytes() / 1048576.0,
          idled,
          echoes[echoes.length / 2],
          echoes[(int) (echoes.length * 0.99)]);
    }
  }

  /**
   * How long keys take to be seen, sorted, in milliseconds.
   *
   * @param subject whose room is busy meanwhile, null for none
   */
  private double[] echoes(Terminal terminal, Subject subject)
      throws IOException, InterruptedException {
    Thread talking = subject == null ? null : Thread.ofPlatform().start(() -> talk(subject));
    double[] echoes = new double[keys];
    for (int i = 0; i < keys; i++) {
      char key = (char) ('a' + i % 26);
      echoes[i] = millis(terminal.type(key, "" + key));
      Thread.sleep(BETWEEN_KEYS_MILLIS);
    }
    if (talking != null) {
      talking.interrupt();
      talking.join();
    }
    Arrays.sort(echoes);
    return echoes;
  }

  /** Says digits only, so that no key is taken for one that was typed. */
  private static void talk(Subject subject) {
    try {
      for (int i = 0; ; i++) {
        String text = "" + i;
        subject
            .control()
            .ok(
                Reply.Sent.class,
                id -> new Request.Send(id, "lobby", null, text, null, null, null, null));
        Thread.sleep(BETWEEN_MESSAGES_MILLIS);
      }
    } catch (InterruptedException e) {
      // Enough.
    } catch (IOException e) {
      throw new Failure("The room is busy no more: " + e.getMessage());
    }
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  private static String text(Figures figures) {
    Columns columns =
        new Columns("", "ready ms", "CPU ms", "MiB", "idle CPU ms/min", "key p50 ms", "key p99 ms");
    for (Program program : Program.values()) {
      List<Round> own = figures.rounds.stream().filter(r -> r.program == program).toList();
      if (!own.isEmpty()) {
        columns.row(
            lower(program),
            Columns.format("%.0f", middle(own.stream().mapToDouble(Round::readyMillis))),
            Columns.format("%.0f", middle(own.stream().mapToDouble(Round::startCpuMillis))),
            Columns.format("%.0f", middle(own.stream().mapToDouble(Round::residentMiB))),
            Columns.format("%.0f", middle(own.stream().mapToDouble(Round::idleCpuMillis))),
            Columns.format("%.1f", middle(own.stream().mapToDouble(Round::keyP50Millis))),
            Columns.format("%.1f", middle(own.stream().mapToDouble(Round::keyP99Millis))));
      }
    }
    return figures.machine.sentence() + System.lineSeparator() + columns;
  }

  private static double middle(DoubleStream of) {
    double[] sorted = of.sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static String lower(Program program) {
    return program.name().toLowerCase(Locale.ROOT);
  }
}
