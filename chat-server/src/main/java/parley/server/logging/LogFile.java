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
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import parley.server.config.Settings;
import parley.server.config.UserError;

/**
 * The file that lines are appended to, and the older ones beside it: {@code FILE.1} is the newest
 * of them. Turning over gives files other names and copies nothing, so it needs no room. A line
 * that can't be written, as on a full disk, is lost; the file is opened again, at ever longer
 * intervals, until it takes lines. So it is where another one, or none, has its name since:
 * somebody deleted it, or gave it another name to have a new one. Written by the queue's thread
 * alone.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {
  /** Between two looks at the file's length, in milliseconds: it becomes that much too long. */
  private static final long LOOK_MILLIS = 200;

  /** Between two looks at whether the file still has its name. */
  private static final long NAME_LOOK_NANOS = 1_000_000_000;

  private static final Object NONE = new Object();

  /** What the system knows the open file by; null where it tells nothing of the kind. */
  private Object opened;

  private long lookedAt = System.nanoTime();

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
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UserError(
          "log.file: %s is a folder, a pipe or a device, and no file; name another one."
              .formatted(path));
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
    Path path = Path.of(name);
    make(path);
    try {
      endLine(path);
    } catch (IOException e) {
      // There is no room yet for as much as that.
    }
    super.openFile(name);
    opened = key(path);
  }

  @Override
  protected void subAppend(ILoggingEvent event) {
    long now = System.nanoTime();
    if (now - lookedAt > NAME_LOOK_NANOS) {
      lookedAt = now;
      if (!Objects.equals(opened, key(Path.of(getFile())))) {
        closeOutputStream();
        try {
          openFile(getFile());
        } catch (IOException e) {
          addError("It can't be opened again.", e); // tried at the next look
        }
      }
    }
    super.subAppend(event);
  }

  private static Object key(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return NONE;
    }
  }

  /** There is a file then; a new one, and the folders to it, are their owner's alone. */
  private static void make(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    Path folder = path.toAbsolutePath().getParent();
    if (posix && !Files.exists(folder)) {
      Files.createDirectories(folder, mode("rwx------"));
    }
    try {
      if (posix) {
        Files.createFile(path, mode("rw-------"));
      }
    } catch (FileAlreadyExistsException e) {
      // It is gone on with.
    }
  }

  /** A line that was cut off, as by a full disk, takes the next one with it no more. */
  private static void endLine(Path path) throws IOException {
    try (SeekableByteChannel file =
        Files.newByteChannel(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      if (file.size() > 0) {
        file.position(file.size() - 1);
        file.read(last);
        if (last.get(0) != '\n') {
          file.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
      }
    }
  }

  private static FileAttribute<?> mode(String rights) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights));
  }
}
