package parley.client.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Talk;
import parley.client.terminal.Theme;

/** The talks to the left of the page, the people to its right. */
final class SideLists {
  private final Theme theme;

  SideLists(Theme theme) {
    this.theme = theme;
  }

  /** What stands in a row of the list of talks. */
  private sealed interface Row {
    /** A server, whose talks follow. */
    record Server(Overview server) implements Row {}

    /** What is wrong there, or that it asks something. */
    record Trouble(String text) implements Row {}

    record People() implements Row {}

    /** Those from this place on have no room. */
    record Rest(int from) implements Row {}

    /** The one with this place, counted from 0. */
    record OfTalk(int at) implements Row {}
  }

  /** The talks with their numbers and what is unread; those there is no room for are counted. */
  List<AttributedString> talks(Servers servers, Layout layout) {
    if (layout.left() == 0) {
      return List.of();
    }
    List<Servers.Place> places = servers.places();
    int seen = servers.seenAt(places);
    return rows(servers, places, layout).stream()
        .map(
            row ->
                switch (row) {
                  case Row.Server(Overview one) -> server(one, layout.left());
                  case Row.Trouble(String text) ->
                      Columns.cut(new AttributedString(text, theme.warning()), layout.left());
                  case Row.People _ -> new AttributedString(" ── people", theme.note());
                  case Row.Rest(int from) ->
                      rest(places.subList(from, places.size()), layout.left());
                  case Row.OfTalk(int at) ->
                      talk(places.get(at).row(), at + 1, at == seen, layout.left());
                })
        .toList();
  }

  /** The number of the talk that stands in a row; empty where none does. */
  Optional<Integer> talkAt(Servers servers, Layout layout, int row) {
    List<Row> rows = rows(servers, servers.places(), layout);
    return row < rows.size() && rows.get(row) instanceof Row.OfTalk(int at)
        ? Optional.of(at + 1)
        : Optional.empty();
  }

  private static List<Row> rows(Servers servers, List<Servers.Place> places, Layout layout) {
    List<Row> rows = new ArrayList<>();
    int height = Math.max(1, layout.height() - 3);
    int server = -1;
    boolean header = servers.areSeveral();
    for (int i = 0; i < places.size(); i++) {
      if (rows.size() >= height - 1 && i < places.size() - 1) {
        rows.add(new Row.Rest(i));
        break;
      }
      Servers.Place place = places.get(i);
      if (servers.areSeveral() && place.server() != server) {
        server = place.server();
        head(servers, server, rows);
      }
      if (!header && place.row().direct()) {
        header = true;
        rows.add(new Row.People());
      }
      rows.add(new Row.OfTalk(i));
    }
    return rows;
  }

  private static void head(Servers servers, int server, List<Row> rows) {
    Overview one = servers.all().get(server);
    rows.add(new Row.Server(one));
    if (!one.trouble().isEmpty()) {
      rows.add(new Row.Trouble(" ✗ " + one.trouble()));
    }
    if (servers.asking().get(server)) {
      rows.add(new Row.Trouble(" ? asks you"));
    }
  }

  private AttributedString server(Overview server, int width) {
    return Columns.cut(
        new AttributedString(
            "── " + server.label(), server.trouble().isEmpty() ? theme.note() : theme.warning()),
        width);
  }

  /** A talk; null for a server's page where it has none. */
  private AttributedString talk(Overview.Row talk, int number, boolean seen, int width) {
    int unread = talk == null ? 0 : talk.unread();
    boolean named = talk != null && talk.named();
    String count = unread == 0 ? "" : unread + (named ? "!" : "");
    AttributedStyle style =
        seen
            ? theme.bar()
            : named ? theme.warning() : unread > 0 ? AttributedStyle.BOLD : AttributedStyle.DEFAULT;
    String head = number < 10 ? " " + number : "" + number;
    String name = talk == null ? "-" : talk.title();
    AttributedString title =
        Columns.padded(new AttributedString(head + " " + name, style), width - count.length() - 2);
    title = Columns.isolated(title);
    return Columns.padded(
        new AttributedStringBuilder()
            .append(title)
            .append(" " + count + " ", style)
            .toAttributedString(),
        width);
  }

  private AttributedString rest(List<Servers.Place> talks, int width) {
    long named = talks.stream().filter(one -> one.row() != null && one.row().named()).count();
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
