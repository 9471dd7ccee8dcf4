package parley.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    name = "files",
    description = {
      "Measures what transfers of files do to the chat beside them, in alternating pairs of"
          + " windows, and how fast one file goes, beside plain nc."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class FilesCommand implements Callable<Integer> {
  private static final List<String> SETTINGS =
      List.of("files.max-bytes=4GB", "files.total-bytes=20GB", "files.per-person-bytes=20GB");

  @Mixin private ServerOptions options;

  @Option(names = "--transports", split = ",", defaultValue = "plain,tls")
  private List<RoomCommand.Transport> transports;

  @Option(names = "--pairs", defaultValue = "5")
  private int pairs;

  @Option(names = "--seconds", defaultValue = "15", description = "Of each window.")
  private int seconds;

  @Option(names = "--transfers", defaultValue = "10", description = "At once; every other one up.")
  private int transfers;

  @Option(names = "--members", defaultValue = "200")
  private int members;

  @Option(
      names = "--rate",
      defaultValue = "50",
      description = "Messages a second of the chat, all senders together.")
  private double rate;

  @Option(
      names = "--mebibytes",
      defaultValue = "1024",
      description = "Of the file that goes alone.")
  private int mebibytes;

  @Option(
      names = "--nice",
      description = "The other ends of the transfers run with a low priority, as if elsewhere.")
  private boolean nice;

  @Override
  public Integer call() throws Exception {
    options.require(pairs > 0 && seconds > 0 && transfers > 1, "A number is too small.");
    Machine machine = Machine.now();
    List<FilesReport.Transport> results = new ArrayList<>();
    List<FilesReport.Speed> speeds = new ArrayList<>();
    Freight freight = Freight.of(mebibytes);
    speeds.add(netcat(freight));
    for (RoomCommand.Transport transport : transports) {
      boolean tls = transport == RoomCommand.Transport.TLS;
      String name = transport.name().toLowerCase(Locale.ROOT);
      try (Subject subject =
          options.start(
              Stream.concat(Subject.UNLIMITED.stream(), SETTINGS.stream()).toList(), tls)) {
        speeds.add(alone(subject, tls, name, freight));
        results.add(new FilesReport.Transport(name, pairs(subject, tls, name)));
      }
    }
    FilesReport report =
        new FilesReport(
            machine,
            Columns.format(
                "A room of %d, %.0f messages/s; %d transfers at once, every other one up%s.",
                members, rate, transfers, nice ? ", their other ends at a low priority" : ""),
            results,
            speeds);
    options.print(report, report.text());
    return 0;
  }

  private static FilesReport.Speed netcat(Freight freight) throws Exception {
    Path folder = Files.createTempDirectory("parley-netcat");
    try {
      Path file = folder.resolve("file");
      double up = Netcat.receives(freight, file);
      double down = Netcat.sends(file);
      return speed("nc", freight, up, down);
    } finally {
      Subject.delete(folder);
    }
  }

  private static FilesReport.Speed alone(Subject subject, boolean tls, String name, Freight freight)
      throws Exception {
    try (Carrier carrier = Carrier.open(subject.target().address(), tls)) {
      Freight small = Freight.of(32);
      carrier.download(carrier.upload(small, "warm-up.bin"), small.size());
      long began = System.nanoTime();
      long seq = carrier.upload(freight, "alone.bin");
      double up = (System.nanoTime() - began) / 1e9;
      began = System.nanoTime();
      carrier.download(seq, freight.size());
      return speed(name, freight, up, (System.nanoTime() - began) / 1e9);
    }
  }

  private static FilesReport.Speed speed(String name, Freight freight, double up, double down) {
    double size = freight.size() / 1048576.0;
    return new FilesReport.Speed(name, size / up, size / down);
  }

  private List<FilesReport.Pair> pairs(Subject subject, boolean tls, String name) throws Exception {
    List<FilesReport.Pair> done = new ArrayList<>();
    for (int number = 1; number <= pairs; number++) {
      Result without = number % 2 == 1 ? chat(subject, tls) : null;
      Process carry = carry(subject, tls);
      BufferedReader said =
          new BufferedReader(new InputStreamReader(carry.getInputStream(), StandardCharsets.UTF_8));
      Result with;
      String[] speed;
      try {
        if (said.readLine() == null) {
          throw new Failure("The transfers did not begin.");
        }
        with = chat(subject, tls);
        carry.getOutputStream().close();
        String line = said.readLine();
        if (carry.waitFor() != 0 || line == null) {
          throw new Failure("The transfers failed.");
        }
        speed = line.split(" ");
      } finally {
        carry.destroy();
      }
      if (without == null) {
        without = chat(subject, tls);
      }
      FilesReport.Pair pair =
          new FilesReport.Pair(
              without,
              with,
              Double.parseDouble(speed[0]),
              Double.parseDouble(speed[1]),
              with.residentBytes());
      done.add(pair);
      options.progress(
          "%s, pair %d: p99 %.2f ms without, %.2f with (x%.2f); %.0f MiB/s up, %.0f down",
          name,
          number,
          without.latency().p99(),
          with.latency().p99(),
          pair.ratio(),
          pair.up(),
          pair.down());
    }
    return done;
  }

  private Process carry(Subject subject, boolean tls) throws IOException {
    List<String> command = new ArrayList<>();
    if (nice) {
      command.addAll(List.of("nice", "-n", "19"));
    }
    command.addAll(
        Target.own(
            "carry",
            Integer.toString(subject.target().address().getPort()),
            "--transfers",
            Integer.toString(transfers)));
    if (tls) {
      command.add("--tls");
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private Result chat(Subject subject, boolean tls) throws Exception {
    Plan plan =
        new Plan(
            Wire.of(Wire.Kind.FRAMED, "bench", tls),
            subject.target().address(),
            tls,
            members,
            10,
            rate,
            1,
            new Text(100),
            Duration.ofSeconds(3),
            Duration.ofSeconds(seconds));
    return new Load(plan, subject.pid()).run();
  }
}
