package parley.client.terminal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Conversation;
import parley.client.conversation.Entry;
import parley.client.conversation.Talk;

/**
 * What a conversation looks like on a screen. Remembers what was shown last, to show it again when
 * the screen has another size. Confined to the lock of the link.
 */
public final class View {
  private static final int REMEMBERED = 300;

  private final Screen screen;
  private final Transcript transcript;
  private final Look look;

  /** What was shown, oldest first: each makes its lines for a width. */
  private final Deque<IntFunction<List<AttributedString>>> shown = new ArrayDeque<>();

  public View(Screen screen, Transcript transcript, Look look) {
    this.screen = screen;
    this.transcript = transcript;
    this.look = look;
  }

  public void show(List<Conversation.Shown> entries, Talk current) {
    List<IntFunction<List<AttributedString>>> items = new ArrayList<>();
    for (Conversation.Shown one : entries) {
      boolean elsewhere = !one.talk().equals(current);
      Optional<AttributedString> day = transcript.newDay(one.entry().at());
      day.ifPresent(line -> items.add(_ -> List.of(line)));
      items.add(width -> transcript.lines(one.talk(), one.entry(), width, elsewhere));
    }
    print(items);
  }

  /** The head of a talk that was turned to, and what was said in it. */
  public void turnTo(Talk talk, List<Entry> entries) {
    String topic = talk.topic().isEmpty() ? "" : " · " + talk.topic();
    String people =
        talk.direct() ? "" : " · " + talk.count() + (talk.count() == 1 ? " person" : " people");
    String head = "━━ " + talk.title() + people + topic + " ━━";
    print(List.of(width -> transcript.head(head, width)));
    show(entries.stream().map(entry -> new Conversation.Shown(talk, entry)).toList(), talk);
    screen.prompt("[" + talk.title() + "] ");
  }

  /** A word of this program's own. */
  public void say(String text) {
    own(text, look.note());
  }

  /** What was asked for: plainly. */
  public void answer(String text) {
    own(text, AttributedStyle.DEFAULT);
  }

  /** A word that must not be overlooked. */
  public void warn(String text) {
    own(text, look.warning());
  }

  /** Shows the end of it all again, for the size that the screen now has. */
  public void redraw() {
    int width = screen.width();
    ArrayDeque<AttributedString> lines = new ArrayDeque<>();
    Iterator<IntFunction<List<AttributedString>>> newestFirst = shown.descendingIterator();
    while (newestFirst.hasNext() && lines.size() < screen.height()) {
      newestFirst.next().apply(width).reversed().forEach(lines::addFirst);
    }
    screen.redraw(List.copyOf(lines));
  }

  private void own(String text, AttributedStyle style) {
    print(List.of(width -> transcript.own(text, style, width)));
  }

  private void print(List<IntFunction<List<AttributedString>>> items) {
    List<AttributedString> lines = new ArrayList<>();
    for (IntFunction<List<AttributedString>> item : items) {
      shown.addLast(item);
      if (shown.size() > REMEMBERED) {
        shown.removeFirst();
      }
      lines.addAll(item.apply(screen.width()));
    }
    screen.print(lines);
  }
}
