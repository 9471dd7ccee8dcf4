package parley.client.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Status;
import parley.client.files.PrivateFile;

/**
 * The terminal: a line being edited, what is printed above it and the lines at the bottom. A thread
 * of its own prints, many lines at a time where many wait; whoever prints waits only while {@value
 * #WAITING} lines do. Nothing that runs under the terminal's lock waits for any other.
 */
public final class Screen implements AutoCloseable {
  /** What a key asks for besides editing. */
  public enum Key {
    NEXT,
    PREVIOUS,
    UNREAD,
    TALK_1,
    TALK_2,
    TALK_3,
    TALK_4,
    TALK_5,
    TALK_6,
    TALK_7,
    TALK_8,
    TALK_9
  }

  private static final int WAITING = 10_000;
  private static final int AT_ONCE = 200;
  private static final int HISTORY_LINES = 2_000;
  private static final String BAR = "parley-bar";

  private final Terminal terminal;
  private final LineReader reader;
  private final BlockingQueue<AttributedString> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread printer;
  private volatile List<AttributedString> bar = List.of();
  private volatile String prompt = "> ";
  private volatile boolean clearing;
  private volatile boolean closing;

  /** What is on the screen now; only the printer, under the terminal's lock, changes it. */
  private List<AttributedString> drawn = List.of();

  private String drawnPrompt = "";

  /**
   * @param history the file of typed lines, null to keep none
   * @param pressed runs under the terminal's lock: it must hand over and return
   */
  public Screen(Terminal terminal, Path history, Completion completion, Consumer<Key> pressed)
      throws IOException {
    this.terminal = terminal;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("chat")
            .parser(new Words())
            .completer(completion)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
            .option(LineReader.Option.AUTO_FRESH_LINE, false)
            // An operator's token is typed after this one.
            .variable(LineReader.HISTORY_IGNORE, "/admin claim*")
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
            .variable(LineReader.BELL_STYLE, "none");
    if (history != null) {
      PrivateFile.makeFolder(history.toAbsolutePath().getParent());
      PrivateFile.open(history, java.nio.file.StandardOpenOption.APPEND).close();
      PrivateFile.restrict(history);
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    reader = builder.build();
    reader.getWidgets().put(BAR, this::draw);
    bind(pressed);
    printer = Thread.ofVirtual().name("printer").start(this::print);
  }

  private void bind(Consumer<Key> pressed) {
    for (Key key : Key.values()) {
      reader
          .getWidgets()
          .put(
              "parley-" + key,
              () -> {
                pressed.accept(key);
                return true;
              });
    }
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    keys.bind(new Reference("parley-" + Key.NEXT), KeyMap.ctrl('N'));
    keys.bind(new Reference("parley-" + Key.PREVIOUS), KeyMap.ctrl('P'));
    keys.bind(new Reference("parley-" + Key.UNREAD), KeyMap.alt('a'));
    for (int n = 1; n <= 9; n++) {
      keys.bind(new Reference("parley-TALK_" + n), KeyMap.alt((char) ('0' + n)));
    }
  }

  /** Columns of the screen. */
  public int width() {
    int columns = terminal.getSize().getColumns();
    return columns > 0 ? columns : 80;
  }

  /** Rows of the screen. */
  public int height() {
    int rows = terminal.getSize().getRows();
    return rows > 0 ? rows : 24;
  }

  /** Whether the bottom lines are shown; a dumb terminal has none. */
  public boolean hasBar() {
    return terminal.getStringCapability(Capability.change_scroll_region) != null
        && terminal.getStringCapability(Capability.save_cursor) != null;
  }

  /**
   * Lets a line be typed.
   *
   * @return the line, empty where it was given up with ctrl-C, null at the end of the input
   */
  public String readLine() {
    try {
      // A pipe's output is for what was said, and not for prompts.
      return reader.readLine(hasBar() ? prompt : "");
    } catch (UserInterruptException e) {
      return "";
    } catch (EndOfFileException e) {
      return null;
    }
  }

  /** Prints lines above the one being edited. */
  public void print(List<AttributedString> lines) {
    try {
      for (AttributedString line : lines) {
        if (closing) {
          return;
        }
        waiting.put(line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Clears the screen and prints these lines in the place of all that waits to be printed. */
  public void redraw(List<AttributedString> lines) {
    waiting.clear();
    clearing = true;
    print(lines);
  }

  /** What stands before the line being edited. */
  public void prompt(String prompt) {
    this.prompt = prompt;
  }

  /** The lines at the bottom, the last one lowest. */
  public void bar(List<AttributedString> lines) {
    this.bar = List.copyOf(lines);
  }

  private void print() {
    List<AttributedString> batch = new ArrayList<>();
    try {
      while (!closing) {
        AttributedString first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, AT_ONCE - 1);
          clear();
          show(batch);
          batch.clear();
        }
        refresh();
      }
    } catch (InterruptedException e) {
      // Closed: what still waits is printed by close().
    }
  }

  private void clear() {
    if (clearing) {
      clearing = false;
      try {
        reader.callWidget(LineReader.CLEAR_SCREEN);
        drawn = List.of();
      } catch (IllegalStateException e) {
        // No line is being edited just now: the lines are printed below what is there.
      }
    }
  }

  private void show(List<AttributedString> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.toAnsi(terminal)).append('\n'));
    reader.printAbove(text.toString());
  }

  private void refresh() {
    if (!bar.equals(drawn) || (hasBar() && !prompt.equals(drawnPrompt))) {
      try {
        reader.callWidget(BAR);
      } catch (IllegalStateException e) {
        // No line is being edited just now; it is drawn with the next one.
      }
    }
  }

  /** A widget, so that it runs under the terminal's lock and never within another's drawing. */
  private boolean draw() {
    drawn = bar;
    if (hasBar() && !prompt.equals(drawnPrompt)) {
      drawnPrompt = prompt;
      ((org.jline.reader.impl.LineReaderImpl) reader).setPrompt(prompt);
    }
    Status status = Status.getStatus(terminal);
    if (status != null) {
      if (status.size() != drawn.size()) {
        // It compares with what stood there before, and does not see that all has moved.
        status.hide();
      }
      status.update(drawn);
    }
    reader.callWidget(LineReader.REDISPLAY);
    return true;
  }

  /** Prints what waits and takes the bottom lines away. */
  @Override
  public void close() {
    closing = true;
    printer.interrupt();
    try {
      printer.join();
      List<AttributedString> rest = new ArrayList<>();
      waiting.drainTo(rest);
      Status status = Status.getStatus(terminal, false);
      if (status != null) {
        status.update(List.of());
        status.close();
      }
      if (!rest.isEmpty()) {
        show(rest);
      }
      terminal.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
