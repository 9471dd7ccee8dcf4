package parley.client.scripts;

import java.util.Arrays;

/** Round trip times in nanoseconds, and what can be said of them. Guarded by its owner. */
final class RoundTrips {
  private long[] nanos = new long[1_024];
  private int count;

  void add(long time) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = time;
  }

  int count() {
    return count;
  }

  /** {@code min/avg/p50/p90/p99/max} in milliseconds. */
  String summary() {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    double average = Arrays.stream(sorted).average().orElse(0);
    return "%.3f/%.3f/%.3f/%.3f/%.3f/%.3f ms"
        .formatted(
            quantile(sorted, 0) / 1e6,
            average / 1e6,
            quantile(sorted, 0.5) / 1e6,
            quantile(sorted, 0.9) / 1e6,
            quantile(sorted, 0.99) / 1e6,
            quantile(sorted, 1) / 1e6);
  }

  /** The smallest value that at least this share of all are not above. */
  static long quantile(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }
}
