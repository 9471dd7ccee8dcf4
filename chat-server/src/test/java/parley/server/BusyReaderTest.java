package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import parley.testkit.Client;

/** A reader that keeps a core is named while it does: here its log is made to be what is slow. */
class BusyReaderTest {
  @TempDir static Path folder;

  /** The lines that name readers. */
  private static final BlockingQueue<ILoggingEvent> NAMED = new LinkedBlockingQueue<>();

  @Test
  void aReaderThatKeepsACoreIsNamedAndCounted() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client _ = Client.in(server.plain(), "alice", "lobby"); // so that nothing is done first
        AutoCloseable _ = logging("parley.server.connection.BusyReaders", BusyReaderTest::keep);
        AutoCloseable _ = logging("parley.server.session", _ -> spin());
        Client client = Client.framed(server.plain())) {
      client.hello("mallory");
      assertEquals(1, server.figure("traffic", "busyReaders"));
    }
    assertEquals(1, NAMED.size());
    ILoggingEvent line = NAMED.remove();
    assertTrue(line.getFormattedMessage().contains("kept a core for "), line::toString);
    assertTrue(line.getMDCPropertyMap().containsKey("connection"), line::toString);
    Map<String, String> said =
        line.getKeyValuePairs().stream()
            .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    assertEquals(
        Map.of(
            "address",
            "127.0.0.1",
            "mode",
            "FRAMED",
            "with",
            "hello",
            "in",
            "parley.server.BusyReaderTest.spin"),
        said);
  }

  private static void keep(ILoggingEvent line) {
    line.prepareForDeferredProcessing();
    NAMED.add(line);
  }

  /** Keeps the core of whoever logs until that was noticed. */
  private static void spin() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (NAMED.isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static AutoCloseable logging(String name, Consumer<ILoggingEvent> lines) {
    Logger logger = (Logger) LoggerFactory.getLogger(name);
    Appender<ILoggingEvent> appender =
        new UnsynchronizedAppenderBase<>() {
          @Override
          protected void append(ILoggingEvent line) {
            lines.accept(line);
          }
        };
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
    return () -> {
      logger.detachAppender(appender);
      logger.setLevel(null);
    };
  }
}
