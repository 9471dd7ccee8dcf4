package parley.client.terminal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.protocol.Printable;

/**
 * The server's figures as lines: all of them, or the telling ones live, each with how it went
 * lately. Confined to one thread or lock.
 */
public final class FiguresText {
  private static final int SPARK = 30;

  /** Before the point. */
  private static final int DIGITS = 20;

  /** Beyond it nothing is a figure. */
  private static final double MOST = 1e18;

  /** Where a figure stands in a line, and how it is written. */
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9.]+)\\|([a-z])}");

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

  /** What most people want to know, in a line for each: what a server does not tell is left out. */
  public static List<String> brief(Map<String, Object> figures) {
    Map<String, Object> flat = new LinkedHashMap<>();
    flatten("", figures, flat);
    List<String> lines = new ArrayList<>();
    line(lines, flat, "up", "{uptimeSeconds|s}");
    line(
        lines,
        flat,
        "connections",
        "{connections.now|n} now: {connections.tls|n} TLS, {connections.plain|n} plain;"
            + " {connections.total|n} since the start");
    line(
        lines,
        flat,
        "messages",
        "{messages.accepted|n}, delivered {messages.deliveries|n} times;"
            + " {messages.refusedRequests|n} requests refused");
    for (String what : List.of("commit", "delivery")) {
      String of = what + "Ms.";
      if (number(flat, of + "count") > 0) {
        line(
            lines,
            flat,
            what,
            "p50 {%1$sp50|m}, p99 {%1$sp99|m}, max {%1$smax|m} (1 min)".formatted(of));
      }
    }
    line(
        lines,
        flat,
        "waiting",
        "{outboxes.bytes|b} in all, {outboxes.largest|b} for one; {outboxes.behind|n} behind");
    line(lines, flat, "files", "{files.stored|n}, {files.storedBytes|b}");
    line(lines, flat, "disk", "{disk.freeBytes|b} free");
    line(lines, flat, "memory", "{process.heapUsed|b} heap, {process.resident|b} in all");
    line(lines, flat, "search", "{search.lag|n} events to be indexed");
    line(lines, flat, "certificate", "{certificate.daysLeft|n} days left");
    lines.add("/board shows how it went; chat stats tells all there is.");
    return lines;
  }

  /** Puts the figures into their places; nothing where one is missing. */
  private static void line(
      List<String> lines, Map<String, Object> flat, String label, String pattern) {
    StringBuilder text = new StringBuilder();
    Matcher place = PLACE.matcher(pattern);
    while (place.find()) {
      double value = number(flat, place.group(1));
      if (!(Math.abs(value) < MOST)) {
        return;
      }
      place.appendReplacement(
          text,
          switch (place.group(2)) {
            case "s" -> Amount.clock((long) value);
            case "m" -> measured(value, Unit.MILLIS);
            case "b" -> Amount.bytes(value);
            default -> "%,d".formatted((long) value);
          });
    }
    lines.add("%-13s %s".formatted(label, place.appendTail(text)));
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
