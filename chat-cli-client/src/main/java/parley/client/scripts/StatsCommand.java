package parley.client.scripts;

import java.time.Duration;
import java.util.concurrent.Callable;
import parley.client.link.Endurance;
import parley.client.terminal.Figures;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat stats}: the server's figures, once or live. */
@Command(
    name = "stats",
    description = "The server's figures, all of them once, or the telling ones live.")
public final class StatsCommand implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Spec CommandSpec command;

  @Option(
      names = {"-w", "--watch"},
      description = "The telling figures live, with small graphs, until ctrl-C.")
  boolean watch;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Seconds between two looks with --watch (${DEFAULT-VALUE}; 1 to 3600).")
  int every;

  @Option(names = "--json", description = "Each look as one line of JSON.")
  boolean json;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "[NAME@]HOST[:PORT]",
      description = "The server (PARLEY_SERVER, or localhost).")
  String server;

  private final Figures figures = new Figures();
  private final boolean repaint = Console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  private boolean begun;
  private Visit visit;

  @Override
  public Integer call() throws InterruptedException {
    if (every < 1 || every > 3600) {
      throw new ParameterException(command.commandLine(), "--every goes from 1 to 3600 seconds.");
    }
    visit =
        new Visit(
            options,
            options.address(server),
            watch ? Endurance.FOR_EVER : Duration.ZERO,
            id -> new Request.Stats(id, watch ? every : null),
            this::show);
    return visit.run();
  }

  private void show(Object answer) {
    if (!(answer instanceof Event.Stats stats) || stats.figures() == null) {
      return;
    }
    if (json) {
      Console.OUT.println(Json.MAPPER.writeValueAsString(stats.figures()));
    } else {
      boolean live = watch && repaint;
      // Home, each line erased to its end, then what is left below: no flicker.
      String lineEnd = live ? "\u001b[K\n" : "\n";
      Console.OUT.print(live ? (begun ? "\u001b[H" : "\u001b[H\u001b[2J") : "");
      begun = true;
      (watch ? figures.live(stats.figures()) : Figures.all(stats.figures()))
          .forEach(line -> Console.OUT.print(line + lineEnd));
      Console.OUT.print(live ? "\u001b[J" : watch ? "\n" : "");
    }
    if (!Console.flushed() || !watch) {
      visit.enough();
    }
  }
}
