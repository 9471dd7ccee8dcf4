package parley.client.board;

import java.util.function.DoubleBinaryOperator;

/** One figure over a span. Nobody changes its values. */
final class Curve {
  private final String name;
  private final double[] values;
  private final boolean filled;
  private final boolean lowest;

  /**
   * @param name what it is called beside others, empty where it is alone
   * @param values from the oldest to the newest; not a number where nothing was measured
   * @param filled whether what is below it is filled
   * @param lowest whether the least of several tells more than the greatest
   */
  Curve(String name, double[] values, boolean filled, boolean lowest) {
    this.name = name;
    this.values = values;
    this.filled = filled;
    this.lowest = lowest;
  }

  String name() {
    return name;
  }

  /** How many values it has. */
  int size() {
    return values.length;
  }

  /** One of its values. */
  double value(int at) {
    return values[at];
  }

  boolean filled() {
    return filled;
  }

  boolean lowest() {
    return lowest;
  }

  /** The greatest, or not a number. */
  double most() {
    double most = Double.NaN;
    for (double value : values) {
      most = of(most, value, Math::max);
    }
    return most;
  }

  private static double of(double one, double other, DoubleBinaryOperator either) {
    return Double.isNaN(one) ? other : Double.isNaN(other) ? one : either.applyAsDouble(one, other);
  }

  /** Where the value is that counts most, the newest of them; negative where all are zero. */
  int mark() {
    int at = -1;
    for (int i = 0; i < values.length; i++) {
      boolean more = at >= 0 && (lowest ? values[i] <= values[at] : values[i] >= values[at]);
      if (!Double.isNaN(values[i]) && (at < 0 || more)) {
        at = i;
      }
    }
    return at >= 0 && values[at] > 0 ? at : -1;
  }

  /** What one of so many dots shows: the value at its time, or the telling one of several. */
  double at(int dot, int dots) {
    int n = values.length;
    int from = (int) ((long) dot * n / dots);
    int to = Math.max(from + 1, (int) ((long) (dot + 1) * n / dots));
    double value = Double.NaN;
    for (int i = from; i < Math.min(to, n); i++) {
      value = of(value, values[i], lowest ? Math::min : Math::max);
    }
    return value;
  }
}
