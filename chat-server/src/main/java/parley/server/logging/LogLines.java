package parley.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;
import parley.protocol.Printable;
import parley.text.Rows;

/**
 * Lines for people: {@code 09:30:00.123 INFO #17 alice: what happened}. Whatever others may have
 * written is made printable, so that it can neither begin a line of its own nor speak to a
 * terminal.
 */
final class LogLines extends EncoderBase<ILoggingEvent> {
  private static final String RESET = "\u001b[0m";
  private static final String FAINT = "\u001b[2m";

  /** Begins the further rows of a line, which begins with its time. */
  private static final String FURTHER = "    ";

  private final DateTimeFormatter time;
  private final boolean terminal;
  private final boolean colours;

  /**
   * @param dated with the day and the time zone, for lines that are kept
   */
  LogLines(boolean dated, boolean colours) {
    this.time =
        DateTimeFormatter.ofPattern(dated ? "yyyy-MM-dd'T'HH:mm:ss.SSSxxx" : "HH:mm:ss.SSS")
            .withZone(ZoneId.systemDefault());
    this.terminal = !dated;
    this.colours = colours;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    String when = time.format(event.getInstant());
    line.append(colours ? FAINT + when + RESET : when).append(' ').append(level(event.getLevel()));
    line.append(' ').append(who(event.getMDCPropertyMap()));
    line.append(Printable.line(String.valueOf(event.getFormattedMessage())));
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      // A map has the figures of which the sentence tells.
      pairs.stream()
          .filter(pair -> !(pair.value instanceof Map))
          .forEach(pair -> line.append(' ').append(pair(pair)));
    }
    if (terminal) {
      // Before the terminal does it, and lets somebody choose what the next row begins with.
      String rows = String.join("\n", Rows.of(line.toString(), FURTHER));
      line.setLength(0);
      line.append(rows);
    }
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      trace(event).lines().forEach(l -> line.append("  ").append(l.strip()).append('\n'));
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The line that tells of lines that are missing before {@code next}. */
  static ILoggingEvent dropped(long count, ILoggingEvent next) {
    LoggingEvent event = new LoggingEvent();
    event.setLevel(Level.WARN);
    event.setLoggerName(LogSetup.class.getName());
    event.setThreadName(Thread.currentThread().getName());
    event.setInstant(next.getInstant() == null ? Instant.now() : next.getInstant());
    event.setMessage(
        "Log lines came faster than they could be written; " + count + " were dropped.");
    event.setMDCPropertyMap(Map.of());
    return event;
  }

  /** An exception with its causes, one printable line each. */
  static String trace(ILoggingEvent event) {
    return Printable.lines(ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  private String level(Level level) {
    String word = "%-5s".formatted(level);
    if (!colours) {
      return word;
    }
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "\u001b[31m" + word + RESET;
      case Level.WARN_INT -> "\u001b[33m" + word + RESET;
      case Level.INFO_INT -> "\u001b[32m" + word + RESET;
      default -> FAINT + word + RESET;
    };
  }

  private static String who(Map<String, String> context) {
    String connection = context.get(LogSetup.CONNECTION);
    String name = context.get(LogSetup.NAME);
    if (connection == null && name == null) {
      return "";
    }
    StringBuilder who = new StringBuilder();
    if (connection != null) {
      who.append('#').append(Printable.line(connection));
    }
    if (name != null) {
      who.append(connection == null ? "" : " ").append(Printable.line(name));
    }
    return who.append(": ").toString();
  }

  private static String pair(KeyValuePair pair) {
    String value = Printable.line(String.valueOf(pair.value));
    boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> c <= ' ' || c == '"');
    return Printable.line(pair.key)
        + '='
        + (plain ? value : '"' + value.replace("\"", "\\\"") + '"');
  }

  @Override
  public byte[] headerBytes() {
    return null;
  }

  @Override
  public byte[] footerBytes() {
    return null;
  }
}
