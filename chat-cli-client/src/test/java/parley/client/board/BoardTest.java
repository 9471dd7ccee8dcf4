package parley.client.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.client.terminal.Theme;
import parley.protocol.Event;
import parley.protocol.Series;
import parley.protocol.Span;

/** From what a server tells of its figures to the rows of a screen. */
class BoardTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;

  private final Theme theme = Theme.of(0, Map.of());
  private final Board board = new Board("localhost:7", ZoneOffset.UTC, theme, false);

  private static Event.Stats told(Span span, long first, String figure, Number... values) {
    return told(span, first, Map.of(figure, Arrays.asList(values)), null, null);
  }

  private static Event.Stats told(
      Span span,
      long first,
      Map<String, List<Number>> samples,
      Map<String, List<Number>> refused,
      List<Series.SlowReader> slowest) {
    String at = Instant.ofEpochSecond(first * span.step()).toString();
    return new Event.Stats(
        "1",
        Map.of("uptimeSeconds", 5),
        new Series(span, span.step(), first, at, samples, refused, slowest));
  }

  private static List<String> text(List<AttributedString> rows) {
    return rows.stream().map(row -> row.toString().stripTrailing()).toList();
  }

  private List<String> plot(Ink ink, Unit unit, double... values) {
    TimeAxis times = new TimeAxis(NOON, Duration.ofSeconds(values.length), ZoneOffset.UTC);
    Plot plot = new Plot("figure", unit, List.of(new Curve("", values, true, false)), List.of());
    return text(plot.rows(29, 8, times, new Plot.Style(ink, theme)));
  }

  @Test
  void aPlotHasItsAxesItsMaximumAndItsGaps() {
    double[] values = {0, 2, 4, 6, Double.NaN, Double.NaN, 8, 4, 0, 1};
    List<String> rows = plot(Ink.ASCII, Unit.COUNT, values);
    assertEquals("figure  1     max 8 12:00:06", rows.getFirst());
    assertEquals("      8+            ##", rows.get(1));
    assertEquals("      4+    ####    ####", rows.get(3));
    assertEquals("      0+########    ########", rows.get(5));
    assertEquals("       ++-------....-^------", rows.get(6));
    assertTrue(rows.get(7).contains("12:00:0"), rows::toString);
  }

  @Test
  void zeroIsSeenAndNothingMeasuredIsNot() {
    List<String> zero = plot(Ink.BRAILLE, Unit.RATE, 0, 0, 0, 0);
    assertEquals("figure  0/s", zero.getFirst());
    assertEquals("      1┤", zero.get(1));
    assertEquals("      0┤" + "⣀".repeat(20), zero.get(5));
    assertFalse(zero.get(6).contains("▲"), "there is no maximum of nothing");
    List<String> none = plot(Ink.BRAILLE, Unit.RATE, Double.NaN, Double.NaN);
    assertEquals("figure  –", none.getFirst());
    assertEquals("      0┤", none.get(5));
    assertTrue(none.get(6).startsWith("       └··"), none.get(6));
    List<String> single = plot(Ink.BLOCKS, Unit.RATE, 7);
    assertEquals("      8┤" + "▄".repeat(20), single.get(1));
    assertEquals("      0┤" + "█".repeat(20), single.get(5));
  }

  @ParameterizedTest
  @CsvSource({
    "COUNT, 0, 1",
    "COUNT, 3, 4",
    "COUNT, 999, 1000",
    "RATE, 0.013, 0.02",
    "RATE, 1e18, 1e18",
    "BYTES, 0, 1024",
    "BYTES, 5000000, 8388608",
    "MILLIS, 812, 1000",
  })
  void anAxisEndsWithTheNextRoundNumber(Unit unit, double most, double top) {
    assertEquals(top, unit.top(most), top * 1e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "COUNT, 3, 3",
    "RATE, 1234, 1.23 k/s",
    "RATE, 0.733, 0.733/s",
    "RATE, 999999, 1 M/s",
    "BYTES, 3565158, 3.4 MiB",
    "BYTES, 12, 12 B",
    "BYTE_RATE, 1024, 1 KiB/s",
    "MILLIS, 0.8, 0.8 ms",
    "MILLIS, 12, 12 ms",
    "MILLIS, 1500, 1.5 s",
    "CORES, 0.085, 8.5 %",
    "COUNT, 1e18, 1 E",
  })
  void numbersAreWrittenForPeople(Unit unit, double value, String text) {
    assertEquals(text, unit.text(value));
  }

  @Test
  void timesAreRoundOnTheWallsClock() {
    ZoneId india = ZoneId.of("Asia/Kolkata");
    TimeAxis day = new TimeAxis(NOON.plusSeconds(100), Duration.ofDays(1), india);
    List<String> labels = List.copyOf(day.labels(60).values());
    assertTrue(labels.contains("00:00") && labels.contains("18:00"), labels::toString);
    TimeAxis minute = new TimeAxis(NOON.plusSeconds(7), Duration.ofSeconds(60), ZoneOffset.UTC);
    assertEquals(
        "{3=12:00:10, 13=12:00:20, 23=12:00:30, 33=12:00:40, 43=12:00:50, 53=12:01:00}",
        minute.labels(60).toString());
    assertEquals("12:00:37", minute.time(30, 60));
  }

  @Test
  void aServerThatBeganAnewLeavesAGapBetweenWhatItToldAndTells() {
    Samples samples = new Samples(Span.MINUTE);
    assertTrue(samples.take(told(Span.MINUTE, 1_000, "heap", 5, 5, 5).series(), 0));
    assertFalse(samples.take(told(Span.MINUTE, 1_010, "heap", 3, 4).series(), 0), "a gap");
    double[] last = Arrays.copyOfRange(samples.values("heap", 0), 48, 60);
    double gap = Double.NaN;
    assertEquals(
        Arrays.toString(new double[] {5, 5, 5, gap, gap, gap, gap, gap, gap, gap, 3, 4}),
        Arrays.toString(last));
    assertTrue(samples.take(told(Span.MINUTE, 1_003, "heap", 6, null).series(), 0), "follows");
    double[] later = samples.values("heap", 30 * SECOND);
    assertTrue(Double.isNaN(later[59]), "nothing comes: that is a gap, and time goes on");
  }

  @ParameterizedTest
  @CsvSource({"140, 40", "80, 24", "40, 12", "20, 5", "1, 1", "300, 80", "41, 3"})
  void anyScreenIsFilledExactly(int width, int height) {
    Number[] values = new Number[60];
    Arrays.setAll(values, i -> i * i);
    Map<String, List<Number>> samples =
        Map.of("messages", Arrays.asList(values), "commitP99", Arrays.asList(values));
    List<Series.SlowReader> slow = List.of(new Series.SlowReader("\u9EBA\u9EBA", 3, 5_000, true));
    board.take(told(Span.MINUTE, 99, samples, Map.of("muted", Arrays.asList(values)), slow), 0);
    for (String key : List.of("b", "o", "n", "p", "?", "?", "b", "o", "n", "n", "b", "3", "2")) {
      List<AttributedString> rows = board.rows(width, height, 0);
      assertEquals(height, rows.size());
      rows.forEach(row -> assertTrue(row.columnLength() <= width, row::toString));
      board.press(key);
    }
  }

  @Test
  void fewerPlotsAreSeenWhereThereIsLessRoomAndTheOthersByKeys() {
    board.take(told(Span.MINUTE, 99, "messages", 1, 2, 3), 0);
    assertEquals(12, titles(board.rows(140, 40, 0)).size());
    assertEquals(6, titles(board.rows(80, 24, 0)).size());
    board.press("\033[C");
    assertEquals("outboxes", titles(board.rows(80, 24, 0)).getFirst());
    assertEquals(List.of("outboxes"), titles(board.rows(40, 12, 0)));
    board.press("p");
    assertEquals(List.of("refused/s"), titles(board.rows(40, 12, 0)));
    assertEquals(Board.Does.ASK, board.press("2"));
    assertEquals(Board.Does.DRAW, board.press("2"));
    assertEquals(Board.Does.ASK, board.press("\t"));
    assertEquals(Span.DAY, board.span());
    assertEquals(Board.Does.LEAVE, board.press("\033"));
  }

  private static List<String> titles(List<AttributedString> rows) {
    List<String> titles = new ArrayList<>();
    for (Panel panel : Panel.values()) {
      if (rows.stream()
          .anyMatch(row -> row.toString().matches("(.*  )?" + panel.title() + "  .*"))) {
        titles.add(panel.title());
      }
    }
    return titles;
  }

  @Test
  void whatCannotBeIsNoFigureAndBreaksNothing() {
    List<Number> odd =
        Arrays.asList(
            Double.NaN, -1, 1e308, new BigDecimal("1e999999999"), Double.POSITIVE_INFINITY, null);
    Event.Stats lie =
        told(
            Span.MINUTE,
            99,
            Map.of("messages", odd, "heap", List.of(), "\u001b[2J", odd, "connections", odd),
            Map.of("\u001b[2J\nmore", odd, "x".repeat(500), List.of(3)),
            List.of(new Series.SlowReader("\u001b]0;title\u0007", 1, Long.MAX_VALUE, false)));
    board.take(lie, 0);
    seen();
    List<Number> many = Collections.nCopies(19_000, 1e17);
    Series late =
        new Series(Span.HOUR, 20, 1L << 52, NOON.toString(), Map.of("cpu", many), null, null);
    board.take(new Event.Stats("1", Map.of(), late), 0);
    board.take(told(Span.HOUR, 7, Map.of("messages", many), Map.of(), null), 0);
    board.press("2");
    seen();
    Series wrong = new Series(Span.DAY, 1, 0, "+1000000000-12-31T23:59:59Z", Map.of(), null, null);
    board.take(new Event.Stats("1", Map.of("uptimeSeconds", "soon"), wrong), 0);
    board.press("3");
    seen();
    Series far =
        new Series(Span.DAY, 480, 5, "+1000000000-12-31T23:59:59Z", Map.of("cpu", odd), null, null);
    board.take(new Event.Stats("1", Map.of("uptimeSeconds", 1e300), far), 0);
    seen();
    board.take(new Event.Stats("1", Map.of("uptimeSeconds", 9), null), 0);
    assertTrue(text(board.rows(80, 24, 0)).get(2).contains("too old"));
  }

  private void seen() {
    for (long later : new long[] {0, 1L << 40, Long.MAX_VALUE}) {
      for (AttributedString row : board.rows(120, 40, later)) {
        String text = row.toString();
        assertTrue(text.chars().noneMatch(Character::isISOControl), text);
        assertTrue(row.columnLength() <= 120, text);
      }
    }
  }

  @Test
  void severalSamplesOfADotShowTheirHighestAndOfFreeDiskTheLowest() {
    double[] values = DoubleStream.iterate(0, v -> v + 1).limit(100).toArray();
    assertEquals(9, new Curve("", values, true, false).at(0, 10));
    assertEquals(0, new Curve("", values, true, true).at(0, 10));
    assertEquals(99, new Curve("", values, true, false).mark());
    assertEquals(50, new Curve("", values, true, false).at(101, 200));
  }
}
