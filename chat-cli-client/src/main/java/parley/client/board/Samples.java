package parley.client.board;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parley.protocol.Printable;
import parley.protocol.Series;
import parley.protocol.Span;

/**
 * What a server told of one span, and told before it began anew: bounded, whatever it tells.
 * Guarded by who has the board.
 */
final class Samples {
  /** Beyond it nothing is a figure. */
  private static final double MOST = 1e18;

  /** Codes of which a server may tell. */
  private static final int CODES = 8;

  private static final int CODE_LENGTH = 24;

  /** Later than any time that there will be, and addition stays safe. */
  private static final long LATEST_SECOND = 1L << 36;

  /** Answers come late by so many steps before that is a gap. */
  private static final int LATE = 2;

  private final Span span;
  private final TreeMap<Long, Map<String, Double>> byNumber = new TreeMap<>();
  private List<Series.SlowReader> slowest;

  /** When sample 0 began, in milliseconds since 1970. */
  private long beganMillis;

  private long newest;
  private long toldAt;

  Samples(Span span) {
    this.span = span;
  }

  /**
   * Takes what came; what was known of a time in which the server did not run stays.
   *
   * @param nanos by {@link System#nanoTime}
   * @return false where samples are missing between those that were known and these
   */
  boolean take(Series series, long nanos) {
    long first = series.first();
    int size = series.samples().values().stream().mapToInt(List::size).max().orElse(0);
    size = Math.min(size, span.samples());
    if (series.step() != span.step() || first > LATEST_SECOND || size == 0) {
      return true;
    }
    long before = newest;
    final boolean follows = byNumber.isEmpty() || first <= newest + 1;
    newest = first + size - 1;
    if (before > newest) {
      byNumber.tailMap(newest, false).clear(); // its clock was set back while it did not run
    }
    for (int i = 0; i < size; i++) {
      Map<String, Double> sample = sample(series, i);
      if (!sample.isEmpty()) {
        byNumber.put(first + i, sample);
      }
    }
    byNumber.headMap(newest - span.samples() + 1, false).clear();
    long second = Math.clamp(Instant.parse(series.at()).getEpochSecond(), 0, LATEST_SECOND);
    beganMillis = (second - first * span.step()) * 1_000;
    toldAt = nanos;
    slowest = series.slowest();
    return follows;
  }

  private static Map<String, Double> sample(Series series, int at) {
    Map<String, Double> sample = new HashMap<>();
    for (Panel panel : Panel.values()) {
      for (Panel.Line line : panel.lines()) {
        double value = value(series.samples().get(line.figure()), at);
        if (!Double.isNaN(value)) {
          sample.put(line.figure(), value);
        }
      }
    }
    if (!sample.isEmpty() && series.refused() != null) {
      series.refused().entrySet().stream()
          .limit(CODES)
          .forEach(code -> sample.put(code(code.getKey()), value(code.getValue(), at)));
    }
    return sample;
  }

  private static String code(String told) {
    String line = Printable.line(told);
    return "refused:" + line.substring(0, Math.min(CODE_LENGTH, line.length()));
  }

  /** Not a number where there is none, or none that can be. */
  private static double value(List<Number> values, int at) {
    Number number = values == null || at >= values.size() ? null : values.get(at);
    double value = number == null ? Double.NaN : number.doubleValue();
    return value >= 0 && value <= MOST ? value : Double.NaN;
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }

  /** Null where that is not for this person. */
  List<Series.SlowReader> slowest() {
    return slowest;
  }

  /** The number of the newest sample that there should be by now. */
  private long last(long nanos) {
    long steps = (nanos - toldAt) / 1_000_000_000L / span.step();
    return newest + (steps > LATE ? Math.min(steps, span.samples()) : 0);
  }

  /** A figure from the span's beginning to now. */
  double[] values(String figure, long nanos) {
    double[] values = new double[span.samples()];
    Arrays.fill(values, Double.NaN);
    long from = last(nanos) - values.length + 1;
    byNumber
        .tailMap(from)
        .forEach(
            (number, sample) ->
                values[(int) (number - from)] = sample.getOrDefault(figure, Double.NaN));
    return values;
  }

  TimeAxis times(long nanos, ZoneId zone) {
    long from = last(nanos) - span.samples() + 1;
    return new TimeAxis(
        Instant.ofEpochMilli(beganMillis + from * span.step() * 1_000),
        Duration.ofSeconds((long) span.samples() * span.step()),
        zone);
  }

  /** How many requests were refused in this span, by their code, the commonest first. */
  List<Map.Entry<String, Double>> refused() {
    Map<String, Double> sums = new HashMap<>();
    byNumber
        .values()
        .forEach(
            sample ->
                sample.forEach(
                    (name, value) -> {
                      if (name.startsWith("refused:") && value > 0) {
                        sums.merge(name.substring(8), value * span.step(), Double::sum);
                      }
                    }));
    List<Map.Entry<String, Double>> sorted = new ArrayList<>(sums.entrySet());
    sorted.sort(Map.Entry.<String, Double>comparingByValue().reversed());
    return sorted;
  }
}
