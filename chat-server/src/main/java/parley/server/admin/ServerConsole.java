package parley.server.admin;

import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.logging.LogSetup;

/**
 * The server's own console, where it was started in a terminal: admin commands with line editing,
 * and the log above the prompt. Ctrl-D and Ctrl-C stop the server.
 */
public final class ServerConsole implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerConsole.class);
  private static final String PROMPT = "parley> ";
  private static final Path STAT = Path.of("/proc/self/stat");

  private final Terminal terminal;
  private final LineReader reader;
  private final AdminConsole console;
  private final LogSetup logs;
  private final Runnable stop;
  private volatile boolean closing;

  private ServerConsole(Terminal terminal, AdminConsole console, LogSetup logs, Runnable stop) {
    this.terminal = terminal;
    this.console = console;
    this.logs = logs;
    this.stop = stop;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("parley")
            .completer(new AdminCompleter())
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
  }

  /** Linux tells the process' group and its terminal's; elsewhere the foreground is assumed. */
  private static boolean isForeground() {
    try {
      String stat = Files.readString(STAT);
      // After the program's name, which stands in parentheses and may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return fields[2].equals(fields[5]);
    } catch (IOException | IndexOutOfBoundsException notLinux) {
      return true;
    }
  }

  /**
   * Takes the terminal until {@link #close}, where someone can type: input and output are one, and
   * the process is in its foreground (one in the background would be stopped for touching it).
   *
   * @param stop begins the server's orderly end
   */
  @SuppressWarnings("SystemConsoleNull") // it is null again since JDK 25
  public static Optional<ServerConsole> openIfTerminal(
      AdminConsole console, LogSetup logs, Runnable stop) {
    // Null where input or output is none, on a service or in a container, isTerminal() elsewhere.
    if (System.console() == null || !System.console().isTerminal() || !isForeground()) {
      return Optional.empty();
    }
    try {
      Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .dumb(true)
              .encoding(StandardCharsets.UTF_8)
              .build();
      return Optional.of(open(terminal, console, logs, stop));
    } catch (IOException e) {
      LOG.warn("no console: {}", e.getMessage());
      return Optional.empty();
    }
  }

  static ServerConsole open(Terminal terminal, AdminConsole console, LogSetup logs, Runnable stop) {
    ServerConsole own = new ServerConsole(terminal, console, logs, stop);
    logs.printWith(own.reader::printAbove);
    Thread.ofPlatform().name("console").daemon().start(own::read);
    return own;
  }

  /** Gives the terminal back as it was, and the log to standard error. */
  @Override
  public void close() {
    closing = true;
    logs.printWith(null);
    try {
      terminal.close();
    } catch (IOException | IOError e) {
      LOG.debug("closing the terminal", e);
    }
  }

  private void read() {
    try {
      while (!closing) {
        String line = reader.readLine(PROMPT);
        if (line.isBlank()) {
          continue;
        }
        AdminResult result = console.run(line, Caller.console());
        if (!result.text().isEmpty()) {
          reader.printAbove(result.text());
        }
        if (result.exitCode() == AdminResult.ASKS
            && AdminResult.isYes(reader.readLine("Do it? [y/N] "))) {
          reader.printAbove(console.run(line + " --yes", Caller.console()).text());
        }
      }
    } catch (UserInterruptException | EndOfFileException e) {
      if (!closing) {
        stop.run();
      }
    } catch (IOError e) {
      // The terminal is gone, or another program has it.
      if (!isEnding()) {
        LOG.warn("The console ended ({}); the server goes on", e.getMessage());
        logs.printWith(null);
      }
    } catch (RuntimeException e) {
      if (!isEnding()) {
        LOG.warn("The console ended; the server goes on", e);
        logs.printWith(null);
      }
    }
  }

  /**
   * Whether nobody is to read here any more. The library closes the terminal when the process ends,
   * which is told to everybody at once: before {@link #close}, mostly.
   */
  private boolean isEnding() {
    if (closing) {
      return true;
    }
    try {
      Thread none = Thread.ofPlatform().unstarted(() -> {});
      Runtime.getRuntime().addShutdownHook(none);
      Runtime.getRuntime().removeShutdownHook(none);
      return false;
    } catch (IllegalStateException shuttingDown) {
      return true;
    }
  }
}
