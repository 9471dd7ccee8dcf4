package parley.benchmarks.harm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import parley.benchmarks.Columns;
import parley.benchmarks.Failure;
import parley.benchmarks.Machine;
import parley.protocol.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "harm",
    description = {
      "Measures what one stranger does to the others: each attack of docs/security.md against a"
          + " server as shipped, while others chat from other addresses of this machine.",
      "Exit code 1 where what is promised of A1 to A5, B7, B8 and B14 does not hold: the others'"
          + " acknowledgements within 250 ms (p99), and no newcomer of another address refused."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class HarmCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "FILE",
      split = ",",
      defaultValue = "bin/chat-server",
      description = "Launchers or jars; each is measured. A jar is started by bin/chat-server.")
  private List<Path> servers;

  @Option(
      names = "--attacks",
      paramLabel = "NUMBER",
      split = ",",
      defaultValue = "all",
      description = "Such as A1,B7; none for the undisturbed row alone.")
  private List<String> attacks;

  @Option(names = "--seconds", defaultValue = "8", description = "Of each attack, at most 40.")
  private double seconds;

  @Option(
      names = "--audience",
      defaultValue = "50",
      description = "People in the room who only read.")
  private int audience;

  @Option(names = "--json", description = "Print one JSON object with every figure.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    require(seconds >= 0.5 && seconds <= 40, "Seconds are from 0.5 to 40.");
    require(audience >= 0 && audience <= 200, "An audience is from 0 to 200.");
    for (Path server : servers) {
      require(Files.exists(server), server + " is not there: build the server, or give --server.");
    }
    for (String each : attacks) {
      require(
          each.equals("all")
              || each.equals("none")
              || Arrays.stream(Attack.values()).anyMatch(a -> is(each, a.number))
              || Arrays.stream(Probe.values()).anyMatch(p -> is(each, p.number)),
          "There is no attack " + each + ".");
    }
    Machine machine = Machine.now();
    List<HarmReport.Subject> measured = new ArrayList<>();
    for (Path server : servers) {
      measured.add(new HarmReport.Subject(server.toString(), rows(server)));
    }
    HarmReport report =
        new HarmReport(
            machine,
            Columns.format(
                "%.0f s of each attack; two chat with ten sentences a second each, %d only read; a"
                    + " new server with %s for each row. Lost: refused, cut or without an answer.",
                seconds, audience, Shipped.HEAP),
            measured);
    spec.commandLine()
        .getOut()
        .println(json ? Json.MAPPER.writeValueAsString(report) : report.text());
    spec.commandLine().getOut().flush();
    return report.kept() ? 0 : 1;
  }

  private List<Row> rows(Path server) throws Exception {
    List<Row> rows = new ArrayList<>();
    HarmRun run = new HarmRun(server, seconds, audience);
    rows.add(progress(run.row(null)));
    for (Attack attack : Attack.values()) {
      if (chosen(attack.number)) {
        try {
          rows.add(progress(run.row(attack)));
        } catch (Failure e) {
          throw new Failure(attack + ": " + e.getMessage());
        }
      }
    }
    for (Probe probe : Probe.values()) {
      if (chosen(probe.number)) {
        rows.add(progress(probe.ask(server)));
      }
    }
    return rows;
  }

  private boolean chosen(String number) {
    return attacks.stream().anyMatch(each -> each.equals("all") || is(each, number));
  }

  private static boolean is(String given, String number) {
    return given.toUpperCase(Locale.ROOT).equals(number);
  }

  /** One line for whoever waits. */
  private Row progress(Row row) {
    String found =
        switch (row) {
          case Row.Load load ->
              Columns.format(
                  "acknowledgements p99 %,.0f ms",
                  load.others().get(Readings.Asked.ACKNOWLEDGEMENT).p99());
          case Row.Answer answer -> answer.harmed() ? "harmed" : "not harmed";
        };
    spec.commandLine().getErr().printf(Locale.ROOT, "%s %s: %s%n", row.number(), row.what(), found);
    spec.commandLine().getErr().flush();
    return row;
  }

  private void require(boolean so, String sentence) {
    if (!so) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }
}
