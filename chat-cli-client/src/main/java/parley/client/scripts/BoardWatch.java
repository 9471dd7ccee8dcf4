package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import parley.client.board.Board;
import parley.client.link.LinkEnding;
import parley.client.link.LinkEvent;
import parley.client.link.RetryPolicy;
import parley.client.net.Address;
import parley.client.screen.BoardScreen;
import parley.client.terminal.SureEnd;
import parley.client.terminal.TerminalType;
import parley.client.terminal.Theme;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * The board on the whole of a terminal, by a connection of its own, which is mended. This object's
 * lock guards the board; what is told comes with the link's held, and nothing that holds this one
 * waits for that.
 */
final class BoardWatch {
  private static final long DRAW_MILLIS = 1_000;

  /** Sentences that are said once the terminal is as it was. */
  private static final int WORDS = 20;

  private static final int INTERRUPTED = 2;

  private final ServerOptions options;
  private final Address address;
  private final int every;
  private final List<String> words = new ArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile int code;
  private Board board;
  private ScriptLink script;
  private boolean changed;
  private String asked = "";

  /** From then on what happens to the connection is seen on the board. */
  private boolean connected;

  /**
   * @param every seconds between two looks at least
   */
  BoardWatch(ServerOptions options, Address address, int every) {
    this.options = options;
    this.address = address;
    this.every = every;
  }

  /** Shows it until its person leaves, and answers the exit code. */
  int run() throws IOException, InterruptedException {
    try (Terminal terminal = TerminalType.open(options.environment(), true)) {
      Integer colours = terminal.getNumericCapability(Capability.max_colors);
      Theme theme = Theme.of(colours == null ? 0 : colours, options.environment());
      theme.become(options.config().preferences().palette());
      board =
          new Board(
              address.place(),
              ZoneId.systemDefault(),
              theme,
              TerminalType.isOfLetters(options.environment()));
      script =
          new ScriptLink(
              options,
              address,
              null,
              Duration.ZERO,
              RetryPolicy.FOR_EVER,
              this::say,
              this::happened);
      try (BoardScreen screen = new BoardScreen(terminal, theme, this::change, this::interrupted)) {
        atSignal("HUP", 1, screen);
        atSignal("TERM", 15, screen);
        watch(screen);
      }
      if (code >= ExitCode.SIGNALLED) {
        // The terminal is given back, the server told: what the library still waits for is a key.
        words.forEach(Console::say);
        Runtime.getRuntime().halt(code);
      }
    } finally {
      words.forEach(Console::say);
    }
    return code;
  }

  /** At a kind kill too the terminal is as it was, and the name free at once. */
  private void atSignal(String name, int number, BoardScreen screen) {
    int how = ExitCode.SIGNALLED + number;
    SureEnd.at(name, how, screen::close, () -> end(how));
  }

  private void watch(BoardScreen screen) throws InterruptedException {
    Thread keys = Thread.ofPlatform().daemon().name("keys").start(() -> takeKeys(screen));
    script.link().start();
    Thread ending =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    LinkEnding how = script.link().awaitEnd();
                    end(code != 0 ? code : ExitCode.of(how));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (!over.get()) {
      int width = screen.width();
      screen.show(rows(width, screen.height()), width);
      awaitChange();
    }
    screen.close();
    keys.interrupt();
    script.leave();
    ending.join();
  }

  private synchronized List<AttributedString> rows(int width, int height) {
    changed = false;
    return board.rows(width, height, System.nanoTime());
  }

  private synchronized void awaitChange() throws InterruptedException {
    long until = System.nanoTime() + DRAW_MILLIS * 1_000_000;
    long left = DRAW_MILLIS;
    while (!changed && !over.get() && left > 0) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  private synchronized void change() {
    changed = true;
    notifyAll();
  }

  private void end(int how) {
    if (over.compareAndSet(false, true)) {
      code = how;
    }
    change();
  }

  private void interrupted() {
    end(ExitCode.SIGNALLED + INTERRUPTED);
  }

  private void takeKeys(BoardScreen screen) {
    while (!over.get()) {
      String key = screen.key();
      switch (key == null ? Board.Does.LEAVE : press(key)) {
        case ASK -> ask();
        case LEAVE -> end(ExitCode.OK);
        case DRAW -> {}
      }
      change();
    }
  }

  private synchronized Board.Does press(String key) {
    return board.press(key);
  }

  private void ask() {
    String id = script.link().ask(this::question);
    synchronized (this) {
      asked = id == null ? "" : id;
    }
  }

  private synchronized Request.Stats question(String id) {
    return new Request.Stats(id, Math.max(every, board.every()), board.span());
  }

  private synchronized void say(String sentence) {
    if (!connected && words.size() < WORDS) {
      words.add(sentence);
    }
  }

  private synchronized void lastly(String sentence) {
    words.add(sentence);
  }

  private synchronized void connected() {
    connected = true;
  }

  private void happened(LinkEvent event) {
    switch (event) {
      case LinkEvent.Connected _ -> {
        trouble("");
        connected();
        ask();
      }
      case LinkEvent.Told(Event.Stats stats) -> {
        if (!take(stats)) {
          ask();
        }
      }
      case LinkEvent.Answered(_, Reply.Refused no) -> {
        lastly(Printable.line(no.message()));
        end(ExitCode.REFUSED);
      }
      case LinkEvent.Lost(String why, _) -> trouble(Printable.line(why));
      case LinkEvent.Ended ended when !ended.sentence().isEmpty() ->
          lastly(Printable.lines(ended.sentence()));
      default -> {}
    }
  }

  private synchronized void trouble(String why) {
    board.trouble(why);
    change();
  }

  /** The first answer is whole, whatever was missed before. */
  private synchronized boolean take(Event.Stats stats) {
    boolean follows = board.take(stats, System.nanoTime());
    boolean first = asked.equals(stats.re());
    asked = "";
    change();
    return follows || first;
  }
}
