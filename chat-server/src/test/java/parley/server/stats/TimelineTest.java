package parley.server.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Series;
import parley.protocol.ServerMessage;
import parley.protocol.Span;

/** How the figures went, measured by a clock that the test turns. */
class TimelineTest {
  private static final long BEGAN = 1_790_000_000_000L - 1_790_000_000_000L % 480_000;

  private final Stats stats = new Stats();
  private final Timeline timeline = new Timeline();
  private long now = BEGAN;
  private int people;
  private final Sampler sampler =
      new Sampler(
          stats,
          () ->
              new ConnectionFigures(
                  List.of(new ConnectionFigures.Group("framed", true, people)), 10, 7, 1),
          () -> now,
          timeline);

  private void second() {
    now += 1_000;
    sampler.sample();
  }

  private Series series(Span span) {
    return timeline.series(span, Integer.MAX_VALUE, null);
  }

  private List<Number> samples(Span span, String figure) {
    return series(span).samples().get(figure);
  }

  @Test
  void whoeverAsksInTheSameSecondIsToldWhatWasMadeOnce() {
    sampler.sample();
    second();
    Series first = series(Span.HOUR);
    assertSame(first, series(Span.HOUR));
    assertSame(first.samples(), timeline.series(Span.HOUR, Integer.MAX_VALUE, List.of()).samples());
    second();
    assertNotSame(first, series(Span.HOUR), "as it is by now");
  }

  @Test
  void anHourOfTheNightIsSeenInTheMorning() {
    sampler.sample();
    for (int second = 0; second < 12 * 3_600; second++) {
      people = second == 7_000 ? 99 : 3;
      stats.count(Counter.MESSAGES, second / 480 == 10 ? second % 2 * 100 : 0);
      if (second == 5_000) {
        stats.committed(80_000_000);
      }
      second();
    }
    Series day = series(Span.DAY);
    assertEquals(480, day.step());
    assertEquals(BEGAN / 480_000, day.first());
    assertEquals(90, day.samples().get("connections").size());
    assertEquals(99L, highest(day.samples().get("connections")), "a level's highest");
    assertEquals(3, day.samples().get("connections").getLast().intValue());
    assertEquals(50, day.samples().get("messages").get(10).intValue(), "a rate's mean");
    assertEquals(0, day.samples().get("messages").get(11).intValue());
    assertEquals(80, highest(day.samples().get("commitP99")), 1);
    assertNull(day.samples().get("commitP99").get(1), "nothing was measured");
    assertEquals(180, samples(Span.HOUR, "connections").size());
    assertEquals(60, samples(Span.MINUTE, "connections").size());
    assertEquals(12, timeline.series(Span.HOUR, 12, null).samples().get("heap").size());
  }

  private static double highest(List<Number> values) {
    return values.stream()
        .filter(Objects::nonNull)
        .mapToDouble(Number::doubleValue)
        .max()
        .orElse(0);
  }

  @Test
  void whatWasNotMeasuredIsAGapAndARateIsOfTheTimeThatPassed() {
    sampler.sample();
    second();
    stats.count(Counter.MESSAGES, 40);
    now += 3_000;
    second();
    second();
    List<Number> messages = samples(Span.MINUTE, "messages");
    assertEquals(Arrays.asList(0, null, null, null, 10.0, 0), messages);
    now -= 5_000; // no clock that is asked does that; it must not break either
    sampler.sample();
    second();
    assertEquals(6, samples(Span.MINUTE, "messages").size());
  }

  @Test
  void refusedRequestsAreToldByTheirCommonestCodes() {
    sampler.sample();
    List<ErrorCode> codes =
        List.of(
            ErrorCode.RATE_LIMITED,
            ErrorCode.FORBIDDEN,
            ErrorCode.NO_SUCH_ROOM,
            ErrorCode.MUTED,
            ErrorCode.BAD_JSON,
            ErrorCode.BANNED);
    for (int i = 0; i < codes.size(); i++) {
      for (int n = 0; n < 60 - 10 * i; n++) {
        stats.refused(codes.get(i));
      }
    }
    second();
    Series minute = series(Span.MINUTE);
    assertEquals(
        List.of("rate-limited", "forbidden", "no-such-room", "muted", "other"),
        List.copyOf(minute.refused().keySet()));
    assertEquals(30, minute.refused().get("other").getFirst().intValue());
    assertEquals(210L, minute.samples().get("refused").getFirst());
  }

  @Test
  void takesLittleMemoryAndItsAnswerFitsTheSmallestFrame() throws Exception {
    assertTrue(timeline.size() < 200_000, () -> timeline.size() + " bytes");
    float[] worst = new float[Timeline.figures()];
    Arrays.fill(worst, 1.23e15f);
    for (int i = 0; i < worst.length; i++) {
      worst[i] = i % 2 == 0 ? 98_765_432f : 0.123f;
    }
    for (long second = 0; second < 86_400; second += 20) {
      timeline.add(second, worst);
    }
    List<Series.SlowReader> slowest =
        Collections.nCopies(5, new Series.SlowReader("x".repeat(32), 1L << 50, 1L << 50, true));
    Map<String, Object> figures = Figures.of(stats, ConnectionFigures.NOBODY).asMap();
    for (Span span : Span.values()) {
      Series series = timeline.series(span, Integer.MAX_VALUE, slowest);
      byte[] json = Json.bytes((ServerMessage) new Event.Stats("18", figures, series));
      assertTrue(json.length < 3 * Limits.FRAME_BYTES_MIN / 4, () -> span + ": " + json.length);
      Event.Stats read = (Event.Stats) Json.serverMessage(json);
      assertEquals(series.samples().keySet(), read.series().samples().keySet());
    }
  }

  @Test
  void thereIsNothingBeforeTheFirstSecondIsOver() {
    assertNull(series(Span.DAY));
    sampler.sample();
    assertNull(series(Span.DAY));
  }
}
