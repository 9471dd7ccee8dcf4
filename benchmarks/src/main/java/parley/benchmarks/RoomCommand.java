package parley.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import parley.protocol.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "room",
    description = {
      "Measures a full room: the server beside a bare relay, in one run.",
      "Each target and the load are processes of their own; rounds of them alternate. Exit code 1"
          + " where a delivery was lost, repeated, out of order or harmed."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RoomCommand implements Callable<Integer> {
  /** How the room is filled. */
  enum Pressure {
    FULL,
    PACED
  }

  enum Transport {
    PLAIN,
    TLS
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--targets",
      split = ",",
      defaultValue = "relay,server",
      description = "Of ${COMPLETION-CANDIDATES}; what is not installed is skipped.")
  private List<Target.Kind> targets;

  @Option(names = "--transports", split = ",", defaultValue = "plain,tls")
  private List<Transport> transports;

  @Option(names = "--loads", split = ",", defaultValue = "full,paced")
  private List<Pressure> loads;

  @Option(names = "--rounds", defaultValue = "3", description = "Medians of them are printed.")
  private int rounds;

  @Option(
      names = "--wire",
      defaultValue = "framed",
      description = "How members speak to the server: framed or ndjson.")
  private Wire.Kind wire;

  @Option(names = "--members", defaultValue = "1000")
  private int members;

  @Option(names = "--senders", defaultValue = "10")
  private int senders;

  @Option(
      names = "--outstanding",
      defaultValue = "32",
      description = "At full load: each sender's messages that not every member has yet.")
  private int outstanding;

  @Option(
      names = "--rate",
      defaultValue = "20",
      description = "At paced load: messages a second of all senders.")
  private double rate;

  @Option(names = "--size", defaultValue = "100", description = "Bytes of a message's text.")
  private int size;

  @Option(names = "--warm-up", paramLabel = "SECONDS", defaultValue = "10")
  private double warmUp;

  @Option(names = "--duration", paramLabel = "SECONDS", defaultValue = "10")
  private double duration;

  @Option(
      names = "--server",
      paramLabel = "FILE",
      defaultValue = "bin/chat-server",
      description = "The server's launcher; build the server first.")
  private Path server;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the server, beyond the ones without which the room can't be.")
  private List<String> settings = List.of();

  @Option(names = "--json", description = "Print one JSON object with every round.")
  private boolean json;

  private record Cell(Transport transport, Pressure pressure) {}

  private final Map<Target.Kind, List<String>> flags = new EnumMap<>(Target.Kind.class);

  @Override
  public Integer call() throws Exception {
    if (targets.contains(Target.Kind.SERVER) && !Files.isExecutable(server)) {
      throw new ParameterException(
          spec.commandLine(), server + " is not there: give --server, or start in the project.");
    }
    targets = Rivals.installed(targets, missing -> spec.commandLine().getErr().println(missing));
    Machine machine = Machine.now();
    Map<Cell, Map<Target.Kind, List<Result>>> results = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Transport transport : transports) {
        for (Target.Kind kind : targets) {
          measure(round, transport, kind, results);
        }
      }
    }
    Report report = new Report(machine, conditions(), tables(results));
    spec.commandLine()
        .getOut()
        .println(json ? Json.MAPPER.writeValueAsString(report) : report.text());
    spec.commandLine().getOut().flush();
    return report.isFaultless() ? 0 : 1;
  }

  private void measure(
      int round,
      Transport transport,
      Target.Kind kind,
      Map<Cell, Map<Target.Kind, List<Result>>> results)
      throws Exception {
    Path folder = Files.createTempDirectory("parley-benchmark");
    try (Target target = start(kind, transport == Transport.TLS, folder)) {
      flags.put(kind, target.flags());
      for (Pressure pressure : loads) {
        Result result = load(target, kind, transport, pressure, folder);
        results
            .computeIfAbsent(new Cell(transport, pressure), c -> new EnumMap<>(Target.Kind.class))
            .computeIfAbsent(kind, k -> new ArrayList<>())
            .add(result);
        spec.commandLine()
            .getErr()
            .printf(
                Locale.ROOT,
                "round %d: %s %s %s: %.2f µs CPU a delivery, %,.0f deliveries/s%n",
                round,
                lower(transport),
                lower(pressure),
                lower(kind),
                result.cpuMicros(),
                result.deliveriesPerSecond());
        spec.commandLine().getErr().flush();
      }
    } finally {
      Subject.delete(folder);
    }
  }

  private Target start(Target.Kind kind, boolean tls, Path folder) throws Exception {
    return switch (kind) {
      case SERVER ->
          Target.server(
              server,
              Stream.concat(Subject.UNLIMITED.stream(), settings.stream()).toList(),
              tls,
              folder);
      case RELAY, QUEUES, NODE, NATS, NGIRCD -> Rivals.start(kind, tls, folder);
    };
  }

  /** Runs the load in a process of its own. */
  private Result load(
      Target target, Target.Kind kind, Transport transport, Pressure pressure, Path folder)
      throws IOException, InterruptedException {
    Wire.Kind spoken = kind == Target.Kind.SERVER ? wire : kind.wire;
    List<String> command =
        Target.own(
            "load",
            "127.0.0.1:" + target.address().getPort(),
            "--json",
            "--wire=" + spoken,
            "--room=bench" + ThreadLocalRandom.current().nextInt(1_000_000),
            "--pid=" + target.process().pid(),
            "--members=" + members,
            "--senders=" + senders,
            "--outstanding=" + outstanding,
            "--rate=" + (pressure == Pressure.PACED ? rate : 0),
            "--size=" + size,
            "--warm-up=" + warmUp,
            "--duration=" + duration);
    if (transport == Transport.TLS) {
      command.add("--tls");
    }
    Path errors = folder.resolve("load-errors");
    Process load = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String printed =
        new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    load.waitFor();
    if (!printed.startsWith("{")) {
      throw new Failure(
          "The load on " + lower(kind) + " failed: " + Files.readString(errors) + target.said());
    }
    return Json.MAPPER.readValue(printed, Result.class);
  }

  private List<Report.Table> tables(Map<Cell, Map<Target.Kind, List<Result>>> results) {
    return results.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                (Map.Entry<Cell, ?> e) -> transports.indexOf(e.getKey().transport())))
        .map(
            cell -> {
              List<Result> relay = cell.getValue().getOrDefault(Target.Kind.RELAY, List.of());
              return new Report.Table(
                  title(cell.getKey()),
                  cell.getValue().entrySet().stream()
                      .map(row -> Report.Row.of(row.getKey(), row.getValue(), relay))
                      .toList());
            })
        .toList();
  }

  private String title(Cell cell) {
    String load =
        switch (cell.pressure()) {
          case FULL ->
              "full load: %d senders, each with %d messages that not every member has yet"
                  .formatted(senders, outstanding);
          case PACED ->
              "paced load: %s messages/s of %d senders, due at fixed times"
                  .formatted(Double.toString(rate).replaceAll("\\.0$", ""), senders);
        };
    return (cell.transport() == Transport.TLS ? "TLS, " : "Plain TCP, ") + load;
  }

  private List<String> conditions() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "A room of %d members, texts of %d bytes; %d rounds of %s s after %s s, medians;"
                .formatted(members, size, rounds, duration, warmUp)
            + " the load runs on the same cores.");
    if (targets.contains(Target.Kind.SERVER)) {
      lines.add(
          "Server: %s, %s; each message is synced to disk before it is delivered."
              .formatted(
                  lower(wire),
                  String.join(
                      ", ",
                      Stream.concat(Subject.UNLIMITED.stream(), settings.stream()).toList())));
    }
    flags.forEach(
        (kind, of) -> {
          if (!of.isEmpty()) {
            lines.add("JVM flags of the " + lower(kind) + ": " + String.join(" ", of));
          }
        });
    return lines;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
