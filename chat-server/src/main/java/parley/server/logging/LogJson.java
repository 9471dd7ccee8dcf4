package parley.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;
import parley.protocol.Json;
import parley.protocol.Printable;

/**
 * One JSON object a line: {@code at}, {@code level}, {@code connection} and {@code name} where
 * there are any, {@code message}, what else was given by key, {@code logger}, {@code thread}, and
 * {@code error} with the trace of an exception. A map is an object, whose texts are the server's
 * own. Texts are printable already, because someone will look at them in a terminal.
 */
final class LogJson extends EncoderBase<ILoggingEvent> {
  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", event.getLevel().toString());
    Map<String, String> context = event.getMDCPropertyMap();
    put(line, LogSetup.CONNECTION, context.get(LogSetup.CONNECTION));
    put(line, LogSetup.NAME, context.get(LogSetup.NAME));
    put(line, "message", String.valueOf(event.getFormattedMessage()));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        put(line, Printable.line(pair.key), pair.value);
      }
    }
    put(line, "logger", event.getLoggerName());
    put(line, "thread", event.getThreadName());
    if (event.getThrowableProxy() != null) {
      line.put("error", LogLines.trace(event));
    }
    return Json.line(line);
  }

  /** Leaves out what is null; a name that is taken keeps its first value. */
  private static void put(Map<String, Object> line, String name, Object value) {
    switch (value) {
      case null -> {
        // Nothing to tell.
      }
      case Number n -> line.putIfAbsent(name, n);
      case Boolean b -> line.putIfAbsent(name, b);
      case Map<?, ?> figures -> line.putIfAbsent(name, figures);
      default -> line.putIfAbsent(name, Printable.line(value.toString()));
    }
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
