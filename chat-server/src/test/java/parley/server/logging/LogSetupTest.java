package parley.server.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parley.protocol.Json;
import parley.server.config.Settings;
import parley.server.config.UserError;
import tools.jackson.databind.JsonNode;

class LogSetupTest {
  private static final Logger LOG = LoggerFactory.getLogger(LogSetupTest.class);
  private static final String NASTY = "a\u001b[2J\r\n2026-11-21 ERROR forged\u202e\u009b31m";

  @TempDir Path folder;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private LogSetup setup;

  @AfterEach
  void stop() {
    MDC.clear();
    if (setup != null) {
      setup.close();
    }
    others().forEach(logger -> logger.setLevel(null));
  }

  /** Servers of other tests in this process, whose last words may come now. */
  private static Stream<ch.qos.logback.classic.Logger> others() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory())
        .getLoggerList().stream()
            .filter(logger -> logger.getName().startsWith("parley."))
            .filter(logger -> !LOG.getName().startsWith(logger.getName()));
  }

  @Test
  void linesForPeopleTellWhoAndForgeNothing() throws UserError {
    start(written, true, false);
    MDC.put(LogSetup.CONNECTION, "17");
    MDC.put(LogSetup.NAME, NASTY);
    LOG.atWarn().addKeyValue("reason", NASTY).log("said {}", NASTY);
    List<String> rows = lines();
    rows.stream().skip(1).forEach(row -> assertTrue(row.startsWith("    "), rows::toString));
    rows.forEach(row -> assertTrue(row.length() < 80, row));
    String line = rows.stream().map(String::strip).collect(Collectors.joining(" "));
    assertTrue(
        line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  #17 a\\\\x1b.* reason=\".*"), line);
    assertTrue(line.contains("said a\\x1b[2J\\x0d\\x0a2026-11-21 ERROR"), line);
    rows.forEach(LogSetupTest::assertPrintable);
  }

  /** A program reads it. */
  @Test
  void inAFileALineIsOneLine() throws UserError {
    start(written, false, false);
    LOG.info("{}", "word ".repeat(100));
    assertEquals(1, lines().size());
  }

  @Test
  void anExceptionTakesLinesOfItsOwnThatAreIndented() throws UserError {
    start(written, true, false);
    LOG.error("failed", new IllegalStateException(NASTY));
    List<String> lines = lines();
    assertTrue(lines.size() > 2);
    lines.stream().skip(1).forEach(line -> assertTrue(line.startsWith("  "), line));
    lines.forEach(LogSetupTest::assertPrintable);
  }

  @Test
  void linesThatAreKeptBearTheDay() throws UserError {
    start(written, false, false);
    LOG.info("kept");
    assertTrue(
        lines().getFirst().matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}[+-]\\d\\d:\\d\\d INFO  kept"));
  }

  @Test
  void coloursOnlyWhereAskedFor() throws UserError {
    start(written, true, true);
    LOG.error("red");
    assertTrue(lines().getFirst().contains("\u001b[31mERROR\u001b[0m red"));
  }

  @Test
  void jsonIsOneObjectALine() throws Exception {
    start(written, false, false, "log.format=json");
    MDC.put(LogSetup.CONNECTION, "17");
    MDC.put(LogSetup.NAME, NASTY);
    LOG.atInfo().addKeyValue("bytes", 42).addKeyValue("level", "forged").log("said {}", NASTY);
    LOG.error("failed", new IllegalStateException("why"));
    List<String> lines = lines();
    assertEquals(2, lines.size());
    lines.forEach(LogSetupTest::assertPrintable);
    JsonNode line = Json.MAPPER.readTree(lines.getFirst());
    assertEquals("INFO", line.get("level").stringValue());
    assertEquals("17", line.get("connection").stringValue());
    assertEquals(42, line.get("bytes").intValue());
    assertTrue(line.get("message").stringValue().startsWith("said a\\x1b[2J"), line::toString);
    JsonNode error = Json.MAPPER.readTree(lines.get(1)).get("error");
    assertTrue(error.stringValue().startsWith("java.lang.IllegalStateException: why\n"));
  }

  @Test
  void theLevelChangesWhileItRuns() throws UserError {
    start(written, true, false);
    Logger library = LoggerFactory.getLogger("org.example");
    LOG.debug("one");
    setup.level(Settings.LogLevel.DEBUG);
    LOG.debug("two");
    library.info("three");
    setup.level(Settings.LogLevel.ERROR);
    LOG.warn("four");
    library.warn("five");
    List<String> lines = lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.getFirst().endsWith("two"), lines::toString);
  }

  @Test
  void aStuckOutputHoldsNobodyUpAndWhatIsLostIsCounted() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("lines are written whole");
          }

          @Override
          public void write(byte[] line, int offset, int length) {
            try {
              stuck.await();
              written.write(line, offset, length);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    start(slow, false, false);
    for (int i = 0; i < 20_000; i++) {
      LOG.info("line {}", i);
    }
    long dropped = setup.dropped();
    assertTrue(dropped > 10_000, () -> "dropped " + dropped);
    stuck.countDown();
    await().until(() -> text().contains(dropped + " were dropped."));
    await().until(() -> lineCount() == 20_000 - dropped + 1);
  }

  @Test
  void aConsoleTakesTheLinesAndGivesThemBack() throws UserError {
    start(written, true, false);
    List<String> above = new CopyOnWriteArrayList<>();
    setup.printWith(above::add);
    LOG.info("to the console");
    await().until(() -> above.stream().anyMatch(line -> line.endsWith("to the console")));
    setup.printWith(null);
    LOG.info("to the stream");
    List<String> stream = lines();
    assertEquals(1, stream.size(), stream::toString);
    assertTrue(stream.getFirst().endsWith("to the stream"), stream::toString);
  }

  @Test
  void aFileIsTurnedOverAndSoManyAreKept() throws Exception {
    Path log = folder.resolve("server.log");
    Files.writeString(log, "from before\n");
    setup =
        LogSetup.start(Settings.of("log.file=" + log, "log.file-bytes=2KB", "log.files=2").log());
    others().forEach(logger -> logger.setLevel(Level.OFF));
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              LOG.info("{}", "x".repeat(500));
              return Files.exists(older(log, 2))
                  && !Files.readString(older(log, 2)).contains("from before");
            });
    assertFalse(Files.exists(older(log, 3)));
    for (Path each : List.of(log, older(log, 1))) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
    }
    setup.close();
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(3, all.count());
    }
  }

  /** What came meanwhile is lost. */
  @Test
  void whereItsNameIsAnothersOrItsDiskIsFullLinesComeAgain() throws Exception {
    Path log = folder.resolve("logs/server.log");
    setup = LogSetup.start(Settings.of("log.file=" + log, "log.file-bytes=0").log());
    others().forEach(logger -> logger.setLevel(Level.OFF));
    arrives(log, "at first");
    Files.move(log, older(log, 1));
    Files.writeString(log, "cut of");
    arrives(log, "in another one");
    assertEquals("cut of", Files.readAllLines(log).getFirst(), "and no more on its line");
    Files.delete(log);
    Files.createSymbolicLink(log, Path.of("/dev/full"));
    Instant end = Instant.now().plusSeconds(2);
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              LOG.info("to nowhere");
              return Instant.now().isAfter(end);
            });
    Files.delete(log);
    arrives(log, "to a new one");
  }

  @Test
  void whatIsNoFileIsNoLog() {
    for (String other : List.of("/dev/null", folder.toString())) {
      assertThrows(
          UserError.class, () -> LogSetup.start(Settings.of("log.file=" + other).log()), other);
    }
  }

  private static void arrives(Path log, String line) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              LOG.info(line);
              return Files.exists(log) && Files.readString(log).contains(line);
            });
  }

  private static Path older(Path log, int number) {
    return Path.of(log + "." + number);
  }

  private void start(OutputStream to, boolean terminal, boolean colours, String... more)
      throws UserError {
    setup = LogSetup.start(Settings.of(more).log(), to, terminal, colours);
    others().forEach(logger -> logger.setLevel(Level.OFF));
  }

  /** What was written, once all of it is. */
  private List<String> lines() {
    setup.close();
    String text = text();
    assertTrue(text.isEmpty() || text.endsWith("\n"), text);
    return new ArrayList<>(text.lines().toList());
  }

  private String text() {
    return written.toString(UTF_8);
  }

  private long lineCount() {
    return text().lines().count();
  }

  private static void assertPrintable(String line) {
    assertFalse(
        line.codePoints().anyMatch(c -> c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x202e), line);
  }
}
