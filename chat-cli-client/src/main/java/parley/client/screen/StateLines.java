package parley.client.screen;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import parley.client.conversation.Talk;
import parley.client.link.PendingMessage;
import parley.client.terminal.ConversationView.Standing;
import parley.client.terminal.StatusBar;
import parley.client.terminal.Theme;
import parley.protocol.Printable;

/** How things stand, in the line above what is typed: trouble first, in red. */
final class StateLines {
  /** A message is shown as pending when it has been so for longer than an eye would notice. */
  private static final Duration NOTICEABLE = Duration.ofMillis(250);

  /** Columns that a talk takes at least, with what stands before it. */
  private static final int NARROWEST = 6;

  private final Theme theme;

  StateLines(Theme theme) {
    this.theme = theme;
  }

  /** What is on its way to a talk, to stand below what was said there. */
  List<Item> pending(Standing standing, Talk talk, Instant now) {
    return standing.pending().stream()
        .filter(one -> isOld(one, now) && talk != null && one.target().equals(talk.title()))
        .map(
            one ->
                new Item(
                    one.since(),
                    new Item.Content.Pending(
                        Printable.lines(one.text()), standing.unsure().contains(one))))
        .toList();
  }

  private static boolean isOld(PendingMessage message, Instant now) {
    return message.since().plus(NOTICEABLE).isBefore(now);
  }

  /** For the terminal's window: how often one is named where one does not look. */
  String title(Servers servers, String talk) {
    long named =
        servers.all().stream()
            .flatMap(one -> one.talks().stream())
            .filter(Overview.Row::counts)
            .count();
    return (named > 0 ? "(" + named + "!) " : "") + (talk.isEmpty() ? "" : talk + " · ") + "parley";
  }

  AttributedString state(Standing standing, Servers servers, Layout layout) {
    Instant now = Instant.now();
    AttributedStringBuilder line = new AttributedStringBuilder();
    StatusBar.Connection connection = standing.connection();
    if (!connection.trouble().isEmpty()) {
      line.append(" ✗ " + connection.trouble(), theme.warning());
    }
    long waiting = standing.pending().stream().filter(one -> isOld(one, now)).count();
    if (waiting > 0) {
      line.append(line.length() == 0 ? " " : " · ").append(waiting + " wait", theme.warning());
    }
    List<AttributedString> parts = new ArrayList<>();
    others(servers, layout, parts);
    int first = parts.size() + 1;
    String name = standing.conversation().name();
    String who = (name.isEmpty() ? "" : name + "@") + connection.place();
    parts.add(new AttributedString(who));
    if (connection.trouble().isEmpty()) {
      parts.add(new AttributedString(connection.protection(), theme.note()));
      if (connection.roundTrip() != null) {
        parts.add(new AttributedString(StatusBar.millis(connection.roundTrip()), theme.note()));
      }
    }
    parts.addAll(Math.min(parts.size(), first), unread(servers, layout.width() / NARROWEST));
    // What there is no room for is left out whole.
    for (AttributedString part : parts) {
      int length = Columns.of(line) + Columns.of(part) + 3;
      if (length < layout.width()) {
        line.append(line.length() == 0 ? " " : " · ").append(part);
      }
    }
    return Columns.cut(line.toAttributedString(), layout.width() - 1);
  }

  /**
   * What is wrong at servers that are not seen, where no list tells it, and what waits for them.
   */
  private void others(Servers servers, Layout layout, List<AttributedString> parts) {
    for (int i = 0; i < servers.all().size(); i++) {
      Overview one = servers.all().get(i);
      List<String> words = new ArrayList<>();
      if (!one.trouble().isEmpty() && layout.left() == 0) {
        words.add("✗ " + one.trouble());
      }
      if (servers.asking().get(i) && layout.left() == 0) {
        words.add("asks you");
      }
      if (one.waiting() > 0) {
        words.add(one.waiting() + " wait");
      }
      if (i != servers.own() && !words.isEmpty()) {
        String text = one.label() + ": " + String.join(", ", words);
        parts.add(new AttributedString(text, theme.warning()));
      }
    }
  }

  /**
   * Where something is unread, the mentions first.
   *
   * @param most for so many there may be room
   */
  List<AttributedString> unread(Servers servers, int most) {
    List<AttributedString> named = new ArrayList<>();
    List<AttributedString> others = new ArrayList<>();
    List<Servers.Place> places = servers.places();
    for (int i = 0; i < places.size() && named.size() < most; i++) {
      Servers.Place place = places.get(i);
      if (place.row() != null && place.row().unread() > 0) {
        List<AttributedString> among = place.row().named() ? named : others;
        if (among.size() < most) {
          among.add(unread(servers, place, i + 1));
        }
      }
    }
    named.addAll(others);
    return named.subList(0, Math.min(most, named.size()));
  }

  private AttributedString unread(Servers servers, Servers.Place place, int number) {
    Overview.Row row = place.row();
    return new AttributedString(
        number + ":" + servers.called(place) + " " + row.unread() + (row.named() ? "!" : ""),
        row.named() ? theme.warning() : theme.pending());
  }
}
