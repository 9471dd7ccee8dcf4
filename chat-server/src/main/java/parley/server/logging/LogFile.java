package parley.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import parley.server.config.Settings;
import parley.server.config.UserError;

/**
 * The file that lines are appended to, and the older ones beside it: {@code FILE.1} is the newest
 * of them. Turning over gives files other names and copies nothing, so it needs no room. A line
 * that can't be written, as on a full disk, is lost; the file is opened again, at ever longer
 * intervals, until it takes lines. Written by the queue's thread alone.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {
  /** Between two looks at the file's length, in milliseconds: it becomes that much too long. */
  private static final long LOOK_MILLIS = 200;

  /**
   * Opens it.
   *
   * @throws UserError where it can't be written
   */
  static LogFile open(
      LoggerContext context, Settings.Log log, Path path, EncoderBase<ILoggingEvent> lines)
      throws UserError {
    if (path.toString().contains("%")) {
      // It would be a pattern of logback's, which has no way to mean the character itself.
      throw new UserError(
          "log.file: no %% can be in the path %s; name another one.".formatted(path));
    }
    try {
      make(path);
      Files.newOutputStream(path, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new UserError(
          "log.file: %s can't be written (%s); name another one."
              .formatted(path, UserError.reason(e)),
          e);
    }
    LogFile file = new LogFile();
    file.setContext(context);
    file.setFile(path.toString());
    file.setEncoder(lines);
    FixedWindowRollingPolicy older = new FixedWindowRollingPolicy();
    older.setContext(context);
    older.setParent(file);
    older.setFileNamePattern(path + ".%i");
    older.setMinIndex(1);
    older.setMaxIndex(log.files());
    older.start();
    file.setRollingPolicy(older);
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(log.fileBytes()));
    size.setCheckIncrement(Duration.buildByMilliseconds(LOOK_MILLIS));
    size.start();
    file.setTriggeringPolicy(size);
    file.start();
    return file;
  }

  @Override
  public void openFile(String name) throws IOException {
    make(Path.of(name));
    super.openFile(name);
  }

  /** There is a file then; a new one is its owner's alone. */
  private static void make(Path path) throws IOException {
    try {
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException e) {
      // It is gone on with.
    }
  }
}
