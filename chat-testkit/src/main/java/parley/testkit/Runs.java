package parley.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs of characters of each class that a reader of text may treat in its own way, to make inputs
 * of nothing else.
 */
public final class Runs {
  /** What is repeated; the last ones are ordinary text. */
  public static final List<String> ALL =
      List.of(
          " ",
          "\t",
          "\r",
          "\u0000",
          "\u00a0",
          ".",
          ",",
          ":",
          "/",
          "\\",
          "\"",
          "'",
          "(",
          "[",
          "{",
          "-",
          "=",
          "*",
          "#",
          "7",
          "7.",
          "\u0323\u0301",
          "e\u0301",
          "\u200d",
          "\u1112\u1161\u11ab",
          "\ufdfa",
          "\ud83c\udf89",
          "\ud800",
          "\u6771",
          "a",
          "A",
          "a ",
          "\"a\" ",
          "a,");

  private Runs() {}

  /** A run as long as fits into so many bytes of UTF-8. */
  public static String of(String unit, int bytes) {
    return unit.repeat(Math.max(1, bytes / unit.getBytes(UTF_8).length));
  }

  /**
   * A run alone, and one between two letters, where what begins well does not end so.
   *
   * @param bytes of each at most
   */
  public static List<String> shapes(String unit, int bytes) {
    return List.of(of(unit, bytes), "a" + of(unit, bytes - 2) + "b");
  }

  /** A run's characters by their numbers, for what a test says. */
  public static String name(String unit) {
    List<String> points = new ArrayList<>();
    unit.codePoints().forEach(c -> points.add("U+%04X".formatted(c)));
    return String.join(" ", points);
  }
}
