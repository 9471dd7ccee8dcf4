package parley.client.terminal;

import java.time.Duration;
import org.jline.utils.Signals;

/** An end at a signal, which comes whatever it waits for, with the terminal as it was found. */
public final class SureEnd {
  /** How long the way to the end may take that a program goes by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Duration GIVING_BACK = Duration.ofSeconds(1);

  private SureEnd() {}

  /**
   * What a signal is to do from now on.
   *
   * @param code the exit code where this program does not end by itself
   * @param givesBack leaves the terminal as it was found; any number of times, on any thread
   * @param ends asks this program to end, and returns
   */
  public static void at(String signal, int code, Runnable givesBack, Runnable ends) {
    Signals.register(
        signal,
        () -> {
          Thread.ofPlatform().daemon().start(() -> endSurely(code, givesBack));
          ends.run();
        });
  }

  /** Nobody is there any more to end it otherwise. */
  private static void endSurely(int code, Runnable givesBack) {
    try {
      Thread.sleep(PATIENCE);
      Thread.ofPlatform().daemon().start(givesBack).join(GIVING_BACK);
      Runtime.getRuntime().halt(code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
