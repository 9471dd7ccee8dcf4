package parley.client.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.terminal.Theme;

/** The talks to the left of the page, the people to its right. */
final class SideLists {
  private final Theme theme;

  SideLists(Theme theme) {
    this.theme = theme;
  }

  /** The talks with their numbers and what is unread; those there is no room for are counted. */
  List<AttributedString> talks(Conversation conversation, Layout layout) {
    if (layout.left() == 0) {
      return List.of();
    }
    List<AttributedString> rows = new ArrayList<>();
    List<Talk> talks = conversation.talks();
    int height = Math.max(1, layout.height() - 3);
    boolean header = false;
    int shown = 0;
    for (Talk talk : talks) {
      boolean last = rows.size() >= height - 1 && shown < talks.size() - 1;
      if (last) {
        rows.add(rest(talks.subList(shown, talks.size()), layout.left()));
        break;
      }
      if (talk.direct() && !header) {
        header = true;
        rows.add(new AttributedString(" ── people", theme.note()));
      }
      shown++;
      rows.add(talk(talk, shown, talk == conversation.current(), layout.left()));
    }
    return rows;
  }

  private AttributedString talk(Talk talk, int number, boolean turnedTo, int width) {
    String count = talk.unread() == 0 ? "" : talk.unread() + (talk.mentioned() ? "!" : "");
    AttributedStyle style =
        turnedTo
            ? theme.bar()
            : talk.mentioned()
                ? theme.warning()
                : talk.unread() > 0 ? AttributedStyle.BOLD : AttributedStyle.DEFAULT;
    String head = number < 10 ? " " + number : "" + number;
    AttributedString title =
        Columns.padded(
            new AttributedString(head + " " + talk.title(), style), width - count.length() - 2);
    return Columns.padded(
        new AttributedStringBuilder()
            .append(title)
            .append(" " + count + " ", style)
            .toAttributedString(),
        width);
  }

  private AttributedString rest(List<Talk> talks, int width) {
    long named = talks.stream().filter(Talk::mentioned).count();
    String text = " …" + talks.size() + " more" + (named > 0 ? ", " + named + " !" : "");
    return Columns.cut(
        new AttributedString(text, named > 0 ? theme.warning() : theme.note()), width);
  }

  List<AttributedString> people(Talk talk, Layout layout) {
    if (layout.right() == 0) {
      return List.of();
    }
    List<AttributedString> rows = new ArrayList<>();
    List<String> people = talk.people();
    int height = Math.max(1, layout.height() - 3);
    for (String person : people) {
      if (rows.size() == height - 1 && people.size() > height) {
        String more = "…" + (people.size() - rows.size()) + " more";
        rows.add(new AttributedString(more, theme.note()));
        break;
      }
      rows.add(Columns.cut(new AttributedString(person, theme.name(person)), layout.right()));
    }
    return rows;
  }
}
