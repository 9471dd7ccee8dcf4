package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Conversation;
import parley.client.conversation.News;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.text.Counted;

/** What a conversation looks like on a screen. Confined to the lock of the link. */
public final class ConversationView {
  private final Screen screen;
  private final PrintedBlocks page;
  private final Transcript transcript;
  private final Theme theme;

  /** Whether numbers stand in the place of times. */
  private boolean numbered;

  /** The rule above what was new last, null before there is one. */
  private PrintedBlocks.Block rule;

  public ConversationView(Screen screen, Transcript transcript, Theme theme) {
    this.screen = screen;
    this.page = new PrintedBlocks(screen);
    this.transcript = transcript;
    this.theme = theme;
  }

  /** Shows what came; what changed is shown in its place while it is in sight. */
  public void show(List<News> news, Talk current) {
    List<PrintedBlocks.Block> blocks = new ArrayList<>();
    for (News one : news) {
      switch (one) {
        case News.Fresh fresh -> {
          if (fresh.firstNew()) {
            blocks.add(rule(fresh.entry(), 0));
          }
          add(fresh.talk(), fresh.entry(), current, false, blocks);
        }
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

  /** Shows entries that were read back, with their numbers. */
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

  /** The head of a talk that was turned to, and what was said in it. */
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

  /** No talk is turned to any more. */
  public void turnAway() {
    screen.prompt("[-] ");
  }

  /** What a search found. */
  public void found(List<FoundMessage> hits) {
    page.print(
        hits.stream()
            .map(hit -> new PrintedBlocks.Block(width -> transcript.hit(hit, width)))
            .toList());
  }

  /** Numbers in the place of times, or times again; also where they are in sight already. */
  public void numbers() {
    numbered = !numbered;
    if (!page.reprint(block -> true)) {
      say(numbered ? "Messages come with their numbers now." : "Messages come with their times.");
    }
  }

  /** A word of this program's own. */
  public void say(String text) {
    own(text, theme.note());
  }

  /** What was asked for: plainly. */
  public void answer(String text) {
    own(text, AttributedStyle.DEFAULT);
  }

  /** A word that must not be overlooked. */
  public void warn(String text) {
    own(text, theme.warning());
  }

  /** Shows the end of it all again, for the size that the screen now has. */
  public void redraw() {
    page.redraw();
  }

  private void own(String text, AttributedStyle style) {
    page.print(List.of(new PrintedBlocks.Block(width -> transcript.own(text, style, width))));
  }
}
