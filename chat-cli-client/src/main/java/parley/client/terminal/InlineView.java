package parley.client.terminal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Conversation;
import parley.client.conversation.News;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.text.Counted;

/** A conversation as lines, one below the other. Confined to the lock of the link. */
public final class InlineView implements ConversationView {
  /** Nobody says when something changes. */
  private static final long LOOK_MILLIS = 200;

  private final InlineScreen screen;
  private final PrintedBlocks page;
  private final Transcript transcript;
  private final Theme theme;
  private final StatusBar bar;
  private final Calling calling = new Calling();

  private Preferences preferences = Preferences.INITIAL;

  /** Whether somebody looks, as far as is known. */
  private boolean looking = true;

  /** Whether numbers stand in the place of times. */
  private boolean numbered;

  /** The rule above what was new last, null before there is one. */
  private PrintedBlocks.Block rule;

  public InlineView(InlineScreen screen, Transcript transcript, Theme theme) {
    this.screen = screen;
    this.page = new PrintedBlocks(screen);
    this.transcript = transcript;
    this.theme = theme;
    this.bar = new StatusBar(theme);
  }

  @Override
  public void show(List<News> news, Talk current) {
    List<PrintedBlocks.Block> blocks = new ArrayList<>();
    for (News one : news) {
      switch (one) {
        case News.Fresh fresh when isHidden(fresh) -> {}
        case News.Fresh fresh -> {
          call(fresh.talk(), fresh.entry(), current);
          if (fresh.firstNew()) {
            blocks.add(rule(fresh.entry(), 0));
          }
          add(fresh.talk(), fresh.entry(), current, false, blocks);
        }
        case News.Kept kept -> call(kept.talk(), kept.entry(), current);
        case News.Changed changed -> {
          page.print(blocks);
          blocks.clear();
          boolean inSight = page.reprint(block -> block.shows(changed.talk(), changed.entry()));
          if (!inSight && changed.instead() != null) {
            add(changed.talk(), changed.instead(), current, false, blocks);
          }
        }
      }
    }
    page.print(blocks);
  }

  private boolean isHidden(News.Fresh fresh) {
    TalkEntry entry = fresh.entry();
    return entry.kind() == TalkEntry.Kind.PRESENCE
        && switch (preferences.look().comings()) {
          case SHOWN, FOLDED -> false;
          case RECENT ->
              fresh.talk().last(Calling.NEAR).stream()
                  .noneMatch(said -> Calling.isRecent(said, entry));
          case HIDDEN -> true;
        };
  }

  private void call(Talk talk, TalkEntry entry, Talk current) {
    if (calling.isDue(preferences.alerts(), talk, entry, talk == current && looking)) {
      screen.send(preferences.alerts().signal(talk, entry, Calling.IN_TMUX));
    }
  }

  @Override
  public void become(Preferences wanted) {
    theme.become(wanted.palette());
    transcript.look(wanted.look());
    screen.become(preferences.keys(), wanted.keys());
    preferences = wanted;
  }

  @Override
  public void history(Talk talk, List<TalkEntry> entries) {
    List<PrintedBlocks.Block> blocks = new ArrayList<>();
    entries.forEach(entry -> add(talk, entry, talk, true, blocks));
    page.print(blocks);
  }

  private void add(
      Talk talk, TalkEntry entry, Talk current, boolean number, List<PrintedBlocks.Block> blocks) {
    boolean elsewhere = !talk.equals(current);
    transcript
        .newDay(entry.at())
        .ifPresent(line -> blocks.add(new PrintedBlocks.Block(_ -> List.of(line))));
    blocks.add(
        new PrintedBlocks.Block(
            talk,
            entry,
            width -> transcript.lines(talk, entry, width, elsewhere, numbered || number)));
  }

  /** There is one such rule at a time. */
  private PrintedBlocks.Block rule(TalkEntry first, int more) {
    if (rule != null) {
      page.drop(rule);
    }
    rule = new PrintedBlocks.Block(width -> transcript.rule(first.at(), more, width));
    return rule;
  }

  @Override
  public void turnTo(Talk talk, Conversation.Turned turned) {
    String topic = talk.topic().isEmpty() ? "" : " · " + talk.topic();
    String people = talk.direct() ? "" : " · " + Counted.people(talk.count());
    String head = "━━ " + talk.title() + people + topic + " ━━";
    List<PrintedBlocks.Block> blocks = new ArrayList<>();
    blocks.add(new PrintedBlocks.Block(width -> transcript.head(head, width)));
    turned.read().forEach(entry -> add(talk, entry, talk, false, blocks));
    if (!turned.unread().isEmpty()) {
      long others = turned.unread().stream().filter(TalkEntry::byOthers).count();
      blocks.add(rule(turned.unread().getFirst(), Math.max(0, turned.count() - (int) others)));
    }
    turned.unread().forEach(entry -> add(talk, entry, talk, false, blocks));
    page.print(blocks);
    screen.prompt("[" + talk.title() + "] ");
  }

  @Override
  public void turnAway() {
    screen.prompt("[-] ");
  }

  @Override
  public void found(List<FoundMessage> hits, boolean more) {
    page.print(
        hits.stream()
            .map(hit -> new PrintedBlocks.Block(width -> transcript.hit(hit, width)))
            .toList());
    answer(
        "/history #"
            + hits.getLast().seq()
            + " shows what stands around it"
            + (more ? "; /search alone, the next older ones" : "")
            + ".");
  }

  @Override
  public void goTo(Talk talk, long seq, List<TalkEntry> around) {
    answer("━━ " + talk.title() + ", around #" + seq + " ━━");
    history(talk, around);
  }

  @Override
  public void saidElsewhere(String title, String text) {
    // It is shown here once the server has it.
  }

  @Override
  public void toEnd() {
    // That is what a terminal shows.
  }

  @Override
  public Optional<Long> entered() {
    return Optional.empty();
  }

  @Override
  public void numbers() {
    numbered = !numbered;
    if (!page.reprint(block -> true)) {
      say(numbered ? "Messages come with their numbers now." : "Messages come with their times.");
    }
  }

  @Override
  public void say(String text) {
    own(text, theme.note());
  }

  @Override
  public void answer(String text) {
    own(text, AttributedStyle.DEFAULT);
  }

  @Override
  public void warn(String text) {
    own(text, theme.warning());
  }

  @Override
  public void pin(String text) {
    warn(text);
  }

  @Override
  public void unpin() {
    // It has scrolled away, and is there to be read.
  }

  @Override
  public boolean instead(Instead other) {
    return false;
  }

  @Override
  public void redraw() {
    page.redraw();
  }

  @Override
  public boolean turnTo(int number) {
    return false;
  }

  @Override
  public void looked(boolean seen) {}

  @Override
  public void status(Standing standing) {
    int width = screen.width();
    List<AttributedString> lines = new ArrayList<>(standing.panel());
    lines.addAll(bar.lines(standing, Instant.now(), width));
    screen.bar(lines);
  }

  @Override
  public void noStatus() {
    screen.bar(List.of());
  }

  @Override
  public void awaitChange(long millis) throws InterruptedException {
    Thread.sleep(Math.min(millis, LOOK_MILLIS));
  }

  @Override
  public void draw() {
    // All is printed as it comes.
  }

  @Override
  public Map<String, String> drafts() {
    return Map.of();
  }

  @Override
  public void drafts(Map<String, String> begun) {
    // There is one line for all talks, and nobody knows for which it is.
  }

  @Override
  public Optional<Wanted> wanted() {
    return Optional.empty();
  }

  @Override
  public void older(Wanted wanted, List<TalkEntry> entries, boolean more) {
    history(wanted.talk(), entries);
  }

  @Override
  public boolean pressed(PressedKey key) {
    looking = key != PressedKey.AWAY;
    return false;
  }

  private void own(String text, AttributedStyle style) {
    page.print(List.of(new PrintedBlocks.Block(width -> transcript.own(text, style, width))));
  }
}
