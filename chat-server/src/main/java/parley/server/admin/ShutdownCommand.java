package parley.server.admin;

import java.time.Duration;
import parley.server.rights.Right;
import parley.server.stats.Units;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "shutdown",
    description = "Stop the server: everyone is told, what is in flight is finished.",
    footer = {"", "Example: shutdown --in 5m, and on second thoughts: shutdown --cancel"})
@Needs(Right.OPERATE)
final class ShutdownCommand extends Deed {
  private static final String NONE = "No shutdown is planned.";

  @Option(
      names = "--in",
      paramLabel = "TIME",
      converter = Until.class,
      description = "After a while, such as 30s or 5m; everyone is told at once.")
  private Duration delay = Duration.ZERO;

  @Option(names = "--cancel", description = "Call it off.")
  private boolean cancel;

  @Override
  Outcome act() throws Refusal {
    if (isDryRun()) {
      return wouldDo();
    }
    if (cancel) {
      if (!controls().shutdown().cancel()) {
        throw new Refusal(NONE);
      }
      return Outcome.said("The shutdown is called off.");
    }
    controls().shutdown().in(delay);
    return Outcome.said(
        delay.isPositive()
            ? "The server stops in " + Units.duration(delay) + "; shutdown --cancel calls it off."
            : "The server stops.");
  }

  private Outcome wouldDo() throws Refusal {
    boolean planned = controls().shutdown().isPlanned();
    if (cancel && !planned) {
      throw new Refusal(NONE);
    }
    foretell(
        cancel
            ? "call the shutdown off"
            : "stop the server "
                + (delay.isPositive() ? "in " + Units.duration(delay) : "at once")
                + (planned ? ", instead of when that was planned" : ""));
    return foretold();
  }
}
