package parley.client.terminal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.Printable;

/**
 * The server's figures as lines: all of them, or the telling ones live, each with how it went
 * lately. Confined to one thread or lock.
 */
public final class FiguresText {
  private static final int SPARK = 30;

  /** Before the point. */
  private static final int DIGITS = 20;

  /** How a figure is made of what the server counts. */
  private enum Kind {
    /** As it is. */
    LEVEL,
    /** What it grew by in a second. */
    RATE
  }

  private enum Unit {
    NONE,
    BYTES,
    MILLIS,
    PERCENT
  }

  private record Row(String label, String figure, Kind kind, Unit unit) {}

  private static final List<Row> LIVE =
      List.of(
          new Row("connections", "connections.now", Kind.LEVEL, Unit.NONE),
          new Row("messages/s", "messages.accepted", Kind.RATE, Unit.NONE),
          new Row("deliveries/s", "messages.deliveries", Kind.RATE, Unit.NONE),
          new Row("in/s", "traffic.bytesIn", Kind.RATE, Unit.BYTES),
          new Row("out/s", "traffic.bytesOut", Kind.RATE, Unit.BYTES),
          new Row("commits/s", "messages.commits", Kind.RATE, Unit.NONE),
          new Row("commit p50", "commitMs.p50", Kind.LEVEL, Unit.MILLIS),
          new Row("commit p99", "commitMs.p99", Kind.LEVEL, Unit.MILLIS),
          new Row("delivery p50", "deliveryMs.p50", Kind.LEVEL, Unit.MILLIS),
          new Row("delivery p99", "deliveryMs.p99", Kind.LEVEL, Unit.MILLIS),
          new Row("outboxes", "outboxes.bytes", Kind.LEVEL, Unit.BYTES),
          new Row("behind", "outboxes.behind", Kind.LEVEL, Unit.NONE),
          new Row("heap", "process.heapUsed", Kind.LEVEL, Unit.BYTES),
          new Row("resident", "process.resident", Kind.LEVEL, Unit.BYTES),
          new Row("CPU", "process.cpuSeconds", Kind.RATE, Unit.PERCENT));

  private final Map<String, Sparkline> sparks = new HashMap<>();
  private Map<String, Object> before = Map.of();

  /** All figures, a line for each group of them, in the server's order. */
  public static List<String> all(Map<String, Object> figures) {
    List<String> lines = new ArrayList<>();
    figures.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> group) {
            List<String> parts = new ArrayList<>();
            group.forEach((key, inner) -> parts.add(safe(key) + " " + shown(inner)));
            lines.add("%-13s %s".formatted(safe(name), String.join(", ", parts)));
          } else {
            lines.add("%-13s %s".formatted(safe(name), shown(value)));
          }
        });
    return lines;
  }

  /**
   * Takes a sample and answers the telling figures of it; those that a server does not have are
   * left out. The first sample has no rates.
   */
  public List<String> live(Map<String, Object> figures) {
    Map<String, Object> flat = new LinkedHashMap<>();
    flatten("", figures, flat);
    double seconds = number(flat, "uptimeSeconds") - number(before, "uptimeSeconds");
    List<String> lines = new ArrayList<>();
    for (Row row : LIVE) {
      double value = number(flat, row.figure());
      if (row.kind() == Kind.RATE) {
        value = (value - number(before, row.figure())) / seconds;
      }
      if (Double.isFinite(value)) {
        Sparkline spark = sparks.computeIfAbsent(row.label(), _ -> new Sparkline(SPARK));
        spark.add(value);
        lines.add("%-13s %10s  %s".formatted(row.label(), measured(value, row.unit()), spark));
      }
    }
    before = flat;
    return lines;
  }

  /** Not a number where there is none. */
  private static double number(Map<String, Object> flat, String name) {
    return flat.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static void flatten(String prefix, Map<?, ?> figures, Map<String, Object> flat) {
    figures.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flatten(prefix + key + ".", inner, flat);
          } else {
            flat.put(prefix + key, value);
          }
        });
  }

  private static String measured(double value, Unit unit) {
    return switch (unit) {
      case NONE -> "%.0f".formatted(value);
      case MILLIS -> "%.1f ms".formatted(value);
      case PERCENT -> "%.0f %%".formatted(value * 100);
      case BYTES -> Amount.bytes(value);
    };
  }

  private static String shown(Object value) {
    return switch (value) {
      case null -> "-";
      case Integer n -> "%,d".formatted(n);
      case Long n -> "%,d".formatted(n);
      // Not written out where the server made it of billions of digits.
      case BigDecimal n when Math.abs((long) n.precision() - n.scale()) <= DIGITS ->
          n.setScale(Math.min(3, n.scale()), RoundingMode.HALF_UP).toPlainString();
      case BigDecimal n -> "%.3e".formatted(n.doubleValue());
      case Double n -> "%.3f".formatted(n);
      default -> safe(value);
    };
  }

  private static String safe(Object text) {
    return Printable.line(String.valueOf(text));
  }
}
