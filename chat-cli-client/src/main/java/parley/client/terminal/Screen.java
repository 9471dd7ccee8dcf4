package parley.client.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import parley.client.files.PrivateFile;

/**
 * The terminal: a line being edited, what is printed above it and the lines at the bottom. Nothing
 * that runs under the terminal's lock waits for any other.
 */
public final class Screen implements AutoCloseable {
  private static final int HISTORY_LINES = 2_000;

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
  private final LineReader reader;
  private final Printer printer;

  /** How the terminal was before; null where it is as it was. */
  private final Attributes before;

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
            .parser(new Words(completion::takesPath))
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
      PrivateFile.open(history, StandardOpenOption.APPEND).close();
      PrivateFile.restrict(history);
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    reader = builder.build();
    Keys.bind(reader, pressed);
    Keys.bindRecall(reader, completion::recallable);
    // Where the terminal tells whether its window is in front, unread is what nobody looked at.
    terminal.trackFocus(true);
    // Between two lines too: what is typed ahead must not be echoed among what is printed.
    before = hasBar() ? terminal.enterRawMode() : null;
    printer = new Printer(terminal, reader, hasBar());
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
    return NEEDED.stream().allMatch(one -> terminal.getStringCapability(one) != null);
  }

  /**
   * Lets a line be typed.
   *
   * @return the line, empty where it was given up with ctrl-C, null at the end of the input
   */
  public String readLine() {
    try {
      // A pipe's output is for what was said, and not for prompts.
      return reader.readLine(hasBar() ? printer.prompt() : "");
    } catch (UserInterruptException e) {
      return "";
    } catch (EndOfFileException e) {
      return null;
    }
  }

  /** Prints lines above the one being edited. */
  public void print(List<AttributedString> lines) {
    printer.print(lines);
  }

  /** Clears the screen and prints these lines in the place of all that waits to be printed. */
  public void redraw(List<AttributedString> lines) {
    printer.redraw(lines);
  }

  /** How many of the last printed rows can be printed anew; none on a dumb terminal. */
  public int rewritable() {
    return hasBar() ? Math.max(0, height() - printer.barHeight() - 1) : 0;
  }

  /** Prints lines in the place of the last printed rows, as many as there were. */
  public void rewrite(int rows, List<AttributedString> lines) {
    printer.rewrite(rows, lines);
  }

  /** What stands before the line being edited. */
  public void prompt(String prompt) {
    printer.prompt(prompt);
  }

  /** The lines at the bottom, the last one lowest. */
  public void bar(List<AttributedString> lines) {
    printer.bar(lines);
  }

  /** Prints what waits and takes the bottom lines away. */
  @Override
  public void close() {
    printer.close();
    terminal.trackFocus(false);
    if (before != null) {
      terminal.setAttributes(before);
    }
    terminal.flush();
  }
}
