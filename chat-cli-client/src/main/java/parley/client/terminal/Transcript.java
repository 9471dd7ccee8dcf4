package parley.client.terminal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Reactions;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.protocol.FileInfo;

/**
 * Entries as lines of a screen: time, coloured name, text. Every line of a text after its first
 * begins with a bar, whether the text broke or the screen is too narrow, so that no one's text can
 * look like the beginning of another's; what is answered stands in a line above, a file and
 * reactions in lines below, each behind a corner that no text can begin with. Confined to the lock
 * of the link.
 */
public final class Transcript {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy");
  private static final String INDENT = "      ┃ ";
  private static final String ABOVE = "      ╭ ";
  private static final String BELOW = "      ╰ ";
  private static final String OWN_INDENT = "    ";

  private final Theme theme;
  private final ZoneId zone;
  private Look look = Look.INITIAL;
  private LocalDate day;

  public Transcript(Theme theme, ZoneId zone, LocalDate today) {
    this.theme = theme;
    this.zone = zone;
    this.day = today;
  }

  /** How times are written from now on. */
  void look(Look look) {
    this.look = look;
  }

  private String time(Instant at) {
    return look.clock().form().format(at.atZone(zone));
  }

  /**
   * @param entry as it was when it was shown first; what the talk keeps of it now is shown
   * @param width of the screen in columns
   * @param elsewhere whether another talk than the entry's is turned to
   * @param numbered whether its number stands in the place of its time
   */
  public List<AttributedString> lines(
      Talk talk, TalkEntry entry, int width, boolean elsewhere, boolean numbered) {
    TalkEntry now = talk.entry(entry.seq()).filter(e -> e.kind() == entry.kind()).orElse(entry);
    List<AttributedString> lines = new ArrayList<>();
    if (now.answers() != null && now.state() != TalkEntry.State.DELETED) {
      lines.add(Wrapping.cut(answered(talk, now.answers()), width));
    }
    AttributedStringBuilder head = new AttributedStringBuilder();
    boolean number = numbered && now.seq() > 0 && !now.isNote();
    head.append(number ? "#" + now.seq() : time(now.at()), theme.time());
    head.append(' ');
    AttributedStyle text = now.mention() ? theme.mention() : AttributedStyle.DEFAULT;
    switch (now.kind()) {
      case NOTE, PRESENCE -> {
        head.append("· ", theme.note());
        text = theme.note();
      }
      case ACTION -> {
        place(head, talk, now, elsewhere);
        head.append("* ").append(now.from(), theme.name(now.from())).append(' ');
      }
      case NOTICE -> {
        place(head, talk, now, elsewhere);
        head.append(now.from(), theme.name(now.from()))
            .append(" (notice)", theme.note())
            .append(": ");
      }
      case MESSAGE -> {
        place(head, talk, now, elsewhere);
        head.append(now.from(), theme.name(now.from())).append(": ");
      }
    }
    lines.addAll(Wrapping.wrap(head, INDENT, text(now, text), width));
    if (now.file() != null) {
      lines.addAll(below(file(now), width));
    }
    if (!now.reactions().isEmpty()) {
      lines.addAll(below(reactions(now.reactions()), width));
    }
    return lines;
  }

  private List<AttributedString> text(TalkEntry entry, AttributedStyle style) {
    List<AttributedString> parts = new ArrayList<>();
    if (entry.state() == TalkEntry.State.DELETED) {
      parts.add(new AttributedString("(deleted)", theme.note()));
      return parts;
    }
    parts.addAll(parts(entry.text().replace('\t', ' '), style));
    if (entry.state() == TalkEntry.State.EDITED) {
      AttributedString last = parts.removeLast();
      parts.add(
          new AttributedStringBuilder()
              .append(last)
              .append(" (edited)", theme.note())
              .toAttributedString());
    }
    return parts;
  }

  /** Who said what is answered, and how that begins. */
  private AttributedString answered(Talk talk, TalkEntry.Answered answered) {
    AttributedStringBuilder line = new AttributedStringBuilder().append(ABOVE, theme.note());
    Optional<TalkEntry> kept = talk.entry(answered.seq());
    String from = kept.map(TalkEntry::from).orElse(answered.from());
    line.append(from, theme.name(from)).append(": ", theme.note());
    String text =
        kept.map(e -> e.state() == TalkEntry.State.DELETED ? "(deleted)" : e.text())
            .orElse("#" + answered.seq());
    return line.append(text.replace('\n', ' ').replace('\t', ' '), theme.note())
        .toAttributedString();
  }

  private static List<AttributedString> below(AttributedString line, int width) {
    return Wrapping.wrap(new AttributedStringBuilder().append(BELOW), BELOW, List.of(line), width);
  }

  /** What file it is, unless the text is its name, and how to get it. */
  private AttributedString file(TalkEntry entry) {
    FileInfo file = entry.file();
    AttributedStringBuilder line = new AttributedStringBuilder().append("file ", theme.note());
    if (!file.name().equals(entry.text())) {
      line.append(file.name()).append(", ", theme.note());
    }
    return line.append(Amount.bytes(file.size()) + " · /get #" + entry.seq(), theme.note())
        .toAttributedString();
  }

  private AttributedString reactions(Reactions reactions) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    for (Reactions.One one : reactions.all()) {
      line.append(line.length() == 0 ? "" : "  ")
          .append(one.emoji())
          .append(" " + one.count(), one.mine() ? theme.mine() : theme.note());
    }
    return line.toAttributedString();
  }

  /** Marks a direct message that is shown among others. */
  private void place(AttributedStringBuilder head, Talk talk, TalkEntry entry, boolean elsewhere) {
    if (talk.direct() && elsewhere) {
      head.append(entry.own() ? "[to " + talk.title() + "] " : "[direct] ", theme.mention());
    }
  }

  /** The head of a talk; its topic is somebody's text too. */
  public List<AttributedString> head(String text, int width) {
    return Wrapping.wrap(
        new AttributedStringBuilder(), INDENT, parts(text, theme.mention()), width);
  }

  /**
   * A rule above what is new.
   *
   * @param first when the first of it was said
   * @param more how many there are besides those that follow
   */
  public List<AttributedString> rule(Instant first, int more, int width) {
    String since = "━━ new since " + time(first);
    String before = more > 0 ? ", and " + more + " before (/history)" : "";
    return List.of(Wrapping.cut(new AttributedString(since + before + " ━━", theme.rule()), width));
  }

  /** Lines that are this program's own. */
  public List<AttributedString> own(String text, AttributedStyle style, int width) {
    List<AttributedString> lines = new ArrayList<>();
    for (AttributedString line : parts(text, style)) {
      AttributedStringBuilder head = new AttributedStringBuilder().append("  ");
      lines.addAll(Wrapping.wrap(head, OWN_INDENT, List.of(line), width));
    }
    return lines;
  }

  /** A message that was found: its number, when and where it was said, and what was found in it. */
  public List<AttributedString> hit(FoundMessage hit, int width) {
    AttributedStringBuilder head = new AttributedStringBuilder();
    head.append("#" + hit.seq() + " " + hit.when(zone) + " ", theme.time())
        .append(hit.where() + " ")
        .append(hit.from(), theme.name(hit.from()))
        .append(": ");
    AttributedStringBuilder text = new AttributedStringBuilder();
    hit.pieces().forEach(p -> text.append(p.text(), p.found() ? theme.found() : text.style()));
    return Wrapping.wrap(head, INDENT, List.of(text.toAttributedString()), width);
  }

  /** A line that says the day, where it is another one than that of the entry before. */
  public Optional<AttributedString> newDay(Instant at) {
    LocalDate then = at.atZone(zone).toLocalDate();
    if (then.equals(day)) {
      return Optional.empty();
    }
    day = then;
    return Optional.of(new AttributedString("━━ " + DAY.format(then) + " ━━", theme.time()));
  }

  private static List<AttributedString> parts(String text, AttributedStyle style) {
    return Arrays.stream(text.split("\n", -1)).map(t -> new AttributedString(t, style)).toList();
  }
}
