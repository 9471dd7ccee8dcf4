package parley.client.screen;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Reactions;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.Amount;
import parley.client.terminal.Look;
import parley.client.terminal.Theme;
import parley.text.Counted;

/**
 * Items as rows: the time where the minute changes, the name to the right of its column, the text
 * below itself. Nobody's text comes to stand in the columns of time and name, so none looks like
 * another's. Where there is no room for columns, time and name have a row of their own.
 */
final class ItemRows {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy");

  /** Columns of a page from which on there are columns for time and name. */
  private static final int ROOMY = 56;

  /** Of a message that is folded, at most. */
  private static final int SHOWN_OF_LONG = 12;

  private final Theme theme;
  private final ZoneId zone;
  private final Look look;
  private final DateTimeFormatter time;
  private final Paragraphs paragraphs;

  ItemRows(Theme theme, ZoneId zone, Look look) {
    this.theme = theme;
    this.zone = zone;
    this.look = look;
    this.time = look.clock().form();
    this.paragraphs = new Paragraphs(theme);
  }

  boolean isSameDay(Instant one, Instant other) {
    return one.atZone(zone).toLocalDate().equals(other.atZone(zone).toLocalDate());
  }

  boolean isSameMinute(Instant one, Instant other) {
    return time.format(one.atZone(zone)).equals(time.format(other.atZone(zone)))
        && isSameDay(one, other);
  }

  /** Whether something has its time before it, and is seen at all. */
  boolean isTimed(Item item) {
    return switch (item.content()) {
      case Item.Content.Said _ -> true;
      case Item.Content.Comings comings -> !seen(comings).isEmpty();
      case Item.Content.Own _,
          Item.Content.Hit _,
          Item.Content.New _,
          Item.Content.Gap _,
          Item.Content.Pending _ ->
          false;
    };
  }

  private List<TalkEntry> seen(Item.Content.Comings comings) {
    return switch (look.comings()) {
      case SHOWN, FOLDED -> comings.entries();
      case RECENT -> comings.familiar();
      case HIDDEN -> List.of();
    };
  }

  /**
   * Where an item stands.
   *
   * @param width columns of the page
   * @param numbered whether messages' numbers stand in the place of times
   * @param day whether it is the first of its day
   * @param time whether it is the first of its minute
   * @param author whether the one before it is somebody else's, or of another minute
   */
  record Place(int width, boolean numbered, boolean day, boolean time, boolean author) {}

  List<Line> of(Item item, Place place) {
    List<Line> rows = new ArrayList<>();
    int width = place.width();
    if (item.content() instanceof Item.Content.Comings && !isTimed(item)) {
      return rows;
    }
    if (place.day()) {
      rows.add(rule(DAY.format(item.at().atZone(zone)), theme.note(), width));
    }
    String label = place.time() ? time.format(item.at().atZone(zone)) : "";
    switch (item.content()) {
      case Item.Content.Said said -> {
        long seq = said.entry().isNote() ? 0 : said.entry().seq();
        said(item, said, place.numbered() && seq > 0 ? "#" + seq : label, place, rows);
      }
      case Item.Content.Comings comings -> comings(seen(comings), label, place, rows);
      case Item.Content.Own(String text, Theme.Element as) -> {
        AttributedStyle style = as == null ? AttributedStyle.DEFAULT : theme.of(as);
        List<Line> table = paragraphs.table(text, style, textColumns(width));
        columns("", new AttributedString("-", style), table, place, rows);
      }
      case Item.Content.Hit hit -> hit(hit, place, rows);
      case Item.Content.New(int more) ->
          rows.add(
              rule(
                  "new since "
                      + time.format(item.at().atZone(zone))
                      + (more > 0 ? ", and " + more + " before" : ""),
                  theme.rule(),
                  width));
      case Item.Content.Gap _ -> rows.add(rule("⋯ more between", theme.note(), width));
      case Item.Content.Pending(String text, boolean unsure) -> pending(text, unsure, place, rows);
    }
    return rows;
  }

  private static int nameColumns(int width) {
    return width >= 100 ? 14 : width >= 72 ? 12 : 10;
  }

  /** How many columns a text has. */
  private int textColumns(int width) {
    return width < ROOMY ? Math.max(1, width - 3) : width - indent(width);
  }

  private int indent(int width) {
    return width < ROOMY ? 1 : timeColumns() + nameColumns(width) + 2;
  }

  private int timeColumns() {
    return look.clock().columns() + 2;
  }

  private static Line rule(String text, AttributedStyle style, int width) {
    String begun = "── " + text + " ";
    String line = begun + "─".repeat(Math.max(0, width - Columns.of(begun) - 1));
    return Line.of(Columns.cut(new AttributedString(line, style), width));
  }

  private AttributedString note() {
    return new AttributedString("·", theme.note());
  }

  private List<Line> text(String text, AttributedStyle style, int width) {
    return paragraphs.of(text, style, textColumns(width));
  }

  /** Puts rows of text beside time and name. */
  private void columns(
      String time, AttributedString name, List<Line> text, Place place, List<Line> rows) {
    int width = place.width();
    if (width < ROOMY) {
      narrow(time, name, text, place, rows);
      return;
    }
    String blank = " ".repeat(indent(width));
    for (int i = 0; i < text.size(); i++) {
      AttributedStringBuilder row = new AttributedStringBuilder();
      if (i == 0) {
        row.append(Columns.padded(new AttributedString(" " + time, theme.time()), timeColumns()));
        row.append(Columns.isolated(Columns.toTheRight(name, nameColumns(width))));
        row.append("  ");
      } else {
        row.append(blank);
      }
      rows.add(behind(row, text.get(i)));
    }
  }

  /** A sign stands before its text; who said something, in a row of their own, once. */
  private void narrow(
      String time, AttributedString name, List<Line> text, Place place, List<Line> rows) {
    boolean sign = name.length() == 1;
    if (!sign && (place.author() || !time.isEmpty())) {
      AttributedStringBuilder head = new AttributedStringBuilder().append(Columns.isolated(name));
      head.append(time.isEmpty() ? "" : " " + time, theme.time());
      rows.add(Line.of(Columns.cut(head.toAttributedString(), place.width())));
    }
    for (int i = 0; i < text.size(); i++) {
      AttributedStringBuilder row = new AttributedStringBuilder();
      row.append(sign && i == 0 ? name : new AttributedString(" ")).append(sign ? " " : "");
      rows.add(behind(row, text.get(i)));
    }
  }

  private static Line behind(AttributedStringBuilder row, Line line) {
    int moved = row.length();
    row.append(line.text());
    return new Line(
        row.toAttributedString(),
        line.links().stream()
            .map(link -> new Line.Link(link.from() + moved, link.to() + moved, link.address()))
            .toList());
  }

  private void said(Item item, Item.Content.Said said, String label, Place place, List<Line> rows) {
    int width = place.width();
    TalkEntry entry = said.entry();
    AttributedStyle style = entry.mention() ? theme.mention() : AttributedStyle.DEFAULT;
    boolean deleted = entry.state() == TalkEntry.State.DELETED;
    List<Line> text = new ArrayList<>();
    if (said.answered() != null && !deleted) {
      text.add(answered(said.answered(), width));
    }
    int head = text.size();
    AttributedString name =
        switch (entry.kind()) {
          case NOTE, PRESENCE -> {
            style = theme.note();
            yield note();
          }
          case ACTION -> new AttributedString("*", theme.name(entry.from()));
          case MESSAGE, NOTICE -> new AttributedString(entry.from(), theme.name(entry.from()));
        };
    String words =
        deleted
            ? "(deleted)"
            : (entry.kind() == TalkEntry.Kind.ACTION ? entry.from() + " " : "")
                + entry.text()
                + (entry.kind() == TalkEntry.Kind.NOTICE ? " (notice)" : "")
                + (entry.state() == TalkEntry.State.EDITED ? " (edited)" : "");
    text.addAll(text(words, deleted ? theme.note() : style, width));
    fold(item, text, head);
    if (entry.file() != null) {
      text.add(file(entry, width));
    }
    if (!entry.reactions().isEmpty()) {
      react(entry.reactions(), text, width);
    }
    columns(label, name, text, place, rows);
  }

  private void fold(Item item, List<Line> text, int head) {
    int rows = text.size() - head;
    if (rows <= look.fold()) {
      return;
    }
    if (item.isOpen()) {
      text.add(Line.of(new AttributedString("⋯ Alt-F folds it", theme.note())));
      return;
    }
    int shown = Math.min(SHOWN_OF_LONG, look.fold());
    text.subList(head + shown, text.size()).clear();
    text.add(
        Line.of(
            new AttributedString(
                "⋯ " + Counted.of(rows - shown, "more line") + ", Alt-F opens", theme.note())));
  }

  private Line answered(Item.Quote answered, int width) {
    AttributedStringBuilder line = new AttributedStringBuilder().append("╭ ", theme.note());
    line.append(answered.from(), theme.name(answered.from()));
    line.append(": " + answered.begins(), theme.note());
    return Line.of(Columns.isolated(Columns.cut(line.toAttributedString(), textColumns(width))));
  }

  private Line file(TalkEntry entry, int width) {
    AttributedStringBuilder line = new AttributedStringBuilder().append("╰ file ", theme.note());
    if (!entry.file().name().equals(entry.text())) {
      line.append(entry.file().name()).append(", ", theme.note());
    }
    line.append(Amount.bytes(entry.file().size()) + " · /get #" + entry.seq(), theme.note());
    return Line.of(Columns.cut(line.toAttributedString(), textColumns(width)));
  }

  /** To the right of the last row where there is room, or else below it. */
  private void react(Reactions reactions, List<Line> text, int width) {
    AttributedStringBuilder all = new AttributedStringBuilder();
    for (Reactions.One one : reactions.all()) {
      all.append(all.length() == 0 ? "" : "  ")
          .append(one.emoji())
          .append(" " + one.count(), one.mine() ? theme.mine() : theme.note());
    }
    AttributedString shown = all.toAttributedString();
    int columns = textColumns(width) - 1;
    Line last = text.getLast();
    int room = columns - Columns.of(last.text()) - 2;
    if (Columns.of(shown) <= room) {
      AttributedStringBuilder row = new AttributedStringBuilder().append(last.text());
      row.append("  ").append(Columns.toTheRight(shown, room));
      text.set(text.size() - 1, new Line(row.toAttributedString(), last.links()));
    } else {
      text.add(
          Line.of(
              Columns.cut(
                  new AttributedStringBuilder()
                      .append("╰ ", theme.note())
                      .append(shown)
                      .toAttributedString(),
                  columns)));
    }
  }

  private void hit(Item.Content.Hit hit, Place place, List<Line> rows) {
    int width = place.width();
    AttributedStringBuilder where = new AttributedStringBuilder();
    where.append("#" + hit.message().seq() + " " + hit.message().when(zone) + " ", theme.note());
    if (width < ROOMY) {
      // No name stands before it there, and a room's may be long.
      where.append(hit.message().from(), theme.name(hit.message().from())).append(" ");
    }
    where.append(hit.message().where(), theme.note());
    List<Line> text = new ArrayList<>();
    text.add(Line.of(Columns.cut(where.toAttributedString(), textColumns(width))));
    AttributedStringBuilder words = new AttributedStringBuilder();
    hit.message()
        .pieces()
        .forEach(p -> words.append(p.text(), p.found() ? theme.found() : AttributedStyle.DEFAULT));
    text.add(
        Line.of(Columns.isolated(Columns.cut(words.toAttributedString(), textColumns(width)))));
    columns(
        "",
        new AttributedString(hit.message().from(), theme.name(hit.message().from())),
        text,
        place,
        rows);
  }

  private void pending(String text, boolean unsure, Place place, List<Line> rows) {
    int width = place.width();
    List<Line> lines = text(text, theme.pending(), width);
    Line last = lines.getLast();
    String state = unsure ? "… not confirmed" : "… pending";
    int room = textColumns(width) - 1 - Columns.of(last.text());
    AttributedString mark = new AttributedString(state, theme.pending());
    if (room > Columns.of(mark)) {
      lines.set(
          lines.size() - 1,
          Line.of(
              new AttributedStringBuilder()
                  .append(last.text())
                  .append(Columns.toTheRight(mark, room))
                  .toAttributedString()));
    } else {
      lines.add(Line.of(mark));
    }
    columns("", new AttributedString("…", theme.pending()), lines, place, rows);
  }

  private void comings(List<TalkEntry> entries, String label, Place place, List<Line> rows) {
    int width = place.width();
    if (look.comings() != Look.Comings.SHOWN) {
      columns(label, note(), text(comings(entries), theme.note(), width), place, rows);
      return;
    }
    List<Line> lines = new ArrayList<>();
    entries.forEach(entry -> lines.addAll(text(entry.text(), theme.note(), width)));
    columns(label, note(), lines, place, rows);
  }

  /** Who came and went, each named once and counted: what matters is who is here. */
  private static String comings(List<TalkEntry> entries) {
    Map<String, int[]> times = new LinkedHashMap<>();
    for (TalkEntry entry : entries) {
      times.computeIfAbsent(entry.text(), _ -> new int[1])[0]++;
    }
    List<String> parts = new ArrayList<>();
    times.forEach(
        (text, count) -> {
          String sentence = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
          parts.add(count[0] == 1 ? sentence : sentence + " " + count[0] + " times");
        });
    return String.join(", ", parts) + ".";
  }
}
