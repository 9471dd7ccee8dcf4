package parley.client.terminal;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last values of one figure as a row of small bars, the largest of them full height. */
public final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final int width;
  private final Deque<Double> values = new ArrayDeque<>();

  /**
   * @param width how many values are shown
   */
  public Sparkline(int width) {
    this.width = width;
  }

  public void add(double value) {
    values.addLast(value);
    if (values.size() > width) {
      values.removeFirst();
    }
  }

  @Override
  public String toString() {
    double least = values.stream().mapToDouble(v -> v).min().orElse(0);
    double most = values.stream().mapToDouble(v -> v).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (double value : values) {
      double share = most > least ? (value - least) / (most - least) : 0;
      bars.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
    }
    return bars.toString();
  }
}
