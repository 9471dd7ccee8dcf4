package parley.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.server.net.Network;
import parley.server.rate.Rate;

class SparseLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("parley.test.sparse");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
  }

  @AfterEach
  void close() {
    logger.detachAppender(lines);
  }

  @Test
  void aFloodIsAFewLinesAndTheNextSaysHowManyWereLeftOut() throws InterruptedException {
    // One may come every half a second.
    SparseLog sparse = new SparseLog(logger, Level.INFO, new Rate(2, 1));
    sparse.log("{} was refused", "first");
    int tried = 1;
    while (lines.list.size() < 2) {
      sparse.log("{} was refused: {}", "10.0.0.1", tried);
      tried++;
      Thread.onSpinWait();
    }
    List<String> said = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertEquals("first was refused", said.getFirst());
    assertTrue(tried > 3, "hardly anything was left out: " + tried);
    assertEquals(
        "10.0.0.1 was refused: %d (%d more lines like this one were left out)"
            .formatted(tried - 1, tried - 2),
        said.getLast());
  }

  @Test
  void aNetworkThatFloodsHidesNobodyElse() {
    SparseLog sparse = new SparseLog(logger, Level.INFO, new Rate(1e9, 1_000));
    for (int i = 0; i < 50; i++) {
      sparse.log(Network.of("192.0.2.1"), line -> line, "from {}", "192.0.2.1");
    }
    sparse.log(Network.of("192.0.2.2"), line -> line, "from {}", "192.0.2.2");
    List<String> said = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertEquals(11, said.size());
    assertEquals("from 192.0.2.2 (40 more lines like this one were left out)", said.getLast());
  }

  @Test
  void anExceptionKeepsItsTrace() {
    SparseLog sparse = new SparseLog(logger, Level.ERROR, new Rate(1e9, 1));
    sparse.log("it failed", new IllegalStateException("why"));
    assertEquals("why", lines.list.getFirst().getThrowableProxy().getMessage());
  }
}
