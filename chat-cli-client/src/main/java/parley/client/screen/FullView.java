package parley.client.screen;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.client.conversation.Conversation;
import parley.client.conversation.News;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.Alerts;
import parley.client.terminal.Calling;
import parley.client.terminal.ConversationView;
import parley.client.terminal.FoundMessage;
import parley.client.terminal.Preferences;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Theme;
import parley.protocol.Printable;

/**
 * A conversation on the whole screen: a page for each talk, and what is typed in each. Guarded by
 * the lock of the link; while there is no link, by whoever has the screen.
 */
public final class FullView implements ConversationView {
  /** What is drawn is drawn so often at most: an eye sees no more. */
  private static final long EACH_MILLIS = 16;

  private static final int WHEEL_ROWS = 3;

  private final Seat screen;
  private final Composer composer;
  private final Map<Talk, Page> pages = new HashMap<>();
  private final BegunLines begun;

  /** What belongs to no talk. */
  private final Page apart = new Page(null);

  private Talk current;

  /** What stands until something was typed. */
  private final List<String> pinned = new ArrayList<>();

  /** What is seen in the place of the talks, null while they are. */
  private Instead instead;

  private boolean looking = true;

  private Preferences preferences = Preferences.INITIAL;
  private Standing standing;
  private boolean numbered;
  private boolean people = true;

  /** Guards {@link #changed}. */
  private final Object change = new Object();

  private boolean changed;

  public FullView(Seat screen, Theme theme, ZoneId zone) {
    this.screen = screen;
    this.composer = new Composer(theme, zone);
    this.begun = new BegunLines(screen);
    screen.onChange(this::change);
  }

  @Override
  public void become(Preferences preferences) {
    this.preferences = preferences;
    composer.become(preferences);
    screen.desk().become(preferences);
    if (standing == null) {
      compose();
    }
    change();
  }

  private Page page(Talk talk) {
    return talk == null ? apart : pages.computeIfAbsent(talk, Page::new);
  }

  @Override
  public void show(List<News> news, Talk current) {
    for (News one : news) {
      // What is to be shown now and is of a talk that is over stands where its person looks.
      boolean elsewhere =
          one instanceof News.Fresh && one.talk() != current && !one.talk().direct();
      Page page = page(elsewhere ? current : one.talk());
      switch (one) {
        case News.Fresh fresh -> {
          call(fresh.talk(), fresh.entry());
          page.add(fresh.entry());
          if (fresh.firstNew()) {
            page.newFrom(fresh.entry().seq(), fresh.entry().at(), 0);
          }
        }
        case News.Kept kept -> {
          call(kept.talk(), kept.entry());
          page.add(kept.entry());
        }
        case News.Changed changed -> {
          if (!page.change(changed.entry()) && changed.instead() != null) {
            page.add(changed.instead());
          }
        }
      }
    }
    change();
  }

  private void call(Talk talk, TalkEntry entry) {
    Alerts alerts = preferences.alerts();
    boolean looked = talk == current && looking && instead == null && screen.isShown();
    if (screen.desk().calling().isDue(alerts, talk, entry, looked)) {
      screen.desk().screen().send(alerts.signal(talk, entry, Calling.IN_TMUX));
    }
  }

  @Override
  public void pin(String text) {
    pinned.add(text);
    if (standing == null) {
      compose();
    }
    change();
  }

  @Override
  public void unpin() {
    pinned.clear();
    change();
  }

  @Override
  public void history(Talk talk, List<TalkEntry> entries) {
    entries.forEach(page(talk)::add);
    change();
  }

  @Override
  public void turnTo(Talk talk, Conversation.Turned turned) {
    begun.keep(current);
    current = talk;
    Page page = page(talk);
    page.toEnd();
    page.take(apart);
    turned.read().forEach(page::add);
    turned.unread().forEach(page::add);
    if (!turned.unread().isEmpty()) {
      TalkEntry first = turned.unread().getFirst();
      long others = turned.unread().stream().filter(TalkEntry::byOthers).count();
      page.newFrom(first.seq(), first.at(), Math.max(0, turned.count() - (int) others));
    }
    typeFor(talk);
    change();
  }

  @Override
  public void turnAway() {
    begun.keep(current);
    current = null;
    typeFor(null);
    change();
  }

  @Override
  public Map<String, String> drafts() {
    return begun.all(current);
  }

  @Override
  public void drafts(Map<String, String> begun) {
    this.begun.add(begun);
  }

  private void typeFor(Talk talk) {
    begun.takeUp(talk);
    screen.overview(overview());
  }

  @Override
  public void found(List<FoundMessage> hits, boolean more) {
    page(current).chooseNone(); // what is chosen next is one of these
    hits.forEach(hit -> page(current).add(new Item.Content.Hit(hit)));
    answer(
        "Alt-Up chooses one, Enter goes to it"
            + (more ? "; /search alone, the next older ones" : "")
            + ".");
  }

  @Override
  public void numbers() {
    numbered = !numbered;
    change();
  }

  @Override
  public void say(String text) {
    own(text, Theme.Element.NOTE);
  }

  @Override
  public void answer(String text) {
    own(text, null);
  }

  @Override
  public void warn(String text) {
    own(text, Theme.Element.WARNING);
  }

  private void own(String text, Theme.Element look) {
    page(current).add(new Item.Content.Own(text, look));
    if (standing == null) {
      compose();
    }
    change();
  }

  @Override
  public void redraw() {
    screen.forget();
    change();
  }

  @Override
  public void status(Standing standing) {
    this.standing = standing;
    change();
  }

  @Override
  public void noStatus() {
    standing = null;
    compose();
  }

  @Override
  public Optional<Wanted> wanted() {
    return page(current).wanted(look()).map(before -> new Wanted(current, before));
  }

  @Override
  public void older(Wanted wanted, List<TalkEntry> entries, boolean more) {
    page(wanted.talk()).older(wanted.before(), entries, more);
    change();
  }

  @Override
  public void goTo(Talk talk, long seq, List<TalkEntry> around) {
    page(talk).goTo(seq, around, look());
    change();
  }

  @Override
  public void saidElsewhere(String title, String text) {
    say("To " + Printable.line(title) + ": " + Printable.lines(text));
  }

  @Override
  public void toEnd() {
    page(current).chooseNone();
    page(current).toEnd();
    change();
  }

  @Override
  public Optional<Long> entered() {
    Page page = page(current);
    Optional<Long> leads = page.leadsTo();
    leads.ifPresent(_ -> page.chooseNone());
    return leads;
  }

  private Page.Look look() {
    return composer.look(layout(), 1, numbered);
  }

  @Override
  public boolean instead(Instead other) {
    instead = other;
    screen.keysTo(other == null ? null : other.keys());
    change();
    return true;
  }

  private void change() {
    synchronized (change) {
      changed = true;
      change.notifyAll();
    }
  }

  @Override
  public void awaitChange(long millis) throws InterruptedException {
    Thread.sleep(EACH_MILLIS);
    long until = System.nanoTime() + millis * 1_000_000;
    synchronized (change) {
      long left = millis;
      while (!changed && left > 0) {
        change.wait(left);
        left = (until - System.nanoTime()) / 1_000_000;
      }
    }
  }

  @Override
  public void draw() {
    synchronized (change) {
      if (!changed && instead == null) {
        return;
      }
      changed = false;
    }
    compose();
  }

  @Override
  public boolean pressed(PressedKey key) {
    Page page = page(current);
    Page.Look look = look();
    int step = Math.max(1, look.height() - 2);
    looking = key != PressedKey.AWAY;
    if (instead != null && key != PressedKey.REDRAW) {
      return true; // what is not seen is not moved
    }
    switch (key) {
      case PAGE_UP -> page.up(look, step);
      case PAGE_DOWN -> page.down(look, step);
      case OLDEST -> page.toTop();
      case NEWEST -> toEnd();
      case WHEEL_UP -> page.up(look, WHEEL_ROWS);
      case WHEEL_DOWN -> page.down(look, WHEEL_ROWS);
      case CLICK -> clicked(page);
      case UNFOLD -> page.unfold(look);
      case PEOPLE -> people = !people;
      case CHOOSE_UP -> page.choose(look, true);
      case CHOOSE_DOWN -> page.choose(look, false);
      case REPLY -> begin(page, "/reply #%d ");
      case EDIT -> edit(page);
      case DELETE -> begin(page, "/delete #%d");
      case REACT -> begin(page, "/react :+1: #%d");
      default -> {
        return false;
      }
    }
    change();
    return true;
  }

  /** Goes to a talk or a person, or chooses what is on the page; again, to where that leads. */
  private void clicked(Page page) {
    switch (screen.desk().screen().clicked()) {
      case Frame.Spot.OfTalks(int row) ->
          composer
              .talkAt(servers(), layout(), row)
              .filter(number -> !turnTo(number))
              .ifPresent(number -> go("/room " + number));
      case Frame.Spot.OfPeople(int row) when current != null ->
          composer.personAt(current, layout(), row).ifPresent(person -> go("/room @" + person));
      case Frame.Spot.OfPage(int row) -> composer.itemAt(row).ifPresent(item -> pick(page, item));
      case Frame.Spot.OfPeople _, Frame.Spot.Nowhere _ -> {}
    }
  }

  private void pick(Page page, Item item) {
    if (page.choose(item)) {
      page.leadsTo().ifPresent(seq -> go("/history #" + seq));
    }
  }

  /** A line for the chosen message. */
  private void begin(Page page, String line) {
    page.chosen()
        .ifPresent(
            entry -> {
              begun.command(line, entry);
              page.chooseNone();
              page.toEnd();
            });
  }

  /** The chosen message if it is one's own, or the last of those. */
  private void edit(Page page) {
    Optional<TalkEntry> entry =
        page.chosen().filter(TalkEntry::own).or(() -> page.lastOwn(screen.typed()));
    entry.ifPresent(
        one -> {
          begun.edit(one, current);
          page.chooseNone();
        });
  }

  private void go(String line) {
    screen.occupant().goes().accept(line);
  }

  @Override
  public boolean turnTo(int number) {
    return screen.desk().turnTo(number);
  }

  @Override
  public void looked(boolean seen) {
    looking = seen;
    if (seen) {
      compose();
    }
  }

  private Overview overview() {
    return Overview.of(screen.label(), standing, preferences.alerts());
  }

  private Servers servers() {
    return screen.desk().servers(screen, overview());
  }

  private Layout layout() {
    return composer.layout(screen.width(), screen.height(), people);
  }

  private void compose() {
    Overview own = overview();
    screen.overview(own);
    if (!screen.isShown()) {
      return;
    }
    if (standing != null) {
      pages.keySet().retainAll(Set.copyOf(standing.conversation().talks()));
    }
    Composer.Scene scene =
        new Composer.Scene(
            page(current), current, pinned, standing, screen.desk().servers(screen, own), numbered);
    String title = composer.title(scene);
    if (instead == null) {
      screen.show(composer.frame(scene, layout()), title);
    } else {
      Layout whole = new Layout(screen.width(), screen.height(), 0, 0);
      screen.show(composer.instead(instead, scene, whole), title);
    }
  }
}
