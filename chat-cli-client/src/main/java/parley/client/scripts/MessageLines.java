package parley.client.scripts;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import parley.client.terminal.Amount;
import parley.protocol.Event;
import parley.protocol.FileNames;
import parley.protocol.Json;
import parley.protocol.Printable;
import parley.text.Rows;

/**
 * Messages, and what became of them, as lines for people and for programs. What is not said by
 * somebody begins with {@code --}, and the further lines of a text with a bar, so that no text
 * looks like anything else.
 */
final class MessageLines {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final String BAR = " ".repeat(18) + "┃ ";
  private static final String FURTHER = "\n" + BAR;
  private static final String BELOW = "\n" + " ".repeat(18) + "╰ ";

  private MessageLines() {}

  static String json(Event event) {
    return Printable.json(new String(Json.bytes(event), StandardCharsets.UTF_8));
  }

  /** For a terminal, which would break a line where somebody's text chose it; else as it is. */
  static String rows(String lines) {
    return Console.isTerminal()
        ? lines
            .lines()
            .flatMap(line -> Rows.of(line, BAR).stream())
            .collect(Collectors.joining("\n"))
        : lines;
  }

  /** With the time. */
  static String text(Event.Logged event) {
    return time(event.at()) + " " + said(event);
  }

  /** With the number and the time. */
  static String numbered(Event.Logged event) {
    return "#" + event.seq() + " " + text(event);
  }

  /** In this machine's time; as it came where it is none. */
  static String time(String at) {
    try {
      return TIME.format(Instant.parse(at).atZone(ZoneId.systemDefault()));
    } catch (DateTimeException e) {
      return Printable.line(at);
    }
  }

  private static String said(Event.Logged event) {
    return switch (event) {
      case Event.Message m -> message(m);
      case Event.Edited e -> note(e.from(), "edited #" + e.target() + ": " + further(e.text()));
      case Event.Deleted e -> note(e.by(), "deleted #" + e.target());
      case Event.Reacted e -> note(e.from(), reaction(e) + " #" + e.target());
      default -> "";
    };
  }

  private static String note(String who, String what) {
    return "-- " + Printable.line(who) + " " + what;
  }

  private static String reaction(Event.Reacted e) {
    String emoji = Printable.line(e.emoji());
    return Boolean.TRUE.equals(e.removed()) ? "took back " + emoji + " to" : "put " + emoji + " to";
  }

  private static String message(Event.Message m) {
    String from = Printable.line(m.from());
    String who =
        switch (m.kind()) {
          case ACTION -> "* " + from + " ";
          case NOTICE -> from + " (notice): ";
          case MESSAGE -> from + ": ";
          case null -> from + ": ";
        };
    String answer = m.replyTo() == null ? "" : "(to #" + m.replyTo() + ") ";
    if (Boolean.TRUE.equals(m.deleted())) {
      return who + "(deleted)";
    }
    return who + answer + further(m.text()) + (m.edited() == null ? "" : " (edited)") + file(m);
  }

  private static String file(Event.Message m) {
    if (m.file() == null) {
      return "";
    }
    String size = Amount.bytes(Math.max(0, m.file().size()));
    return BELOW + "file " + FileNames.safe(m.file().name()) + ", " + size + ", #" + m.seq();
  }

  private static String further(String text) {
    return Printable.lines(text).replace("\n", FURTHER);
  }
}
