package parley.client.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.terminal.Theme;

/** The talks to the left of the page, the people to its right. */
final class SideLists {
  private static final int HEADER = -1;
  private static final int REST = -2;

  private final Theme theme;

  SideLists(Theme theme) {
    this.theme = theme;
  }

  /** The talks with their numbers and what is unread; those there is no room for are counted. */
  List<AttributedString> talks(Conversation conversation, Layout layout) {
    if (layout.left() == 0) {
      return List.of();
    }
    List<Talk> talks = conversation.talks();
    List<Integer> places = places(talks, layout);
    long shown = places.stream().filter(at -> at >= 0).count();
    List<AttributedString> rows = new ArrayList<>();
    for (int at : places) {
      rows.add(
          at == HEADER
              ? new AttributedString(" ── people", theme.note())
              : at == REST
                  ? rest(talks.subList((int) shown, talks.size()), layout.left())
                  : talk(
                      talks.get(at),
                      at + 1,
                      talks.get(at) == conversation.current(),
                      layout.left()));
    }
    return rows;
  }

  /** Which talk stands in a row; -1 where none does. */
  int talkAt(Conversation conversation, Layout layout, int row) {
    List<Integer> places = places(conversation.talks(), layout);
    return row < places.size() ? Math.max(-1, places.get(row)) : -1;
  }

  /** What stands in each row: the talk with that index, or something else. */
  private static List<Integer> places(List<Talk> talks, Layout layout) {
    List<Integer> places = new ArrayList<>();
    int height = Math.max(1, layout.height() - 3);
    boolean header = false;
    for (int i = 0; i < talks.size(); i++) {
      if (places.size() >= height - 1 && i < talks.size() - 1) {
        places.add(REST);
        break;
      }
      if (talks.get(i).direct() && !header) {
        header = true;
        places.add(HEADER);
      }
      places.add(i);
    }
    return places;
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
    title = Columns.isolated(title);
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
    int named = named(people, layout);
    for (String person : people.subList(0, named)) {
      rows.add(
          Columns.isolated(
              Columns.cut(
                  new AttributedString(
                      person, talk.isAway(person) ? theme.note() : theme.name(person)),
                  layout.right())));
    }
    if (named < people.size()) {
      rows.add(new AttributedString("…" + (people.size() - named) + " more", theme.note()));
    }
    return rows;
  }

  /** Who stands in a row, counted from 0. */
  Optional<String> personAt(Talk talk, Layout layout, int row) {
    List<String> people = talk.people();
    return row < named(people, layout) ? Optional.of(people.get(row)) : Optional.empty();
  }

  /** How many there is room for by name. */
  private static int named(List<String> people, Layout layout) {
    int height = Math.max(1, layout.height() - 3);
    return people.size() > height ? height - 1 : people.size();
  }
}
