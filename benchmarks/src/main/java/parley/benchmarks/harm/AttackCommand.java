package parley.benchmarks.harm;

import java.util.concurrent.Callable;
import parley.benchmarks.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** In a process of its own, so that its processor time is nobody else's. */
@Command(
    name = "attack",
    hidden = true,
    description = "One attack of \"harm\" against a server of this machine, for some seconds.",
    mixinStandardHelpOptions = true)
public final class AttackCommand implements Callable<Integer> {
  /** Printed once it has begun. */
  static final String BEGUN = "begun";

  /** A minute, in case whoever started it is gone. */
  private static final double MOST_SECONDS = 60;

  @Spec private CommandSpec spec;

  @Parameters(description = "${COMPLETION-CANDIDATES}")
  private Attack attack;

  @Option(names = "--plain", required = true)
  private int plain;

  @Option(names = "--tls", required = true)
  private int tls;

  @Option(names = "--health", required = true)
  private int health;

  @Option(names = "--seconds", required = true)
  private double seconds;

  @Override
  public Integer call() throws Exception {
    Field field = new Field(new Doors(plain, tls, health), Math.min(seconds, MOST_SECONDS));
    String note;
    try {
      attack.begin(field);
      say(BEGUN);
      field.await();
      note = SlowReaders.note();
    } catch (Failure e) {
      say(BEGUN);
      note = e.getMessage();
    }
    say(note);
    // Its connections may be stuck in the middle of anything.
    Runtime.getRuntime().halt(0);
    return 0;
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
