package parley.client.board;

import java.math.BigDecimal;
import java.math.MathContext;

/** What a figure is measured in: how it is written for people, and which numbers are round. */
enum Unit {
  COUNT("", ""),
  RATE("", "/s"),
  BYTES("B", ""),
  BYTE_RATE("B", "/s"),
  MILLIS("ms", ""),
  /** Of one core. */
  CORES("%", "");

  private static final String[] THOUSANDS = {"", "k", "M", "G", "T", "P", "E"};
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final double[] ROUND = {1, 2, 4, 6, 8, 10};
  private static final MathContext DIGITS = new MathContext(3);

  /** Columns that the longest number on an axis takes: {@code 512 MiB}. */
  static final int AXIS_WIDTH = 7;

  private final String symbol;
  private final String per;

  Unit(String symbol, String per) {
    this.symbol = symbol;
    this.per = per;
  }

  /** With its unit: {@code 1.2 k/s}, {@code 3.4 MiB}, {@code 12 ms}. */
  String text(double value) {
    return axis(value) + per;
  }

  /** The same at an axis, which says elsewhere that it is in a second. */
  String axis(double value) {
    return switch (this) {
      case COUNT, RATE -> scaled(value, 1_000, THOUSANDS);
      case BYTES, BYTE_RATE -> scaled(value, 1_024, BINARY);
      case MILLIS ->
          value >= 999.5 ? scaled(value / 1_000, 1_000, THOUSANDS) + "s" : number(value) + " ms";
      case CORES -> scaled(value * 100, 1_000, THOUSANDS) + "%";
    };
  }

  private String scaled(double value, int step, String[] names) {
    double left = value;
    int name = 0;
    while (left >= step - 0.5 && name < names.length - 1) {
      left /= step;
      name++;
    }
    boolean more = this == MILLIS || this == CORES;
    return number(left) + (names[name].isEmpty() && !more ? "" : " " + names[name]);
  }

  private static String number(double value) {
    return new BigDecimal(value).round(DIGITS).signum() == 0
        ? "0"
        : new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /** The end of an axis for values up to this one: the next round number, never less. */
  double top(double most) {
    if (!(most > 0)) {
      return symbol.equals("B") ? 1_024 : 1;
    }
    double base = 1;
    if (symbol.equals("B")) {
      while (base < most) {
        base *= 2;
      }
      return base;
    }
    double scale = Math.pow(10, Math.floor(Math.log10(most)));
    for (double round : ROUND) {
      if (round * scale >= most) {
        return round * scale;
      }
    }
    return 10 * scale;
  }

  /** Whether a number can be one of these: there is no half of a person. */
  boolean has(double value) {
    return this != COUNT || value == Math.rint(value);
  }
}
