package parley.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a logger says from its opening to its close, at a level of its own meanwhile. */
public final class LoggedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Level before;

  private LoggedLines(Logger logger, Level level) {
    this.logger = logger;
    before = logger.getLevel();
    start();
    logger.addAppender(this);
    logger.setLevel(level);
  }

  /** Those of one class. */
  public static LoggedLines of(Class<?> whose, Level level) {
    return new LoggedLines((Logger) LoggerFactory.getLogger(whose), level);
  }

  /** Those of all. */
  public static LoggedLines all(Level level) {
    String root = org.slf4j.Logger.ROOT_LOGGER_NAME;
    return new LoggedLines((Logger) LoggerFactory.getLogger(root), level);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getKeyValuePairs() + " " + event.getFormattedMessage());
  }

  /** Each with its keys and values before it; also after the close. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(before);
  }
}
