package parley.client.screen;

import java.time.LocalTime;
import java.time.ZoneId;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import parley.client.conversation.Talk;
import parley.client.terminal.Look;
import parley.client.terminal.Theme;

/** The first row: where one is, what it is about, who is there, what time it is. */
final class TitleLine {
  private final Theme theme;
  private final ZoneId zone;

  TitleLine(Theme theme, ZoneId zone) {
    this.theme = theme;
    this.zone = zone;
  }

  AttributedString of(Servers servers, Talk talk, int width, Look look) {
    String right =
        (talk == null || talk.direct() ? "" : talk.count() + " here · ")
            + look.clock().form().format(LocalTime.now(zone))
            + " ";
    AttributedStringBuilder left = new AttributedStringBuilder().style(theme.bar());
    left.append(' ');
    if (servers.areSeveral()) {
      left.append(servers.seen().label()).append(" · ");
    }
    left.append(talk == null ? "no talk" : talk.title());
    if (talk != null && !talk.topic().isEmpty()) {
      left.append(" · ").append(talk.topic());
    }
    int room = width - right.length() - 1;
    AttributedStringBuilder line = new AttributedStringBuilder().style(theme.bar());
    AttributedString cut = Columns.cut(left.toAttributedString(), Math.max(0, room));
    line.append(Columns.isolated(cut));
    line.append(" ".repeat(Math.max(0, width - right.length() - Columns.of(cut))));
    return Columns.cut(line.append(right).toAttributedString(), width);
  }
}
