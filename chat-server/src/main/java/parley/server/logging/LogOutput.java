package parley.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes encoded lines to a stream or a file, or hands them to a console that prints them above its
 * prompt. Called by the queue's thread alone.
 */
final class LogOutput extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final EncoderBase<ILoggingEvent> encoder;
  private final OutputStream stream;

  /** Takes lines in the stream's place; null where there is none. */
  private final LogFile file;

  private volatile Consumer<String> console;
  private LongSupplier dropped = () -> 0;
  private long droppedBefore;

  LogOutput(EncoderBase<ILoggingEvent> encoder, OutputStream stream) {
    this.encoder = encoder;
    this.stream = stream;
    this.file = null;
  }

  LogOutput(EncoderBase<ILoggingEvent> encoder, LogFile file) {
    this.encoder = encoder;
    this.stream = OutputStream.nullOutputStream();
    this.file = file;
  }

  void droppedCount(LongSupplier count) {
    dropped = count;
  }

  void printWith(Consumer<String> printer) {
    console = printer;
  }

  @Override
  public void start() {
    encoder.setContext(getContext());
    encoder.start();
    super.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    write(event);
    long droppedNow = dropped.getAsLong();
    if (droppedNow > droppedBefore) {
      write(LogLines.dropped(droppedNow - droppedBefore, event));
      droppedBefore = droppedNow;
    }
  }

  @Override
  public void stop() {
    if (file != null) {
      file.stop();
    }
    super.stop();
  }

  private void write(ILoggingEvent event) {
    if (file != null) {
      file.doAppend(event);
      return;
    }
    byte[] line = encoder.encode(event);
    Consumer<String> printer = console;
    if (printer != null) {
      printer.accept(new String(line, StandardCharsets.UTF_8).stripTrailing());
      return;
    }
    try {
      stream.write(line);
      stream.flush();
    } catch (IOException e) {
      // Standard error is gone; there is no other place to say so.
    }
  }
}
