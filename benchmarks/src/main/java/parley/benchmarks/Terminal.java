package parley.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * A program in a pseudo-terminal of 140 columns and 40 rows, which {@code script} of util-linux
 * gives it. One thread keeps what it shows; the lock of this object guards that.
 */
final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Device attributes, which every terminal tells (ECMA-48, DA). */
  private static final String WHAT_ARE_YOU = "\033[c";

  private static final byte[] A_VT220 = "\033[?62;c".getBytes(StandardCharsets.US_ASCII);

  private final Process script;
  private final long began = System.nanoTime();
  private final StringBuilder shown = new StringBuilder();

  private Terminal(Process script) {
    this.script = script;
    Thread.ofPlatform().daemon().name("terminal").start(this::keep);
  }

  /**
   * Starts it.
   *
   * @param command for a shell
   * @param home the program's home
   */
  static Terminal start(String command, Path home) throws IOException {
    ProcessBuilder made =
        new ProcessBuilder(
            "script", "-qefc", "stty rows 40 cols 140; exec " + command, "/dev/null");
    made.environment().put("TERM", "xterm-256color");
    made.environment().put("HOME", home.toString());
    made.environment().put("LC_ALL", "C.UTF-8");
    made.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    return new Terminal(made.redirectErrorStream(true).start());
  }

  private void keep() {
    byte[] bytes = new byte[1 << 16];
    try (InputStream in = script.getInputStream()) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        synchronized (this) {
          String text = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
          shown.append(text);
          notifyAll();
          if (text.contains(WHAT_ARE_YOU)) {
            script.getOutputStream().write(A_VT220);
            script.getOutputStream().flush();
          }
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  /** How long it took from the start until this was shown. */
  Duration awaitShown(String text) throws InterruptedException {
    await(text, 0);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private synchronized void await(String text, int from) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (shown.indexOf(text, from) < 0) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0 || !script.isAlive()) {
        throw new Failure("It never showed “" + text + "”.");
      }
      wait(Math.min(left, 1_000));
    }
  }

  /**
   * Types a key and waits for it to be shown.
   *
   * @param typed what stands in the line then
   */
  Duration type(char key, String typed) throws IOException, InterruptedException {
    int from;
    synchronized (this) {
      from = shown.length();
    }
    long at = System.nanoTime();
    OutputStream out = script.getOutputStream();
    out.write(key);
    out.flush();
    await(typed, from);
    return Duration.ofNanos(System.nanoTime() - at);
  }

  /** The program itself: of what was started the one that holds most memory. */
  long pid() {
    return script
        .descendants()
        .map(ProcessHandle::pid)
        .max(Comparator.comparingLong(Terminal::resident))
        .orElseThrow(() -> new Failure("It has ended."));
  }

  private static long resident(long pid) {
    try {
      return Usage.residentBytes(pid);
    } catch (IOException e) {
      return 0; // It has just ended.
    }
  }

  @Override
  public void close() {
    script.descendants().forEach(ProcessHandle::destroy);
    try {
      if (!script.waitFor(10, TimeUnit.SECONDS)) {
        script.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
