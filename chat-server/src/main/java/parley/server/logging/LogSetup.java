package parley.server.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import parley.server.config.Settings;
import parley.server.config.UserError;

/**
 * Where log lines go, and how they look. Whoever logs only puts a line into a queue: one platform
 * thread writes, so that a slow disk or terminal holds up nobody (a virtual thread that writes a
 * file would hold its carrier). When the queue is full, lines are dropped, and the log says how
 * many.
 *
 * <p>A line bears the connection's number and the person's name where the thread that logs has put
 * them into SLF4J's {@link org.slf4j.MDC} as {@link #CONNECTION} and {@link #NAME}.
 */
public final class LogSetup implements AutoCloseable {
  public static final String CONNECTION = "connection";
  public static final String NAME = "name";

  /** Lines that may wait: a few MiB at most, as what is logged is short. */
  private static final int QUEUE = 8_192;

  /** Lines are dropped, and counted, a little before the queue is full. */
  private static final int SPARE = 64;

  /** What a stopping server waits for its last lines to be written, in milliseconds. */
  private static final int FLUSH_MILLIS = 2_000;

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private final LoggerContext context;
  private final LogOutput output;
  private final Queue queue = new Queue();

  private static final class Queue extends AsyncAppender {
    private final AtomicLong dropped = new AtomicLong();

    @Override
    protected void append(ILoggingEvent event) {
      if (getRemainingCapacity() < SPARE) {
        dropped.incrementAndGet();
      } else {
        super.append(event);
      }
    }
  }

  private LogSetup(LoggerContext context, LogOutput output) {
    this.context = context;
    this.output = output;
  }

  /**
   * Logs to the file that the settings name, or to standard error; in colours where that is a
   * terminal and {@code NO_COLOR} is not set.
   *
   * @throws UserError where the file can't be written
   */
  public static LogSetup start(Settings.Log log) throws UserError {
    if (log.file().isPresent()) {
      LoggerContext context = cleared();
      EncoderBase<ILoggingEvent> lines = lines(log, false, false);
      LogFile file = LogFile.open(context, log, log.file().get(), lines);
      return begun(context, new LogOutput(lines, file), log);
    }
    boolean terminal = isTerminal();
    String noColor = System.getenv("NO_COLOR");
    boolean colours = terminal && (noColor == null || noColor.isEmpty());
    return start(log, new FileOutputStream(FileDescriptor.err), terminal, colours);
  }

  static LogSetup start(Settings.Log log, OutputStream to, boolean terminal, boolean colours) {
    LoggerContext context = cleared();
    return begun(context, new LogOutput(lines(log, terminal, colours), to), log);
  }

  private static LoggerContext cleared() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    return context;
  }

  private static EncoderBase<ILoggingEvent> lines(
      Settings.Log log, boolean terminal, boolean colours) {
    return switch (log.format()) {
      case HUMAN -> new LogLines(!terminal, colours);
      case JSON -> new LogJson();
    };
  }

  private static LogSetup begun(LoggerContext context, LogOutput output, Settings.Log log) {
    LogSetup setup = new LogSetup(context, output);
    setup.begin();
    setup.level(log.level());
    return setup;
  }

  private void begin() {
    output.setContext(context);
    output.droppedCount(queue.dropped::get);
    output.start();
    queue.setContext(context);
    queue.setQueueSize(QUEUE);
    queue.setDiscardingThreshold(0);
    queue.setNeverBlock(true);
    queue.setMaxFlushTime(FLUSH_MILLIS);
    queue.addAppender(output);
    queue.start();
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(queue);
  }

  /** Changes what is logged; of the libraries, never more than warnings. */
  public void level(Settings.LogLevel level) {
    Level wanted =
        switch (level) {
          case ERROR -> Level.ERROR;
          case WARN -> Level.WARN;
          case INFO -> Level.INFO;
          case DEBUG -> Level.DEBUG;
          case TRACE -> Level.TRACE;
        };
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(wanted.isGreaterOrEqual(Level.WARN) ? wanted : Level.WARN);
    context.getLogger("parley").setLevel(wanted);
  }

  /**
   * From now on a console takes the lines, without their line ends; null gives them back to where
   * they went before.
   */
  public void printWith(Consumer<String> console) {
    output.printWith(console);
  }

  /** Lines that were dropped because they came faster than they could be written. */
  public long dropped() {
    return queue.dropped.get();
  }

  /** Writes what waits, for two seconds at most; nothing is logged after that. */
  @Override
  public void close() {
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(queue);
    queue.stop();
  }

  /**
   * Whether what is printed to standard output would be among lines of JSON: both go to one place,
   * and nobody sits there.
   */
  public static boolean takesStandardOutput(Settings.Log log) {
    try {
      return log.format() == Settings.LogFormat.JSON
          && log.file().isEmpty()
          && !isTerminal()
          && Files.readSymbolicLink(STANDARD_OUTPUT).equals(Files.readSymbolicLink(STANDARD_ERROR));
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }

  /**
   * Whether standard output is systemd's journal, which many may read for long. Its name in the
   * environment alone does not say so: whatever a service starts inherits that, a person's terminal
   * too.
   */
  public static boolean isJournal(Map<String, String> environment) {
    String journal = environment.get("JOURNAL_STREAM");
    try {
      return journal != null
          && journal.equals(
              Files.getAttribute(STANDARD_OUTPUT, "unix:dev")
                  + ":"
                  + Files.getAttribute(STANDARD_OUTPUT, "unix:ino"));
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }

  /** Whether standard error is one. */
  public static boolean isTerminal() {
    try {
      String link = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return link.startsWith("/dev/pts/")
          || link.startsWith("/dev/tty")
          || link.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException notLinux) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
