package parley.client.board;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.terminal.Theme;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Series;
import parley.protocol.Span;

/**
 * The server's figures over time on a whole screen: what is known of each span, and what of it its
 * person looks at. Guarded by who has it.
 */
public final class Board {
  /** A plot of less than that tells nothing. */
  private static final int LEAST_WIDTH = 40;

  private static final int LEAST_HEIGHT = 7;

  private static final int MOST_ACROSS = 3;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private static final int READERS = 3;

  private static final List<String> KEYS =
      List.of(
          "1, 2, 3     the last minute, hour, day; Tab the next of them",
          "← →         the plots that there was no room for; also n and p",
          "o           one plot at a time, or as many as there is room for",
          "b           braille, blocks or plain letters",
          "?           these keys, and the plots again",
          "q, Esc      leave",
          "",
          "A sample is of 1 s, 20 s or 8 min. Rates are its mean; connections, what",
          "waits and memory its highest second; free disk its lowest. commit and",
          "delivery: the p50, the p99 and the longest of its worst second.",
          "▲ (^) is under the greatest value, dots where nothing was measured: the",
          "server did not run, could not be asked, or had nothing to measure.");

  /** What a key does besides showing something else. */
  public enum Does {
    /** The plots are another's: {@link #span} is to be asked for. */
    ASK,
    LEAVE,
    DRAW
  }

  private final String place;
  private final ZoneId zone;
  private final Theme theme;
  private final Map<Span, Samples> samples = new EnumMap<>(Span.class);
  private Ink ink;
  private Span span = Span.MINUTE;
  private int first;
  private boolean one;
  private boolean keys;

  /** How many plots were seen at once when it was drawn last. */
  private int together = 1;

  private double uptime = Double.NaN;

  /** Why nothing is told just now; empty while it is. */
  private String trouble = "";

  /** Whether the server has no such thing. */
  private boolean none;

  /**
   * @param place host and port, as people write them
   * @param plain whether the terminal has letters and nothing else
   */
  public Board(String place, ZoneId zone, Theme theme, boolean plain) {
    this.place = place;
    this.zone = zone;
    this.theme = theme;
    ink = plain ? Ink.ASCII : Ink.BRAILLE;
    for (Span each : Span.values()) {
      samples.put(each, new Samples(each));
    }
  }

  /** What is looked at. */
  public Span span() {
    return span;
  }

  /** Seconds between two answers that are wanted. */
  public int every() {
    return Math.max(1, span.step() / 4);
  }

  /**
   * Takes what the server told.
   *
   * @param nanos by {@link System#nanoTime}
   * @return false where samples are missing: the whole span is to be asked for
   */
  public boolean take(Event.Stats stats, long nanos) {
    uptime =
        stats.figures().get("uptimeSeconds") instanceof Number n ? n.doubleValue() : Double.NaN;
    none = stats.series() == null && uptime > 2;
    return stats.series() == null || samples.get(stats.series().span()).take(stats.series(), nanos);
  }

  /** Why nothing is told from now on, or empty where it is told again. */
  public void trouble(String why) {
    trouble = why;
  }

  /** A key, by what the terminal sends for it. */
  public Does press(String key) {
    switch (key) {
      case "1", "2", "3" -> {
        return look(Span.values()[key.charAt(0) - '1']);
      }
      case "\t" -> {
        return look(Span.values()[(span.ordinal() + 1) % Span.values().length]);
      }
      case "q", "Q", "\033", "\003", "\004" -> {
        return Does.LEAVE;
      }
      case "?", "h" -> keys = !keys;
      case "o" -> one = !one;
      case "b" -> ink = ink.next();
      case "n", "l", " ", "\033[C", "\033OC", "\033[B", "\033OB", "\033[6~" -> turn(together);
      case "p", "\033[D", "\033OD", "\033[A", "\033OA", "\033[5~" -> turn(-together);
      default -> {}
    }
    return Does.DRAW;
  }

  private Does look(Span wanted) {
    keys = false;
    boolean other = wanted != span;
    span = wanted;
    return other ? Does.ASK : Does.DRAW;
  }

  private void turn(int by) {
    keys = false;
    int all = Panel.values().length;
    int pages = (all + together - 1) / together;
    first = Math.floorMod(first / together + Integer.signum(by), pages) * together;
  }

  /** Exactly so many rows, none wider than that. */
  public List<AttributedString> rows(int width, int height, long nanos) {
    List<AttributedString> rows = new ArrayList<>();
    rows.add(head(width));
    if (!trouble.isEmpty()) {
      rows.add(new AttributedString(" ✗ " + trouble, theme.warning()));
    }
    int room = Math.max(0, height - 1 - rows.size());
    if (keys) {
      KEYS.forEach(line -> rows.add(new AttributedString(" " + line)));
    } else if (none || samples.get(span).isEmpty()) {
      rows.add(AttributedString.EMPTY);
      rows.add(
          new AttributedString(
              none
                  ? " This server does not tell how its figures went; it is too old for that."
                  : " Nothing is known yet.",
              theme.note()));
    } else {
      rows.addAll(grid(width, room, nanos));
    }
    while (rows.size() < height - 1) {
      rows.add(AttributedString.EMPTY);
    }
    List<AttributedString> shown = new ArrayList<>(rows.subList(0, Math.max(1, height - 1)));
    shown.add(hints(width));
    return shown.stream().limit(height).map(row -> Plot.cut(row, width)).toList();
  }

  private List<AttributedString> grid(int width, int height, long nanos) {
    int all = Panel.values().length;
    int across = one ? 1 : Math.clamp(width / LEAST_WIDTH, 1, MOST_ACROSS);
    int down = one ? 1 : Math.clamp(height / LEAST_HEIGHT, 1, (all + across - 1) / across);
    together = across * down;
    first = first / together * together;
    List<AttributedString> rows = new ArrayList<>();
    for (int i = 0; i < down; i++) {
      int tall = height * (i + 1) / down - height * i / down;
      List<List<AttributedString>> beside = new ArrayList<>();
      for (int j = 0; j < across && first + i * across + j < all; j++) {
        int wide = width * (j + 1) / across - width * j / across;
        Panel panel = Panel.values()[first + i * across + j];
        beside.add(
            padded(plot(panel, nanos, wide).rows(wide - 1, tall, times(nanos), style()), wide));
      }
      for (int row = 0; row < tall && !beside.isEmpty(); row++) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        int at = row;
        beside.forEach(plot -> line.append(plot.get(at)));
        rows.add(line.toAttributedString());
      }
    }
    return rows;
  }

  private Plot.Style style() {
    return new Plot.Style(ink, theme);
  }

  private TimeAxis times(long nanos) {
    return samples.get(span).times(nanos, zone);
  }

  private static List<AttributedString> padded(List<AttributedString> rows, int width) {
    return rows.stream()
        .map(
            row ->
                new AttributedStringBuilder()
                    .append(row)
                    .append(" ".repeat(Math.max(0, width - row.columnLength())))
                    .toAttributedString())
        .toList();
  }

  private Plot plot(Panel panel, long nanos, int width) {
    Samples of = samples.get(span);
    List<Curve> curves =
        panel.lines().stream()
            .map(
                line ->
                    new Curve(
                        line.name(), of.values(line.figure(), nanos), line.filled(), line.lowest()))
            .toList();
    return new Plot(panel.title(), panel.unit(), curves, words(panel, of, width));
  }

  private List<AttributedString> words(Panel panel, Samples of, int width) {
    List<String> words = new ArrayList<>();
    if (panel == Panel.REFUSED && !of.refused().isEmpty()) {
      StringBuilder codes = new StringBuilder();
      of.refused()
          .forEach(
              code ->
                  codes
                      .append(codes.isEmpty() ? "" : ", ")
                      .append(Unit.COUNT.text(Math.rint(code.getValue())))
                      .append(' ')
                      .append(code.getKey()));
      words.add(codes.toString());
    }
    if (panel == Panel.BEHIND && of.slowest() != null) {
      of.slowest().stream().limit(READERS).map(Board::reader).forEach(words::add);
    }
    return words.stream()
        .map(line -> Plot.cut(new AttributedString(" " + line, theme.note()), width - 1))
        .toList();
  }

  private static String reader(Series.SlowReader who) {
    return Printable.line(String.valueOf(who.name()))
        + "  "
        + Unit.BYTES.text((double) who.bytes())
        + (who.behind() ? ", behind" : "");
  }

  private AttributedString head(int width) {
    AttributedStringBuilder line = new AttributedStringBuilder().style(theme.bar());
    line.append(" board  ");
    for (Span each : Span.values()) {
      String name = (each.ordinal() + 1) + ":" + each.wire();
      line.append(each == span ? "[" + name + "]" : " " + name + " ");
    }
    String right = TIME.format(Instant.now().atZone(zone)) + " ";
    String up = Double.isNaN(uptime) ? "" : "up " + up(uptime) + " · ";
    for (String more : List.of(place + " · " + up + right, up + right, right)) {
      int blanks = width - line.columnLength() - more.length();
      if (blanks >= 1) {
        return line.append(" ".repeat(blanks)).append(more).toAttributedString();
      }
    }
    return line.toAttributedString();
  }

  private static String up(double seconds) {
    long s = (long) Math.clamp(seconds, 0, 1e12);
    return s < 3_600
        ? "%d:%02d".formatted(s / 60, s % 60)
        : s < 86_400
            ? String.format(Locale.ROOT, "%d h %d min", s / 3_600, s / 60 % 60)
            : String.format(Locale.ROOT, "%d d %d h", s / 86_400, s / 3_600 % 24);
  }

  private AttributedString hints(int width) {
    int all = Panel.values().length;
    String more =
        together >= all || keys
            ? ""
            : "← → %d–%d of %d · ".formatted(first + 1, Math.min(all, first + together), all);
    AttributedStringBuilder line = new AttributedStringBuilder().append(" ");
    String[] hints = {more + "q leave · ? keys", " · Tab span", " · o one plot", " · b ink"};
    for (String hint : hints) {
      if (line.columnLength() + hint.length() < width) {
        line.append(hint, AttributedStyle.DEFAULT);
      }
    }
    return line.toAttributedString();
  }
}
