package parley.client.command;

import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import parley.client.board.Board;
import parley.client.terminal.ConversationView.Instead;
import parley.client.terminal.FiguresText;
import parley.client.terminal.Screen;
import parley.client.terminal.TerminalType;
import parley.client.terminal.Theme;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * The server's figures, once, live above the bar, or as the board. Guarded by the link's lock. A
 * connection tells them again and again in one way: the board's, while it is seen.
 */
final class FiguresCommands {
  /** Columns that stand before and behind what is printed. */
  private static final int INDENT = 4;

  private final ChatParts chat;
  private final Screen screen;
  private final Board board;
  private FiguresText figures = new FiguresText();

  /** Between two looks; 0 while nobody watches. */
  private int watchSeconds;

  /** Whether the board has the place of the talks. */
  private boolean boarded;

  /** Whether it is to be printed once, where there is no such place. */
  private boolean printed;

  FiguresCommands(ChatParts chat, Screen screen, Theme theme, String place) {
    this.chat = chat;
    this.screen = screen;
    board =
        new Board(
            place,
            ZoneId.systemDefault(),
            theme,
            !screen.hasBar() || TerminalType.isOfLetters(System.getenv()));
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

  void board() {
    if (!chat.status().isConnected()) {
      chat.view().warn("There is no connection just now; try again when there is.");
      return;
    }
    boarded =
        chat.view()
            .instead(
                new Instead(
                    (width, height) -> board.rows(width, height, System.nanoTime()),
                    key ->
                        Thread.ofVirtual().start(() -> chat.link().exclusively(() -> press(key)))));
    printed = !boarded;
    // What is said now is unread: it is counted in the line below the board.
    chat.conversation().looking(!boarded);
    ask();
  }

  /** Whether the talks are not seen, for the board. */
  boolean isBoarded() {
    return boarded;
  }

  private void ask() {
    Integer every = boarded ? board.every() : null;
    chat.requests()
        .quietly(
            id -> new Request.Stats(id, every, board.span()),
            (_, reply) -> {
              if (reply.orElse(null) instanceof Reply.Refused refused) {
                leave();
                chat.view().warn(Requests.sentence(refused));
              }
            });
  }

  private void press(String key) {
    if (!boarded) {
      return;
    }
    switch (board.press(key)) {
      case ASK -> ask();
      case LEAVE -> leave();
      case DRAW -> {}
    }
    chat.view().draw();
  }

  private void leave() {
    if (boarded) {
      boarded = false;
      chat.view().instead(null);
      chat.conversation().looking(true);
      chat.link().ask(id -> new Request.Stats(id, watchSeconds, null));
      chat.status().draw();
    }
    printed = false;
  }

  /** After a new connection: the figures that were watched are asked for again. */
  void watchAgain() {
    if (boarded) {
      ask();
    } else if (watchSeconds > 0) {
      chat.link().ask(id -> new Request.Stats(id, watchSeconds, null));
    }
  }

  /** What the server answered to one of these requests. */
  void told(Event.Stats stats) {
    if (stats.figures() == null) {
      return;
    }
    boolean asked = chat.requests().settled(stats.re());
    if (boarded) {
      if (!board.take(stats, System.nanoTime()) && !asked) {
        ask();
      }
    } else if (printed && asked) {
      printed = false;
      board.take(stats, System.nanoTime());
      chat.view().answer(text());
    } else if (asked && watchSeconds == 0) {
      chat.view().answer(String.join("\n", FiguresText.brief(stats.figures())));
    } else if (watchSeconds > 0) {
      List<String> lines = figures.live(stats.figures());
      int most = Math.min(lines.size(), chat.status().panelHeight());
      chat.status().panel(lines.subList(0, most).stream().map(AttributedString::new).toList());
    }
  }

  /** All but the keys, which nobody could press. */
  private String text() {
    int width = Math.max(20, screen.width() - INDENT);
    List<AttributedString> rows =
        board.rows(width, Math.max(12, screen.height() - 2), System.nanoTime());
    return rows.subList(0, rows.size() - 1).stream()
        .map(row -> row.toString().stripTrailing())
        .collect(Collectors.joining("\n"));
  }
}
