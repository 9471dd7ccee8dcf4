package parley.client.board;

import java.util.List;

/** What the board shows, each in a plot of its own, in the order of what people ask for first. */
enum Panel {
  MESSAGES("messages/s", Unit.RATE, one("messages")),
  DELIVERIES("deliveries/s", Unit.RATE, one("deliveries")),
  CONNECTIONS("connections", Unit.COUNT, one("connections")),
  COMMIT("commit", Unit.MILLIS, quantiles("commit")),
  DELIVERY("delivery", Unit.MILLIS, quantiles("delivery")),
  REFUSED("refused/s", Unit.RATE, one("refused")),
  OUTBOXES(
      "outboxes",
      Unit.BYTES,
      List.of(
          new Line("outboxBytes", "all", true, false),
          new Line("largestOutbox", "largest", false, false))),
  BEHIND("slow readers", Unit.COUNT, one("behind")),
  MEMORY(
      "memory",
      Unit.BYTES,
      List.of(
          new Line("heap", "heap", true, false), new Line("resident", "resident", false, false))),
  DISK("disk free", Unit.BYTES, List.of(new Line("diskFree", "", true, true))),
  CPU("CPU", Unit.CORES, one("cpu")),
  TRAFFIC(
      "bytes/s",
      Unit.BYTE_RATE,
      List.of(new Line("bytesIn", "in", true, false), new Line("bytesOut", "out", false, false)));

  /**
   * One curve of it.
   *
   * @param figure its name among the samples
   * @param name as people read it, empty where it is alone
   */
  record Line(String figure, String name, boolean filled, boolean lowest) {}

  private final String title;
  private final Unit unit;

  // A copy that nobody changes; the type can't say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Line> lines;

  Panel(String title, Unit unit, List<Line> lines) {
    this.title = title;
    this.unit = unit;
    this.lines = List.copyOf(lines);
  }

  private static List<Line> one(String figure) {
    return List.of(new Line(figure, "", true, false));
  }

  private static List<Line> quantiles(String of) {
    return List.of(
        new Line(of + "P50", "p50", true, false),
        new Line(of + "P99", "p99", false, false),
        new Line(of + "Max", "max", false, false));
  }

  String title() {
    return title;
  }

  Unit unit() {
    return unit;
  }

  List<Line> lines() {
    return lines;
  }
}
