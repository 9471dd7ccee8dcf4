package parley.client.scripts;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.terminal.ProgressLine;
import parley.client.terminal.SpeedMeter;
import parley.client.transfer.Progress;

/**
 * Shows on standard error how far a file is, where that is a terminal, and nothing elsewhere. What
 * is said meanwhile stands above. Its own lock guards it.
 */
final class ProgressPrinter implements AutoCloseable {
  private static final long EVERY_MILLIS = 200;
  private static final String ERASE = "\r\u001b[K";

  private final ProgressLine look = new ProgressLine(AttributedStyle.DEFAULT);
  private final Terminal terminal;
  private final Thread thread;
  private String arrow;
  private Progress progress;
  private SpeedMeter meter;

  ProgressPrinter() throws IOException {
    Terminal found =
        TerminalBuilder.builder()
            .name("chat")
            .system(true)
            .systemOutput(TerminalBuilder.SystemOutput.SysErr)
            .dumb(true)
            .graphemeCluster(false)
            .nativeSignals(false)
            .paused(true)
            .build();
    if (found.getType().startsWith(Terminal.TYPE_DUMB)) {
      found.close();
      terminal = null;
      thread = null;
    } else {
      terminal = found;
      thread = Thread.ofVirtual().name("progress").start(this::run);
    }
  }

  /** From now on, this one. */
  synchronized void show(String arrow, Progress progress) {
    this.arrow = arrow;
    this.progress = progress;
    this.meter = new SpeedMeter();
  }

  /** A sentence for the person who runs the script. */
  synchronized void say(String sentence) {
    erase();
    Console.say(sentence);
  }

  private void run() {
    try {
      while (true) {
        draw();
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (IllegalStateException e) {
      // At ctrl-C JLine closes the terminal by itself.
    }
  }

  private synchronized void draw() {
    if (progress != null) {
      Progress.Glance glance = progress.glance();
      meter.see(System.nanoTime(), glance);
      int columns = terminal.getSize().getColumns();
      // The last column stays free: a terminal that is written full breaks the line by itself.
      int width = (columns > 0 ? columns : 80) - 1;
      Console.ERR.print("\r" + look.of(arrow, glance, meter, width) + "\u001b[K");
      Console.ERR.flush();
    }
  }

  private void erase() {
    if (terminal != null && progress != null) {
      Console.ERR.print(ERASE);
      Console.ERR.flush();
    }
  }

  /** The line is gone; what is printed next stands in its place. */
  synchronized void done() {
    erase();
    progress = null;
  }

  @Override
  public void close() throws IOException {
    done();
    if (terminal != null) {
      thread.interrupt();
      terminal.close();
    }
  }
}
