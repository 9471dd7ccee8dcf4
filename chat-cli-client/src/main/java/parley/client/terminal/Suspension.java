package parley.client.terminal;

import java.io.IOException;
import org.jline.terminal.Terminal;

/** Ctrl-Z: this program stops until its shell tells it to go on. */
public final class Suspension {
  /** How long the system may take to stop this program once it was told to. */
  private static final long STOPPING_MILLIS = 200;

  private Suspension() {}

  /**
   * Stops, and comes back when it goes on.
   *
   * @param again is to be done at the next ctrl-Z
   */
  public static void stop(Terminal terminal, Runnable again) {
    try {
      // By the system's own action, which does not stop a program that no shell could wake.
      terminal.handle(Terminal.Signal.TSTP, Terminal.SignalHandler.SIG_DFL);
      long pid = ProcessHandle.current().pid();
      new ProcessBuilder("/bin/sh", "-c", "kill -s TSTP " + pid).start().waitFor();
      Thread.sleep(STOPPING_MILLIS);
    } catch (IOException e) {
      // Without a shell on the machine there is nobody to give the terminal to.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      terminal.handle(Terminal.Signal.TSTP, _ -> again.run());
    }
  }
}
