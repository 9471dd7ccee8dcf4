package parley.server.stats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.ErrorCode;
import parley.protocol.Series;
import parley.protocol.Span;

/**
 * How the figures went in the last day, for who looks in the morning: in memory, in arrays that are
 * made once, and gone with the process. Guarded by itself.
 */
public final class Timeline {
  /** How many samples a repeated answer has, so that one that was left out is made up for. */
  public static final int RECENT = 12;

  /** Codes that are told each by itself. */
  private static final int CODES = 4;

  private static final String OTHER = "other";

  /** A plot shows no more of a number, and an answer stays short. */
  private static final MathContext DIGITS = new MathContext(3);

  private static final Track[] TRACKS = Track.values();

  private final Map<Span, Ring> rings = new EnumMap<>(Span.class);

  /** What an answer was made of. */
  private record Asked(Span span, int most) {}

  /** Answers since the last sample: however many ask in a second, each is made once. */
  private final Map<Asked, Series> made = new HashMap<>();

  /** There is nothing in it yet. */
  public Timeline() {
    for (Span span : Span.values()) {
      rings.put(span, new Ring(span, figures(), Timeline::kind));
    }
  }

  /** How many figures a sample has: the tracks, and behind them the codes of refused requests. */
  static int figures() {
    return TRACKS.length + ErrorCode.values().length;
  }

  private static Track.Of kind(int figure) {
    return figure < TRACKS.length ? TRACKS[figure].of() : Track.Of.MEAN;
  }

  /**
   * Takes what was measured in a second.
   *
   * @param second by the {@link SteadyClock}
   * @param sample by the figures' places; not a number where there is none
   */
  synchronized void add(long second, float[] sample) {
    rings.values().forEach(ring -> ring.add(second, sample));
    made.clear();
  }

  /** Bytes of all its arrays together. */
  synchronized long size() {
    return rings.values().stream().mapToLong(Ring::size).sum();
  }

  /**
   * A span of it.
   *
   * @param most samples, the newest of them
   * @param slowest null for who may not see them
   * @return null where nothing was measured yet
   */
  public synchronized Series series(Span span, int most, List<Series.SlowReader> slowest) {
    if (rings.get(span).newest() < 0) {
      return null;
    }
    Series series = made.computeIfAbsent(new Asked(span, most), _ -> series(span, most));
    return slowest == null ? series : series.with(slowest);
  }

  private Series series(Span span, int most) {
    Ring ring = rings.get(span);
    long first = ring.oldest(most);
    Map<String, List<Number>> samples = new LinkedHashMap<>();
    for (Track track : TRACKS) {
      samples.put(track.wire(), values(ring, first, List.of(track.ordinal())));
    }
    long begins = first * span.step() * 1_000 + SteadyClock.aheadMillis();
    return new Series(
        span,
        span.step(),
        first,
        Instant.ofEpochMilli(begins).toString(),
        samples,
        refused(ring, first),
        null);
  }

  private static Map<String, List<Number>> refused(Ring ring, long first) {
    Map<ErrorCode, Double> sums = new EnumMap<>(ErrorCode.class);
    for (ErrorCode code : ErrorCode.values()) {
      double sum = 0;
      for (long n = ring.oldest(Integer.MAX_VALUE); n <= ring.newest(); n++) {
        float value = ring.value(place(code), n);
        sum += Float.isNaN(value) ? 0 : value;
      }
      if (sum > 0) {
        sums.put(code, sum);
      }
    }
    List<ErrorCode> codes = new ArrayList<>(sums.keySet());
    codes.sort(Comparator.comparing(sums::get).reversed());
    Map<String, List<Number>> refused = new LinkedHashMap<>();
    codes.stream()
        .limit(CODES)
        .forEach(code -> refused.put(code.wire(), values(ring, first, List.of(place(code)))));
    if (codes.size() > CODES) {
      List<Integer> others = codes.stream().skip(CODES).map(Timeline::place).toList();
      refused.put(OTHER, values(ring, first, others));
    }
    return refused;
  }

  /** Where a code's figure stands in a sample. */
  static int place(ErrorCode code) {
    return TRACKS.length + code.ordinal();
  }

  /** The sum of some figures, from a sample on. */
  private static List<Number> values(Ring ring, long first, List<Integer> figures) {
    List<Number> values = new ArrayList<>();
    for (long n = first; n <= ring.newest(); n++) {
      float sum = 0;
      for (int figure : figures) {
        sum += ring.value(figure, n);
      }
      values.add(written(sum));
    }
    return values;
  }

  private static Number written(float value) {
    if (!Float.isFinite(value)) {
      return null;
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    if (Math.abs(value) >= 100) {
      return rounded.longValue();
    }
    rounded = rounded.setScale(Math.clamp(rounded.scale(), 0, 3), RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? (Number) 0 : rounded.stripTrailingZeros().doubleValue();
  }
}
