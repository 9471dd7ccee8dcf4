package parley.client.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.link.PendingMessage;
import parley.protocol.Printable;

/** The lines at the bottom of the screen: what is pending, and below it where one is. */
public final class StatusBar {
  /** A message is shown as pending when it has been so for longer than an eye would notice. */
  private static final Duration NOTICEABLE = Duration.ofMillis(250);

  private static final int PENDING_LINES = 3;

  /**
   * How the connection is.
   *
   * @param place host and port
   * @param protection TLS version or {@code plain}, empty while not connected
   * @param trouble what is wrong, empty while connected
   */
  public record Connection(String place, String protection, Duration roundTrip, String trouble) {
    /** What is wrong, for a list of few columns. */
    public String brief() {
      return trouble.replace("not connected, retry in", "again in");
    }
  }

  private final Theme theme;

  StatusBar(Theme theme) {
    this.theme = theme;
  }

  List<AttributedString> lines(ConversationView.Standing standing, Instant now, int width) {
    Conversation conversation = standing.conversation();
    Connection connection = standing.connection();
    List<PendingMessage> pending = standing.pending();
    List<AttributedString> lines =
        new ArrayList<>(pendingLines(pending, standing.unsure(), now, width));
    AttributedStringBuilder bar = new AttributedStringBuilder().style(theme.bar());
    bar.append(' ');
    Talk current = conversation.current();
    bar.append(current == null ? "no room" : current.title());
    if (current != null && !current.direct() && current.count() > 0) {
      bar.append(" (" + current.count() + ")");
    }
    unread(conversation, bar);
    long waiting = pending.stream().filter(p -> isOld(p, now)).count();
    if (waiting > 0) {
      bar.append(" · " + waiting + " pending");
    }
    if (!connection.trouble().isEmpty()) {
      bar.append(" · ").append(connection.trouble());
    }
    bar.append(" · ").append(conversation.name()).append("@").append(connection.place());
    if (connection.trouble().isEmpty()) {
      bar.append(" · ").append(connection.protection());
      if (connection.roundTrip() != null) {
        bar.append(" · ").append(millis(connection.roundTrip()));
      }
    }
    AttributedString line = bar.toAttributedString();
    if (line.columnLength() < width) {
      line = bar.append(" ".repeat(width - line.columnLength())).toAttributedString();
    }
    lines.add(line.columnSubSequence(0, width));
    return lines;
  }

  private static void unread(Conversation conversation, AttributedStringBuilder bar) {
    int n = 0;
    List<String> parts = new ArrayList<>();
    for (Talk talk : conversation.talks()) {
      n++;
      if (talk.unread() > 0) {
        parts.add(n + ":" + talk.title() + " " + talk.unread() + (talk.mentioned() ? "!" : ""));
      }
    }
    if (!parts.isEmpty()) {
      bar.append(" · ").append(String.join(", ", parts));
    }
  }

  private List<AttributedString> pendingLines(
      List<PendingMessage> pending, List<PendingMessage> unsure, Instant now, int width) {
    List<PendingMessage> old = pending.stream().filter(p -> isOld(p, now)).toList();
    List<AttributedString> lines = new ArrayList<>();
    int from = Math.max(0, old.size() - PENDING_LINES);
    if (from > 0) {
      lines.add(line("… and " + from + " pending before these", width));
    }
    for (PendingMessage message : old.subList(from, old.size())) {
      String state = unsure.contains(message) ? "not confirmed" : "pending";
      String text = Printable.line(message.text());
      lines.add(line("… " + state + " " + message.target() + ": " + text, width));
    }
    return lines;
  }

  private AttributedString line(String text, int width) {
    AttributedString line = new AttributedString(text, theme.pending());
    return line.columnLength() <= width
        ? line
        : AttributedString.join(
            AttributedString.EMPTY,
            line.columnSubSequence(0, width - 1),
            new AttributedString("…", theme.pending()));
  }

  private static boolean isOld(PendingMessage message, Instant now) {
    return message.since().plus(NOTICEABLE).isBefore(now);
  }

  /** A time in milliseconds, with as many digits as it deserves. */
  public static String millis(Duration time) {
    double millis = time.toNanos() / 1e6;
    return millis < 10 ? "%.1f ms".formatted(millis) : "%.0f ms".formatted(millis);
  }
}
