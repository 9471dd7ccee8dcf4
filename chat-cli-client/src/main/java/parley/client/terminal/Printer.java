package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Status;

/**
 * What stands above the line being edited, and the lines at the bottom. A thread of its own prints,
 * many lines at a time where many wait; whoever prints waits only while {@value #WAITING} lines do.
 */
final class Printer {
  private static final int WAITING = 10_000;
  private static final int AT_ONCE = 200;
  private static final String BAR = "parley-bar";

  /** What waits to be done, in order. */
  private sealed interface Work {
    record Print(AttributedString line) implements Work {}

    /** Lines in the place of the last printed rows. */
    record Rewrite(int rows, List<AttributedString> lines) implements Work {}

    /** What the terminal obeys and does not show. */
    record Send(String signal) implements Work {}

    /** An empty screen. */
    record Clear() implements Work {}
  }

  private final Terminal terminal;
  private final LineReader reader;
  private final boolean hasBar;
  private final BlockingQueue<Work> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread;
  private volatile List<AttributedString> bar = List.of();
  private volatile String prompt = "> ";

  /** What stands there while something is asked; null while nothing is. */
  private volatile String question;

  private volatile boolean closing;

  /**
   * What is on the screen now; only the printer's thread, under the terminal's lock, changes it.
   */
  private List<AttributedString> drawn = List.of();

  private String drawnPrompt = "";

  /**
   * @param hasBar whether there are bottom lines and a prompt
   */
  Printer(Terminal terminal, LineReader reader, boolean hasBar) {
    this.terminal = terminal;
    this.reader = reader;
    this.hasBar = hasBar;
    reader.getWidgets().put(BAR, this::draw);
    thread = Thread.ofVirtual().name("printer").start(this::run);
  }

  String prompt() {
    String asked = question;
    return asked == null ? prompt : asked;
  }

  /** What is asked stands in the place of the prompt; null once it was answered. */
  void question(String question) {
    this.question = question;
  }

  void prompt(String prompt) {
    this.prompt = prompt;
  }

  void bar(List<AttributedString> lines) {
    bar = List.copyOf(lines);
  }

  int barHeight() {
    return bar.size();
  }

  void print(List<AttributedString> lines) {
    lines.forEach(line -> later(new Work.Print(line)));
  }

  void send(String signal) {
    later(new Work.Send(signal));
  }

  void rewrite(int rows, List<AttributedString> lines) {
    later(new Work.Rewrite(rows, List.copyOf(lines)));
  }

  /** Clears the screen and prints these lines in the place of all that waits to be printed. */
  void redraw(List<AttributedString> lines) {
    waiting.clear();
    later(new Work.Clear());
    print(lines);
  }

  private void later(Work work) {
    try {
      if (!closing) {
        waiting.put(work);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Work> batch = new ArrayList<>();
    try {
      while (!closing) {
        Work first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, AT_ONCE - 1);
          show(batch);
          batch.clear();
        }
        refresh();
      }
    } catch (InterruptedException e) {
      // Closed: what still waits is printed by close().
    }
  }

  private void show(List<Work> batch) {
    StringBuilder text = new StringBuilder();
    StringBuilder signals = new StringBuilder();
    for (Work work : batch) {
      switch (work) {
        case Work.Print print -> append(print.line(), text);
        case Work.Rewrite rewrite -> append(rewrite, text);
        case Work.Send send when TerminalType.isPlain(terminal) -> {}
        case Work.Send send -> signals.append(send.signal());
        case Work.Clear _ -> {
          // What waited before it was dropped, and what was printed just now goes too.
          text.setLength(0);
          clear();
        }
      }
    }
    if (!text.isEmpty()) {
      reader.printAbove(unbroken(text));
    }
    if (!signals.isEmpty()) {
      terminal.writer().write(signals.toString());
      terminal.flush();
    }
  }

  private void append(AttributedString line, StringBuilder text) {
    text.append(TerminalType.isPlain(terminal) ? line.toString() : line.toAnsi(terminal))
        .append('\n');
  }

  /**
   * Up to the first of the rows, then down again, printing. Each line was cut to be one row. The
   * cursor is at the beginning of the row below them, and there it ends. Where fewer rows than
   * those are in sight, it stops at the top, and some lines come twice.
   */
  private void append(Work.Rewrite rewrite, StringBuilder text) {
    times(rewrite.rows(), Capability.cursor_up, text);
    put(Capability.save_cursor, text);
    for (int i = 0; i < rewrite.rows(); i++) {
      put(Capability.clr_eol, text);
      put(Capability.cursor_down, text);
    }
    put(Capability.restore_cursor, text);
    rewrite.lines().forEach(line -> append(line, text));
  }

  private void times(int count, Capability capability, StringBuilder text) {
    for (int i = 0; i < count; i++) {
      put(capability, text);
    }
  }

  private void put(Capability capability, StringBuilder text) {
    Curses.tputs(text, terminal.getStringCapability(capability));
  }

  /** A terminal that finds a character wider than we do must not make two rows of a line. */
  private String unbroken(StringBuilder text) {
    if (!hasBar
        || terminal.getStringCapability(Capability.exit_am_mode) == null
        || terminal.getStringCapability(Capability.enter_am_mode) == null) {
      return text.toString();
    }
    StringBuilder whole = new StringBuilder();
    put(Capability.exit_am_mode, whole);
    whole.append(text, 0, text.length() - 1);
    put(Capability.enter_am_mode, whole);
    return whole.append('\n').toString();
  }

  private void clear() {
    try {
      reader.callWidget(LineReader.CLEAR_SCREEN);
      drawn = List.of();
    } catch (IllegalStateException e) {
      // No line is being edited just now: the lines are printed below what is there.
    }
  }

  private void refresh() {
    if (!bar.equals(drawn) || (hasBar && !prompt().equals(drawnPrompt))) {
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
    String shown = prompt();
    if (hasBar && !shown.equals(drawnPrompt)) {
      drawnPrompt = shown;
      ((LineReaderImpl) reader).setPrompt(shown);
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

  /** Takes the bottom lines away until {@link #resume}; with the terminal's lock held. */
  void suspend() {
    Status status = Status.getStatus(terminal, false);
    if (status != null) {
      status.update(List.of());
      status.suspend();
    }
    drawn = List.of();
    terminal.writer().println();
  }

  void resume() {
    Status status = Status.getStatus(terminal, false);
    if (status != null) {
      status.restore();
    }
  }

  /** Prints what waits and takes the bottom lines away. */
  void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
      List<Work> rest = new ArrayList<>();
      waiting.drainTo(rest);
      Status status = Status.getStatus(terminal, false);
      if (status != null) {
        status.update(List.of());
        status.close();
      }
      show(rest);
      terminal.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
