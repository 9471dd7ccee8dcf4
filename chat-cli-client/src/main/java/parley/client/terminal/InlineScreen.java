package parley.client.terminal;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/**
 * A line being edited, what is printed above it and the lines at the bottom; what scrolls away is
 * the terminal's. Nothing that runs under the terminal's lock waits for any other.
 */
public final class InlineScreen implements Screen {
  private static final String SUSPEND = "parley-suspend";
  private static final String REBIND = "parley-rebind";

  /** What a terminal must be able to do to have more than a stream of lines. */
  private static final List<Capability> NEEDED =
      List.of(
          Capability.change_scroll_region,
          Capability.save_cursor,
          Capability.restore_cursor,
          Capability.cursor_up,
          Capability.cursor_down,
          Capability.clr_eol);

  private final Terminal terminal;
  private final Consumer<PressedKey> pressed;
  private final LineEditor reader;
  private final Printer printer;

  private volatile boolean gone;

  /** How the terminal was before; null where it is as it was. */
  private final Attributes before;

  /**
   * @param history the file of typed lines, null to keep none
   * @param pressed runs under the terminal's lock: it must hand over and return
   */
  public InlineScreen(
      Terminal terminal, Path history, Completion completion, Consumer<PressedKey> pressed)
      throws IOException {
    this.terminal = terminal;
    this.pressed = pressed;
    reader = new LineEditor(terminal, history, () -> completion);
    KeyBindings.bind(reader, pressed);
    KeyBindings.bindRecall(reader, completion::recallable);
    // Where the terminal tells whether its window is in front, unread is what nobody looked at.
    terminal.trackFocus(true);
    // Between two lines too: what is typed ahead must not be echoed among what is printed.
    before = edits() ? terminal.enterRawMode() : null;
    printer = new Printer(terminal, reader, hasBar());
    if (edits()) {
      reader.getWidgets().put(SUSPEND, this::stopAndGoOn);
      terminal.handle(Terminal.Signal.TSTP, _ -> suspend());
    }
  }

  /** Ctrl-Z: the terminal is the shell's, as it was, until this program is told to go on. */
  private void suspend() {
    try {
      reader.callWidget(SUSPEND);
    } catch (IllegalStateException e) {
      // No line is being edited just now.
      stopAndGoOn();
    }
    pressed.accept(PressedKey.REDRAW);
  }

  private boolean stopAndGoOn() {
    printer.suspend();
    terminal.trackFocus(false);
    terminal.setAttributes(before);
    terminal.flush();
    Suspension.stop(terminal, this::suspend);
    terminal.enterRawMode();
    terminal.trackFocus(true);
    printer.resume();
    return true;
  }

  @Override
  public int width() {
    int columns = size().getColumns();
    return columns > 0 ? columns : 80;
  }

  @Override
  public int height() {
    int rows = size().getRows();
    return rows > 0 ? rows : 24;
  }

  private Size size() {
    try {
      return terminal.getSize();
    } catch (UncheckedIOException | IOError e) {
      gone = true;
      return Size.of(0, 0);
    }
  }

  @Override
  public boolean isGone() {
    size();
    return gone;
  }

  @Override
  public boolean hasBar() {
    return NEEDED.stream().allMatch(one -> terminal.getStringCapability(one) != null);
  }

  @Override
  public String readLine() {
    try {
      // A pipe's output is for what was said, and not for prompts.
      return reader.readLine(hasBar() ? printer.prompt() : "");
    } catch (UserInterruptException e) {
      reader.givenUp(e.getPartialLine());
      return "";
    } catch (EndOfFileException e) {
      // A pipe's last line may have no end; of a terminal that is gone, nobody meant to send it.
      return terminal instanceof DumbTerminal ? e.getPartialLine() : null;
    } catch (UncheckedIOException | IOError e) {
      return null;
    }
  }

  @Override
  public String ask(String prompt, boolean hidden) {
    printer.question(prompt);
    try {
      return reader.readLine(prompt, null, new LineEditor.Unkept(hidden), null);
    } catch (UserInterruptException | EndOfFileException | UncheckedIOException | IOError e) {
      return null;
    } finally {
      printer.question(null);
    }
  }

  @Override
  public boolean isShown() {
    return true;
  }

  @Override
  public boolean vanishes() {
    return false;
  }

  @Override
  public long lastKey() {
    return reader.lastKey();
  }

  @Override
  public boolean edits() {
    return !TerminalType.isDumb(terminal);
  }

  /** Prints lines above the one being edited. */
  void print(List<AttributedString> lines) {
    printer.print(lines);
  }

  /** Clears the screen and prints these lines in the place of all that waits to be printed. */
  void redraw(List<AttributedString> lines) {
    printer.redraw(lines);
  }

  /** Sends what the terminal obeys and does not show. */
  void send(String signal) {
    printer.send(signal);
  }

  /** Other keys from now on. */
  void become(Map<PressedKey, List<KeyName>> before, Map<PressedKey, List<KeyName>> keys) {
    if (before.equals(keys)) {
      return;
    }
    reader.getWidgets().put(REBIND, () -> rebound(before, keys));
    try {
      reader.callWidget(REBIND);
    } catch (IllegalStateException e) {
      // No line is being edited just now.
      rebound(before, keys);
    }
  }

  private boolean rebound(
      Map<PressedKey, List<KeyName>> before, Map<PressedKey, List<KeyName>> keys) {
    KeyBindings.rebind(reader, false, before, keys);
    return true;
  }

  /** How many of the last printed rows can be printed anew; none on a dumb terminal. */
  int rewritable() {
    return hasBar() ? Math.max(0, height() - printer.barHeight() - 1) : 0;
  }

  /** Prints lines in the place of the last printed rows, as many as there were. */
  void rewrite(int rows, List<AttributedString> lines) {
    printer.rewrite(rows, lines);
  }

  /** What stands before the line being edited. */
  void prompt(String prompt) {
    printer.prompt(prompt);
  }

  /** The lines at the bottom, the last one lowest. */
  void bar(List<AttributedString> lines) {
    printer.bar(lines);
  }

  @Override
  public void keepLine() {
    // It keeps no drafts.
  }

  /** Prints what waits and takes the bottom lines away. */
  @Override
  public void close() {
    try {
      printer.close();
      terminal.trackFocus(false);
      if (before != null) {
        terminal.setAttributes(before);
      }
      terminal.flush();
    } catch (UncheckedIOException | IOError e) {
      // It is gone, and there is nothing to give back.
      gone = true;
    }
  }
}
