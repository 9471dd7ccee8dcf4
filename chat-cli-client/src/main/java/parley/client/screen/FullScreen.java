package parley.client.screen;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import parley.client.terminal.Completion;
import parley.client.terminal.KeyBindings;
import parley.client.terminal.KeyName;
import parley.client.terminal.Preferences;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Suspension;
import parley.client.terminal.TerminalType;
import parley.client.terminal.Theme;

/**
 * The whole of the terminal, which is given back as it was found. What is typed is drawn at once by
 * the thread that reads keys; all else by who composes it. One lock, this object's, guards what is
 * on the screen; nothing that runs under it waits for any other.
 */
public final class FullScreen implements AutoCloseable {
  private static final List<Capability> NEEDED =
      List.of(
          Capability.enter_ca_mode,
          Capability.exit_ca_mode,
          Capability.cursor_address,
          Capability.clear_screen,
          Capability.clr_eol);

  /** The window's title is put away, and taken back (xterm's window operations). */
  private static final String KEEP_TITLE = "\033[22;2t";

  private static final String TITLE_BEFORE = "\033[23;2t";
  private static final String REBIND = "parley-rebind";

  /** Smaller ones have no room for anything. */
  private static final int FEWEST_COLUMNS = 20;

  private static final int FEWEST_ROWS = 5;

  private final Terminal terminal;
  private final Theme theme;
  private final InputEditor editor;
  private final LineReading line;
  private final Painter painter;
  private final Attributes before;
  private Frame frame;
  private Frame.Input input = Frame.Input.NONE;
  private boolean shown;

  /** What is told of the mouse. */
  private final Consumer<PressedKey> pressed;

  private boolean mouse;

  /** Where the mouse was clicked last. */
  private Frame.Spot clicked = new Frame.Spot.Nowhere();

  private String titled = "";

  /** Guarded by the desk's lock. */
  private Preferences preferences = Preferences.INITIAL;

  private volatile boolean gone;

  /** Whether there is such a screen: a terminal that can do it, and is large enough. */
  public static boolean isPossible(Terminal terminal) {
    Size size = terminal.getSize();
    return !TerminalType.isPlain(terminal)
        && NEEDED.stream().allMatch(one -> terminal.getStringCapability(one) != null)
        && size.getColumns() >= FEWEST_COLUMNS
        && size.getRows() >= FEWEST_ROWS;
  }

  /**
   * @param history the file of typed lines, null to keep none
   * @param completion what there is to complete just now
   * @param elsewhere where one gets to besides, by a few letters
   * @param pressed runs under the line's lock: it must hand over and return
   * @param goes takes a line to be done as if it were typed; as above
   */
  FullScreen(
      Terminal terminal,
      Path history,
      Supplier<Completion> completion,
      Supplier<List<Jump.Goal>> elsewhere,
      Theme theme,
      Consumer<PressedKey> pressed,
      Consumer<String> goes)
      throws IOException {
    this.terminal = terminal;
    this.theme = theme;
    painter = new Painter(terminal, theme.colours());
    before = terminal.enterRawMode();
    this.pressed = pressed;
    editor = new InputEditor(terminal, history, completion, this::typed, this::pointed, goes);
    KeyBindings.bind(editor, pressed);
    KeyBindings.bindReading(editor, terminal);
    editor.bindJump(() -> completion.get().vocabulary(), elsewhere);
    line = new LineReading(editor, this::trackAgain);
    terminal.handle(Terminal.Signal.TSTP, _ -> suspend());
    enter();
  }

  /** What is to be done when the size is another one; on any thread, and shortly. */
  void onResize(Runnable resized) {
    editor.onResize(
        () -> {
          // It may have been another one meanwhile, and have lost what stood there.
          forget();
          resized.run();
        });
  }

  /** Ctrl-Z: the terminal is the shell's, as it was, until this program is told to go on. */
  private void suspend() {
    leave();
    terminal.setAttributes(before);
    Suspension.stop(terminal, this::suspend);
    terminal.enterRawMode();
    enter();
    line.redraw();
  }

  private synchronized void enter() {
    terminal.puts(Capability.enter_ca_mode);
    terminal.writer().write(KEEP_TITLE);
    titled = "";
    terminal.trackFocus(true);
    track(mouse);
    painter.forget();
    shown = true;
    terminal.flush();
  }

  private synchronized void leave() {
    shown = false;
    terminal.trackFocus(false);
    track(false);
    terminal.writer().write(TITLE_BEFORE);
    terminal.puts(Capability.exit_ca_mode);
    terminal.puts(Capability.cursor_normal);
    terminal.flush();
  }

  private synchronized void typed(Frame.Input input) {
    this.input = input;
    paint();
  }

  /** The library takes the mouse back at the end of each line. */
  private synchronized void trackAgain() {
    if (shown && mouse) {
      track(true);
    }
  }

  private void track(boolean mouse) {
    terminal.trackMouse(mouse ? Terminal.MouseTracking.Normal : Terminal.MouseTracking.Off);
  }

  /** Whether the mouse is this program's, and not the terminal's. */
  synchronized void mouse(boolean own) {
    if (own != mouse) {
      mouse = own;
      if (shown) {
        track(own);
        terminal.flush();
      }
    }
  }

  private void pointed(MouseReport report) {
    switch (report.kind()) {
      case WHEEL_UP -> pressed.accept(PressedKey.WHEEL_UP);
      case WHEEL_DOWN -> pressed.accept(PressedKey.WHEEL_DOWN);
      case PRESSED -> {
        synchronized (this) {
          if (frame == null) {
            return;
          }
          clicked = frame.at(report.column(), report.row(), input);
        }
        pressed.accept(PressedKey.CLICK);
      }
    }
  }

  /** The line that is typed. */
  LineReading line() {
    return line;
  }

  /** What stands where the mouse was clicked last. */
  synchronized Frame.Spot clicked() {
    return clicked;
  }

  /** What is typed by now, and not said. */
  synchronized String typed() {
    return line.typed(input.text());
  }

  /** What stands on the screen from now on, but for what is typed. */
  synchronized void show(Frame frame) {
    this.frame = frame;
    editor.room(frame.layout());
    paint();
  }

  /** Draws all of it anew: the terminal shows something else. */
  synchronized void forget() {
    painter.forget();
  }

  private void paint() {
    if (!shown || frame == null) {
      return;
    }
    try {
      Frame.Input seen = frame.seen(input);
      List<List<Frame.Part>> rows = frame.rows(seen, theme);
      int cursor = rows.size() - seen.rows().size() + seen.cursorRow();
      int width = frame.layout().width();
      painter.paint(rows, width, cursor, Math.min(seen.cursorColumn(), width - 1));
    } catch (UncheckedIOException | IOError e) {
      gone = true;
    }
  }

  /** Sends what the terminal obeys and does not show. */
  synchronized void send(String signal) {
    if (shown) {
      terminal.writer().write(signal);
      terminal.flush();
    }
  }

  /** Other colours and keys from now on. */
  void become(Preferences wanted) {
    theme.become(wanted.palette());
    synchronized (this) {
      painter.colours(theme.colours());
      painter.forget();
    }
    Map<PressedKey, List<KeyName>> before = preferences.keys();
    preferences = wanted;
    if (!before.equals(wanted.keys())) {
      editor.getWidgets().put(REBIND, () -> rebound(before, wanted.keys()));
      try {
        editor.callWidget(REBIND);
      } catch (IllegalStateException e) {
        // No line is being edited just now.
        rebound(before, wanted.keys());
      }
    }
  }

  private boolean rebound(
      Map<PressedKey, List<KeyName>> before, Map<PressedKey, List<KeyName>> keys) {
    KeyBindings.rebind(editor, true, before, keys);
    return true;
  }

  /** What the terminal's window is called. */
  synchronized void title(String title) {
    if (shown && !title.equals(titled)) {
      titled = title;
      terminal.writer().write("\033]2;" + title + "\033\\");
    }
  }

  /** Gives all keys to this, and not to the line; null gives them back. */
  void keysTo(Consumer<String> keys) {
    editor.keysTo(keys);
  }

  int width() {
    return Math.max(FEWEST_COLUMNS, size().getColumns());
  }

  int height() {
    return Math.max(FEWEST_ROWS, size().getRows());
  }

  private Size size() {
    try {
      return terminal.getSize();
    } catch (UncheckedIOException | IOError e) {
      gone = true;
      return Size.of(0, 0);
    }
  }

  boolean isGone() {
    size();
    return gone;
  }

  long lastKey() {
    return editor.lastKey();
  }

  @Override
  public void close() {
    try {
      leave();
      terminal.setAttributes(before);
      terminal.flush();
    } catch (UncheckedIOException | IOError e) {
      gone = true;
    }
  }
}
