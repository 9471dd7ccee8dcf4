package parley.server.archive;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import parley.server.logging.LogSetup;

/** One line at the foot of a terminal that says how far the work is, and goes when it is done. */
final class ProgressLine implements Progress, AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BAR = 24;

  private final PrintStream terminal;
  private long shown = System.nanoTime();
  private int width;

  private ProgressLine(PrintStream terminal) {
    this.terminal = terminal;
  }

  static ProgressLine none() {
    return new ProgressLine(null);
  }

  /** On standard error, where a person sees it; nothing where it is piped. */
  static ProgressLine onTerminal() {
    return LogSetup.isTerminal() ? new ProgressLine(System.err) : none();
  }

  @Override
  public void at(String step, long done, long all) {
    long now = System.nanoTime();
    if (terminal == null || now - shown < EVERY_NANOS) {
      return;
    }
    shown = now;
    show(line(step, done, all));
  }

  static String line(String step, long done, long all) {
    if (all <= 0) {
      return step + " …";
    }
    double part = Math.clamp((double) done / all, 0, 1);
    int full = (int) (part * BAR);
    return "%s [%s%s] %3.0f %%"
        .formatted(step, "#".repeat(full), ".".repeat(BAR - full), part * 100);
  }

  private void show(String line) {
    String padding = " ".repeat(Math.max(0, width - line.length()));
    terminal.print("\r" + line + padding + "\r");
    terminal.flush();
    width = line.length();
  }

  @Override
  public void close() {
    if (terminal != null && width > 0) {
      show("");
    }
  }

  /** 1.5 MB, as a person reads it. */
  static String bytes(long bytes) {
    String[] units = {"bytes", "kB", "MB", "GB", "TB"};
    double size = bytes;
    int unit = 0;
    while (size >= 1000 && unit < units.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
  }
}
