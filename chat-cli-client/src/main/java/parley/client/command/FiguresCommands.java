package parley.client.command;

import java.util.List;
import org.jline.utils.AttributedString;
import parley.client.terminal.FiguresText;
import parley.protocol.Event;
import parley.protocol.Request;

/** The server's figures, once or live above the bar. Guarded by the link's lock. */
final class FiguresCommands {
  private final ChatParts chat;
  private FiguresText figures = new FiguresText();

  /** Between two looks; 0 while nobody watches. */
  private int watchSeconds;

  FiguresCommands(ChatParts chat) {
    this.chat = chat;
  }

  void stats(Arguments given) {
    if (given.isEmpty()) {
      chat.requests().ask(id -> new Request.Stats(id, null, null));
    } else if (given.first().equals("watch")) {
      boolean told = given.count() > 1 && given.words().get(1).matches("[0-9]{1,4}");
      watchSeconds = told ? Math.clamp(Integer.parseInt(given.words().get(1)), 1, 3600) : 1;
      figures = new FiguresText();
      chat.requests().ask(id -> new Request.Stats(id, watchSeconds, null));
    } else if (given.first().equals("off")) {
      watchSeconds = 0;
      chat.status().panel(List.of());
      chat.view().redraw();
      chat.link().ask(id -> new Request.Stats(id, 0, null));
    } else {
      chat.view().warn(Command.STATS.usage());
    }
  }

  /** After a new connection: the figures that were watched are asked for again. */
  void watchAgain() {
    if (watchSeconds > 0) {
      chat.link().ask(id -> new Request.Stats(id, watchSeconds, null));
    }
  }

  /** What the server answered to one of these requests. */
  void told(Event.Stats stats) {
    if (stats.figures() == null) {
      return;
    }
    if (chat.requests().settled(stats.re()) && watchSeconds == 0) {
      chat.view().answer(String.join("\n", FiguresText.all(stats.figures())));
    } else if (watchSeconds > 0) {
      List<String> lines = figures.live(stats.figures());
      int most = Math.min(lines.size(), chat.status().panelHeight());
      chat.status().panel(lines.subList(0, most).stream().map(AttributedString::new).toList());
    }
  }
}
