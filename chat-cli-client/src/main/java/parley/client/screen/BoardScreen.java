package parley.client.screen;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import parley.client.terminal.Suspension;
import parley.client.terminal.Theme;

/**
 * The whole of the terminal for rows that are only looked at, and keys; it is given back as it was
 * found. Guarded by itself, but for the keys, which one thread reads.
 */
public final class BoardScreen implements AutoCloseable {
  private static final char ESCAPE = '\033';

  /** What belongs to a key comes at once. */
  private static final long ESCAPE_MILLIS = 60;

  private static final int LONGEST_KEY = 16;

  private final Terminal terminal;
  private final Attributes before;
  private final Painter painter;
  private boolean shown;

  /**
   * @param resized is to draw all anew; on any thread, and shortly
   * @param interrupted at ctrl-C; as above
   */
  public BoardScreen(Terminal terminal, Theme theme, Runnable resized, Runnable interrupted) {
    this.terminal = terminal;
    painter = new Painter(terminal, theme.colours());
    before = terminal.enterRawMode();
    terminal.handle(
        Terminal.Signal.WINCH,
        _ -> {
          forget();
          resized.run();
        });
    terminal.handle(Terminal.Signal.INT, _ -> interrupted.run());
    terminal.handle(Terminal.Signal.TSTP, _ -> suspend(resized));
    enter();
  }

  private synchronized void enter() {
    terminal.puts(Capability.enter_ca_mode);
    painter.forget();
    shown = true;
    terminal.flush();
  }

  private synchronized void forget() {
    painter.forget();
  }

  /** Ctrl-Z: the terminal is the shell's, as it was, until this program is told to go on. */
  private void suspend(Runnable resized) {
    close();
    Suspension.stop(terminal, () -> suspend(resized));
    terminal.enterRawMode();
    enter();
    resized.run();
  }

  public int width() {
    return Math.max(1, size().getColumns());
  }

  public int height() {
    return Math.max(1, size().getRows());
  }

  private Size size() {
    try {
      return terminal.getSize();
    } catch (UncheckedIOException | IOError e) {
      return Size.of(0, 0);
    }
  }

  /** Shows rows, as many as the screen has. */
  public synchronized void show(List<AttributedString> rows, int width) {
    if (shown) {
      List<List<Frame.Part>> parts =
          rows.stream().map(row -> List.of(new Frame.Part(0, Line.of(row)))).toList();
      int column = Math.min(width - 1, rows.isEmpty() ? 0 : rows.getLast().columnLength());
      painter.paint(parts, width, Math.max(0, rows.size() - 1), column);
    }
  }

  /** Waits for a key, and answers what the terminal sends for it; null where it is gone. */
  public String key() {
    try {
      NonBlockingReader reader = terminal.reader();
      int c = reader.read();
      if (c < 0) {
        return null;
      }
      StringBuilder key = new StringBuilder().appendCodePoint(c);
      while (key.charAt(0) == ESCAPE && key.length() < LONGEST_KEY && !isWhole(key)) {
        int next = reader.read(ESCAPE_MILLIS);
        if (next < 0) {
          break;
        }
        key.appendCodePoint(next);
      }
      return key.toString();
    } catch (IOException | UncheckedIOException | IOError e) {
      return null;
    }
  }

  private static boolean isWhole(CharSequence key) {
    char last = key.charAt(key.length() - 1);
    boolean begins = key.length() == 2 && (last == '[' || last == 'O');
    return key.length() > 1 && !begins && last >= '@' && last <= '~';
  }

  /** Gives the terminal back; what is shown later is not. */
  @Override
  public synchronized void close() {
    if (shown) {
      shown = false;
      try {
        terminal.puts(Capability.exit_ca_mode);
        terminal.puts(Capability.cursor_normal);
        terminal.setAttributes(before);
        terminal.flush();
      } catch (UncheckedIOException | IOError e) {
        // It is gone, and nobody sees how it is.
      }
    }
  }
}
