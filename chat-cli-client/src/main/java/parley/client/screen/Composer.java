package parley.client.screen;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import parley.client.conversation.Talk;
import parley.client.terminal.ConversationView.Instead;
import parley.client.terminal.ConversationView.Standing;
import parley.client.terminal.Preferences;
import parley.client.terminal.Theme;

/**
 * Puts together what is seen: the page between its lists, the lines above and below it. Guarded as
 * the view is that has it.
 */
final class Composer {
  private final Theme theme;
  private final ZoneId zone;
  private final StateLines stateLines;
  private final TitleLine titleLine;
  private final SideLists lists;
  private final Paragraphs paragraphs;
  private Preferences preferences = Preferences.INITIAL;
  private ItemRows maker;

  /** Of which item each row of the page is; null for none. */
  private List<Item> shown = List.of();

  Composer(Theme theme, ZoneId zone) {
    this.theme = theme;
    this.zone = zone;
    this.stateLines = new StateLines(theme);
    this.titleLine = new TitleLine(theme, zone);
    this.lists = new SideLists(theme);
    this.paragraphs = new Paragraphs(theme);
    this.maker = new ItemRows(theme, zone, preferences.look());
  }

  void become(Preferences preferences) {
    this.preferences = preferences;
    maker = new ItemRows(theme, zone, preferences.look());
  }

  /**
   * What there is to be put together.
   *
   * @param talk which one it is the page of, null for none
   * @param pinned what stands until something was typed
   * @param standing null where there is no conversation
   * @param servers all that are open, this one among them
   * @param numbered whether numbers stand in the place of times
   */
  record Scene(
      Page page,
      Talk talk,
      List<String> pinned,
      Standing standing,
      Servers servers,
      boolean numbered) {}

  Layout layout(int width, int height, boolean people) {
    return Layout.of(width, height, people, preferences.look());
  }

  /**
   * How a page is shown.
   *
   * @param below rows of the lines below the page
   */
  Page.Look look(Layout layout, int below, boolean numbered) {
    int height = Math.max(1, layout.height() - 2 - below);
    return new Page.Look(maker, layout.pageWidth(), height, numbered);
  }

  /** What the terminal's window is called. */
  String title(Scene scene) {
    String talk = scene.talk() == null ? "" : scene.talk().title();
    return stateLines.title(scene.servers(), talk);
  }

  Frame frame(Scene scene, Layout layout) {
    Standing standing = scene.standing();
    Talk talk = scene.talk();
    List<AttributedString> state = state(scene, layout);
    List<Item> pending =
        standing == null ? List.of() : stateLines.pending(standing, talk, Instant.now());
    return new Frame(
        layout,
        titleLine.of(scene.servers(), talk, layout.width(), preferences.look()),
        lists.talks(scene.servers(), layout),
        talk == null ? List.of() : lists.people(talk, layout),
        page(scene, look(layout, state.size(), scene.numbered()), pending),
        !scene.page().isReading(),
        state,
        null);
  }

  /** What stands in the place of the talks; how things stand with them is still seen. */
  Frame instead(Instead instead, Scene scene, Layout whole) {
    List<AttributedString> state = state(scene, whole);
    List<AttributedString> rows =
        instead.rows().apply(whole.width(), Math.max(2, whole.height() - state.size()));
    return new Frame(
        whole,
        rows.getFirst(),
        List.of(),
        List.of(),
        rows.subList(1, rows.size() - 1).stream().map(Line::of).toList(),
        false,
        state,
        rows.getLast());
  }

  private List<AttributedString> state(Scene scene, Layout layout) {
    List<AttributedString> state = pinned(scene, layout);
    if (scene.standing() != null) {
      state.addAll(scene.standing().panel());
      state.add(stateLines.state(scene.standing(), scene.servers(), layout));
    } else {
      state.add(AttributedString.EMPTY);
    }
    return state;
  }

  /** Which item stands in a row of the page that was put together last. */
  Optional<Item> itemAt(int row) {
    return row < shown.size() ? Optional.ofNullable(shown.get(row)) : Optional.empty();
  }

  /** The number of the talk that stands in a row of their list. */
  Optional<Integer> talkAt(Servers servers, Layout layout, int row) {
    return lists.talkAt(servers, layout, row);
  }

  /** Who stands in a row of the list of people, counted from 0. */
  Optional<String> personAt(Talk talk, Layout layout, int row) {
    return lists.personAt(talk, layout, row);
  }

  private List<AttributedString> pinned(Scene scene, Layout layout) {
    List<AttributedString> rows = new ArrayList<>();
    for (String text : scene.pinned()) {
      for (Line line : paragraphs.of(text, theme.warning(), layout.width() - 4)) {
        rows.add(
            new AttributedStringBuilder()
                .append(" ┃ ", theme.warning())
                .append(line.text())
                .toAttributedString());
      }
    }
    if (!rows.isEmpty() && scene.standing() != null) {
      rows.add(new AttributedString(" ┃ Enter takes this away.", theme.note()));
    }
    return rows;
  }

  private List<Line> page(Scene scene, Page.Look look, List<Item> pending) {
    Page.Window window = scene.page().window(look, pending);
    List<Line> rows = new ArrayList<>(window.rows());
    if (window.below() > 0 && !rows.isEmpty()) {
      String below = "▼ " + window.below() + " below, End ";
      rows.set(
          rows.size() - 1,
          Line.of(Columns.toTheRight(new AttributedString(below, theme.rule()), look.width() - 1)));
    }
    shown = new ArrayList<>(window.items());
    while (rows.size() < look.height()) {
      rows.addFirst(Line.EMPTY);
      shown.addFirst(null);
    }
    return rows;
  }
}
