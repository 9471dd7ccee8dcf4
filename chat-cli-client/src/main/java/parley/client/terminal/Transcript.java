package parley.client.terminal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Entry;
import parley.client.conversation.Talk;

/**
 * Entries as lines of a screen: time, coloured name, text. Every line after an entry's first begins
 * with a bar, whether the text broke or the screen is too narrow, so that no one's text can look
 * like the beginning of another's. Confined to the lock of the link.
 */
public final class Transcript {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy");
  private static final String INDENT = "      ┃ ";
  private static final String OWN_INDENT = "    ";
  private static final int NARROWEST = 20;

  private final Look look;
  private final ZoneId zone;
  private LocalDate day;

  public Transcript(Look look, ZoneId zone, LocalDate today) {
    this.look = look;
    this.zone = zone;
    this.day = today;
  }

  /**
   * @param width of the screen in columns
   * @param elsewhere whether another talk than the entry's is turned to
   */
  public List<AttributedString> lines(Talk talk, Entry entry, int width, boolean elsewhere) {
    List<AttributedString> lines = new ArrayList<>();
    AttributedStringBuilder head = new AttributedStringBuilder();
    head.append(TIME.format(entry.at().atZone(zone)), look.time()).append(' ');
    AttributedStyle text = entry.mention() ? look.mention() : AttributedStyle.DEFAULT;
    switch (entry.kind()) {
      case NOTE -> {
        head.append("· ", look.note());
        text = look.note();
      }
      case ACTION -> {
        place(head, talk, entry, elsewhere);
        head.append("* ").append(entry.from(), look.name(entry.from())).append(' ');
      }
      case MESSAGE -> {
        place(head, talk, entry, elsewhere);
        head.append(entry.from(), look.name(entry.from())).append(": ");
      }
    }
    wrap(head, INDENT, entry.text(), text, width, lines);
    return lines;
  }

  /** Marks a direct message that is shown among others. */
  private void place(AttributedStringBuilder head, Talk talk, Entry entry, boolean elsewhere) {
    if (talk.direct() && elsewhere) {
      head.append(entry.own() ? "[to " + talk.title() + "] " : "[direct] ", look.mention());
    }
  }

  /** The head of a talk; its topic is somebody's text too. */
  public List<AttributedString> head(String text, int width) {
    List<AttributedString> lines = new ArrayList<>();
    wrap(new AttributedStringBuilder(), INDENT, text, look.mention(), width, lines);
    return lines;
  }

  /** Lines that are this program's own. */
  public List<AttributedString> own(String text, AttributedStyle style, int width) {
    List<AttributedString> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      wrap(new AttributedStringBuilder().append("  "), OWN_INDENT, line, style, width, lines);
    }
    return lines;
  }

  /** A line that says the day, where it is another one than that of the entry before. */
  public Optional<AttributedString> newDay(Instant at) {
    LocalDate then = at.atZone(zone).toLocalDate();
    if (then.equals(day)) {
      return Optional.empty();
    }
    day = then;
    return Optional.of(new AttributedString("━━ " + DAY.format(then) + " ━━", look.time()));
  }

  private static void wrap(
      AttributedStringBuilder head,
      String indent,
      String text,
      AttributedStyle style,
      int width,
      List<AttributedString> lines) {
    int columns = Math.max(NARROWEST, width - 1);
    AttributedStringBuilder line = head;
    boolean first = true;
    for (String part : text.split("\n", -1)) {
      AttributedString rest = new AttributedString(part, style);
      while (rest != null) {
        int room = columns - line.columnLength();
        int fits = fitting(rest, room);
        if (fits < rest.length() && fits == 0) {
          // The head alone fills the line, or one character is wider than what is left.
          fits = first ? 0 : Character.charCount(Character.codePointAt(rest, 0));
        }
        line.append(rest.subSequence(0, fits));
        lines.add(line.toAttributedString());
        first = false;
        line = new AttributedStringBuilder().append(indent);
        rest = fits < rest.length() ? rest.subSequence(fits, rest.length()) : null;
      }
    }
  }

  /** How many characters fit, at a word's end where there is one in the line's second half. */
  private static int fitting(AttributedString text, int columns) {
    if (text.columnLength() <= columns) {
      return text.length();
    }
    int fits = text.columnSubSequence(0, Math.max(0, columns)).length();
    for (int i = fits; i > fits / 2; i--) {
      if (text.charAt(i - 1) == ' ') {
        return i;
      }
    }
    return fits;
  }
}
