package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import parley.client.link.RetryPolicy;
import parley.client.terminal.FiguresText;
import parley.protocol.Event;
import parley.protocol.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chat stats}: the server's figures, once or live. */
@Command(
    name = "stats",
    description = "The server's figures, all of them once, or the telling ones live.")
public final class StatsCommand implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Mixin ServerAddress.Alone server;
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

  private final FiguresText figures = new FiguresText();
  private final boolean repaint = Console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  private boolean begun;
  private ScriptRequest request;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (every < 1 || every > 3600) {
      throw new ParameterException(command.commandLine(), "--every goes from 1 to 3600 seconds.");
    }
    request =
        new ScriptRequest(
            options,
            options.address(server.text()),
            watch ? RetryPolicy.FOR_EVER : Duration.ZERO,
            id -> new Request.Stats(id, watch ? every : null, null),
            this::show);
    return request.run();
  }

  private void show(Object answer) {
    if (!(answer instanceof Event.Stats stats) || stats.figures() == null) {
      return;
    }
    if (json) {
      Console.OUT.println(Console.json(stats.figures()));
    } else {
      boolean live = watch && repaint;
      // Home, each line erased to its end, then what is left below: no flicker.
      String lineEnd = live ? "\u001b[K\n" : "\n";
      Console.OUT.print(live ? (begun ? "\u001b[H" : "\u001b[H\u001b[2J") : "");
      begun = true;
      (watch ? figures.live(stats.figures()) : FiguresText.all(stats.figures()))
          .forEach(line -> Console.OUT.print(line + lineEnd));
      Console.OUT.print(live ? "\u001b[J" : watch ? "\n" : "");
    }
    if (!Console.flushed() || !watch) {
      request.enough();
    }
  }
}
