package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import parley.testkit.Programs;

/**
 * A real terminal: a tmux of its own, 80 columns wide, with panes of 24 lines one above another.
 */
final class Panes implements AutoCloseable {
  private static final int COLUMNS = 80;
  private static final int LINES = 24;

  private final Path home;
  private final Path socket;
  private final boolean inline;

  /**
   * Where the client leaves its lines to the terminal.
   *
   * @param commands one program for each pane, typed at a shell
   */
  Panes(Path home, List<String> commands) throws IOException, InterruptedException {
    this(home, true, COLUMNS, LINES, commands);
  }

  /** One pane of a size, where the client has the whole screen. */
  Panes(Path home, int columns, int lines, String command)
      throws IOException, InterruptedException {
    this(home, false, columns, lines, List.of(command));
  }

  private Panes(Path home, boolean inline, int columns, int height, List<String> commands)
      throws IOException, InterruptedException {
    this.home = home;
    this.inline = inline;
    this.socket = home.resolve("tmux");
    int lines = commands.size() * (height + 1) - 1;
    // A pane outlives its program, so that its last words can be read.
    tmux(
        "-f",
        "/dev/null",
        "new-session",
        "-d",
        "-x",
        "" + columns,
        "-y",
        "" + lines,
        "sleep 600",
        ";",
        "set",
        "-g",
        "status",
        "off",
        ";",
        "set",
        "-g",
        "remain-on-exit",
        "on");
    for (int i = 1; i < commands.size(); i++) {
      tmux(
          "split-window",
          "-v",
          "-t",
          ":0." + (i - 1),
          "-l",
          "" + (lines - i * (height + 1)),
          "sleep 600");
    }
    for (int i = 0; i < commands.size(); i++) {
      tmux("respawn-pane", "-k", "-t", ":0." + i, "exec " + commands.get(i));
      assertEquals(
          columns + "x" + height,
          tmux("display-message", "-p", "-t", ":0." + i, "#{pane_width}x#{pane_height}").strip());
    }
  }

  /** Makes the window another size, as somebody who draws its edge. */
  void resize(int columns, int lines) throws IOException, InterruptedException {
    tmux("resize-window", "-t", ":0", "-x", "" + columns, "-y", "" + lines);
  }

  /** Types what is not yet a line. */
  void begin(int pane, String text) throws IOException, InterruptedException {
    tmux("send-keys", "-t", ":0." + pane, "-l", text);
  }

  /** Types a line and the Enter key. */
  void type(int pane, String line) throws IOException, InterruptedException {
    tmux("send-keys", "-t", ":0." + pane, "-l", line);
    tmux("send-keys", "-t", ":0." + pane, "Enter");
  }

  /** Presses a key, by tmux's name for it. */
  void press(int pane, String key) throws IOException, InterruptedException {
    tmux("send-keys", "-t", ":0." + pane, key);
  }

  /** Kills what runs in a pane with -9 and leaves its last screen there. */
  void kill(int pane) throws IOException, InterruptedException {
    running(pane).destroyForcibly();
  }

  private ProcessHandle running(int pane) throws IOException, InterruptedException {
    String pid = tmux("display-message", "-p", "-t", ":0." + pane, "#{pane_pid}").strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** Ends what runs in a pane by a signal, and waits until it has. */
  void end(int pane, String signal) throws Exception {
    ProcessHandle running = running(pane);
    assertEquals(0, new ProcessBuilder("kill", "-s", signal, "" + running.pid()).start().waitFor());
    // What has ended, and tmux has not waited for yet, has no program any more.
    Awaitility.await("the end by " + signal).until(() -> running.info().command().isEmpty());
  }

  /** Starts a program in a pane anew. */
  void start(int pane, String command) throws IOException, InterruptedException {
    tmux("respawn-pane", "-k", "-t", ":0." + pane, "exec " + command);
    tmux("clear-history", "-t", ":0." + pane);
  }

  /** What a pane shows now. */
  String screen(int pane) throws IOException, InterruptedException {
    return tmux("capture-pane", "-p", "-t", ":0." + pane);
  }

  /** The same, with what the terminal is told of how it looks. */
  String looks(int pane) throws IOException, InterruptedException {
    return tmux("capture-pane", "-p", "-e", "-t", ":0." + pane);
  }

  /** What a pane showed since its beginning, as far as it scrolled by. */
  String all(int pane) throws IOException, InterruptedException {
    return tmux("capture-pane", "-p", "-S", "-", "-t", ":0." + pane);
  }

  /** Has all that a pane's program sends from now on written into a file too. */
  void record(int pane, Path file) throws IOException, InterruptedException {
    tmux("pipe-pane", "-O", "-t", ":0." + pane, "exec cat >" + file);
  }

  /** Waits until a pane shows something. */
  String await(int pane, String what, Predicate<String> shown) {
    return Awaitility.await("pane " + pane + " shows " + what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200)) // each look is a process
        .until(() -> all(pane), shown);
  }

  /** Waits until the screen of a pane is one for which a test holds. */
  String awaitScreen(int pane, String what, Predicate<String> shown) {
    return Awaitility.await("the screen of pane " + pane + " shows " + what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> screen(pane), shown);
  }

  /** All panes as they are seen, with their border. */
  String picture(int panes) throws IOException, InterruptedException {
    StringBuilder picture = new StringBuilder();
    for (int i = 0; i < panes; i++) {
      picture.append(i == 0 ? "" : "─".repeat(COLUMNS) + "\n").append(screen(i));
    }
    return picture.toString();
  }

  private String tmux(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Programs.environment(builder.environment(), home);
    builder.environment().remove("TMUX");
    if (inline) {
      builder.environment().put("PARLEY_INLINE", "1");
    }
    Process process = builder.directory(home.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> command + ": " + said);
    return said;
  }

  /** Ends tmux and what runs in it, which writes its last files into its home before it is over. */
  @Override
  public void close() throws IOException {
    try {
      List<ProcessHandle> running = new ArrayList<>();
      for (String pid : tmux("list-panes", "-a", "-F", "#{pane_pid}").lines().toList()) {
        ProcessHandle.of(Long.parseLong(pid.strip()))
            .ifPresent(
                shell -> {
                  running.add(shell);
                  shell.descendants().forEach(running::add);
                });
      }
      tmux("kill-server");
      Awaitility.await("what ran in the panes ends")
          .atMost(Duration.ofSeconds(60))
          .until(() -> running.stream().noneMatch(ProcessHandle::isAlive));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
