package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import parley.client.link.RetryPolicy;
import parley.client.terminal.FiguresText;
import parley.client.terminal.TerminalType;
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
    description = "The server's figures, all of them once, or how they went, on the whole screen.")
public final class StatsCommand implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Mixin ServerAddress.Alone server;
  @Spec CommandSpec command;

  @Option(
      names = {"-w", "--watch"},
      description =
          "How they went in the last minute, hour and day, as plots, until q; ? tells the keys."
              + " To a file, a pipe or a dumb terminal: the telling figures as lines.")
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
  private final boolean repaint = Console.isTerminal() && !TerminalType.isDumb(System.getenv());
  private ScriptRequest request;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (every < 1 || every > 3600) {
      throw new ParameterException(command.commandLine(), "--every goes from 1 to 3600 seconds.");
    }
    if (watch && repaint && !json) {
      return new BoardWatch(options, options.address(server.text()), every).run();
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
      (watch ? figures.live(stats.figures()) : FiguresText.all(stats.figures()))
          .forEach(line -> Console.OUT.print(line + "\n"));
      Console.OUT.print(watch ? "\n" : "");
    }
    if (!Console.flushed() || !watch) {
      request.enough();
    }
  }
}
