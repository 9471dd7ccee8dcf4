package parley.client.command;

import java.util.List;
import org.jline.utils.AttributedString;
import parley.client.link.Link;
import parley.client.terminal.Figures;
import parley.client.terminal.View;
import parley.protocol.Event;
import parley.protocol.Request;

/** The server's figures, once or live above the bar. Guarded by the link's lock. */
final class FiguresCommands {
  private final View view;
  private final Link link;
  private final Asking asking;
  private final Status status;
  private Figures figures = new Figures();

  /** Between two looks; 0 while nobody watches. */
  private int watchSeconds;

  FiguresCommands(View view, Link link, Asking asking, Status status) {
    this.view = view;
    this.link = link;
    this.asking = asking;
    this.status = status;
  }

  void stats(Arguments given) {
    if (given.isEmpty()) {
      asking.askOk(id -> new Request.Stats(id, null), _ -> {});
    } else if (given.first().equals("watch")) {
      boolean told = given.count() > 1 && given.words().get(1).matches("[0-9]{1,4}");
      watchSeconds = told ? Math.clamp(Integer.parseInt(given.words().get(1)), 1, 3600) : 1;
      figures = new Figures();
      asking.askOk(id -> new Request.Stats(id, watchSeconds), _ -> {});
    } else if (given.first().equals("off")) {
      watchSeconds = 0;
      status.panel(List.of());
      view.redraw();
      link.ask(id -> new Request.Stats(id, 0));
    } else {
      view.warn(Command.STATS.usage());
    }
  }

  /** After a new connection: the figures that were watched are asked for again. */
  void watchAgain() {
    if (watchSeconds > 0) {
      link.ask(id -> new Request.Stats(id, watchSeconds));
    }
  }

  /** What the server answered to one of these requests. */
  void told(Event.Stats stats) {
    if (stats.figures() == null) {
      return;
    }
    if (asking.typed(stats.re()) && watchSeconds == 0) {
      view.answer(String.join("\n", Figures.all(stats.figures())));
    } else if (watchSeconds > 0) {
      List<String> lines = figures.live(stats.figures());
      int most = Math.min(lines.size(), status.panelHeight());
      status.panel(lines.subList(0, most).stream().map(AttributedString::new).toList());
    }
  }
}
