package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Conversation;
import parley.client.conversation.Entry;
import parley.client.conversation.Talk;

/** What a conversation looks like on a screen. Confined to the lock of the link. */
public final class View {
  private final Screen screen;
  private final Transcript transcript;
  private final Look look;

  public View(Screen screen, Transcript transcript, Look look) {
    this.screen = screen;
    this.transcript = transcript;
    this.look = look;
  }

  public void show(List<Conversation.Shown> shown, Talk current) {
    List<AttributedString> lines = new ArrayList<>();
    for (Conversation.Shown one : shown) {
      boolean elsewhere = one.talk() != current;
      lines.addAll(transcript.lines(one.talk(), one.entry(), screen.width(), elsewhere));
    }
    screen.print(lines);
  }

  /** The head of a talk that was turned to, and what was said in it. */
  public void turnTo(Talk talk, List<Entry> entries) {
    String topic = talk.topic().isEmpty() ? "" : " · " + talk.topic();
    String people =
        talk.direct() ? "" : " · " + talk.count() + (talk.count() == 1 ? " person" : " people");
    screen.print(
        List.of(
            new AttributedString("━━ " + talk.title() + people + topic + " ━━", look.mention())));
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

  private void own(String text, AttributedStyle style) {
    screen.print(transcript.own(text, style, screen.width()));
  }
}
