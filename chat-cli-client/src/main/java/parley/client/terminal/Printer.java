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
import org.jline.utils.Status;

/**
 * What stands above the line being edited, and the lines at the bottom. A thread of its own prints,
 * many lines at a time where many wait; whoever prints waits only while {@value #WAITING} lines do.
 */
final class Printer {
  private static final int WAITING = 10_000;
  private static final int AT_ONCE = 200;
  private static final String BAR = "parley-bar";

  private final Terminal terminal;
  private final LineReader reader;
  private final boolean hasBar;
  private final BlockingQueue<AttributedString> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread;
  private volatile List<AttributedString> bar = List.of();
  private volatile String prompt = "> ";
  private volatile boolean clearing;
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
    return prompt;
  }

  void prompt(String prompt) {
    this.prompt = prompt;
  }

  void bar(List<AttributedString> lines) {
    bar = List.copyOf(lines);
  }

  void print(List<AttributedString> lines) {
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
  void redraw(List<AttributedString> lines) {
    waiting.clear();
    clearing = true;
    print(lines);
  }

  private void run() {
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
    if (!bar.equals(drawn) || (hasBar && !prompt.equals(drawnPrompt))) {
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
    if (hasBar && !prompt.equals(drawnPrompt)) {
      drawnPrompt = prompt;
      ((LineReaderImpl) reader).setPrompt(prompt);
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
  void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
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
