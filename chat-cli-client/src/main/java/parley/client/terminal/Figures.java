package parley.client.terminal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.Printable;

/**
 * The server's figures as lines: a name, its value, and where they are taken again and again, how
 * it went. Whatever figures a server has are shown, in its order. Not thread-safe.
 */
public final class Figures {
  private static final int SPARK = 30;

  private final Map<String, Sparkline> sparks = new LinkedHashMap<>();
  private int samples;

  /** Takes a sample and answers the lines that show it. */
  public List<String> lines(Map<String, Object> figures) {
    Map<String, Object> flat = new LinkedHashMap<>();
    flatten("", figures, flat);
    samples++;
    int width = flat.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    flat.forEach(
        (name, value) -> {
          String line = ("%-" + Math.max(1, width) + "s  %12s").formatted(name, shown(value));
          if (value instanceof Number number) {
            Sparkline spark = sparks.computeIfAbsent(name, _ -> new Sparkline(SPARK));
            spark.add(number.doubleValue());
            line = samples > 1 ? line + "  " + spark : line;
          }
          lines.add(line);
        });
    return lines;
  }

  private static void flatten(String prefix, Map<?, ?> figures, Map<String, Object> flat) {
    figures.forEach(
        (key, value) -> {
          String name = prefix + Printable.line(String.valueOf(key));
          if (value instanceof Map<?, ?> inner) {
            flatten(name + ".", inner, flat);
          } else {
            flat.put(name, value);
          }
        });
  }

  private static String shown(Object value) {
    return switch (value) {
      case null -> "-";
      case Integer n -> "%,d".formatted(n);
      case Long n -> "%,d".formatted(n);
      case BigDecimal n -> n.setScale(Math.min(3, n.scale()), RoundingMode.HALF_UP).toPlainString();
      case Double n -> "%.3f".formatted(n);
      default -> Printable.line(String.valueOf(value));
    };
  }
}
