package parley.client.screen;

import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;

/**
 * Brings rows to the terminal, those only that are not there yet. Each part of a row is put at its
 * column, and the terminal breaks no line by itself: where it finds a character wider than we do,
 * one row is a little wrong, and no other. Confined to the lock of its screen.
 */
final class Painter {
  private static final String BEGIN_UPDATE = "\033[?2026h";
  private static final String END_UPDATE = "\033[?2026l";

  private final Terminal terminal;
  private int colours;

  /** What is there, row by row; null where nobody knows. */
  private String[] drawn = new String[0];

  private int drawnWidth;

  /**
   * @param colours how many the terminal is sent at most
   */
  Painter(Terminal terminal, int colours) {
    this.terminal = terminal;
    colours(colours);
  }

  /** As many of them from now on. */
  final void colours(int colours) {
    this.colours = Math.max(8, colours);
  }

  /** The screen is not as it was left. */
  void forget() {
    drawn = new String[0];
  }

  /**
   * @param width for which the rows were made
   */
  void paint(List<List<Frame.Part>> rows, int width, int cursorRow, int cursorColumn) {
    StringBuilder sent = new StringBuilder(BEGIN_UPDATE);
    put(sent, Capability.cursor_invisible);
    put(sent, Capability.exit_am_mode);
    if (drawn.length != rows.size() || width != drawnWidth) {
      drawnWidth = width;
      drawn = new String[rows.size()];
      put(sent, Capability.clear_screen);
    }
    for (int i = 0; i < drawn.length; i++) {
      String row = row(i, rows.get(i));
      if (!row.equals(drawn[i])) {
        sent.append(row);
        drawn[i] = row;
      }
    }
    put(sent, Capability.enter_am_mode);
    Curses.tputs(
        sent, terminal.getStringCapability(Capability.cursor_address), cursorRow, cursorColumn);
    put(sent, Capability.cursor_normal);
    terminal.writer().write(sent.append(END_UPDATE).toString());
    terminal.flush();
  }

  private String row(int number, List<Frame.Part> parts) {
    StringBuilder row = new StringBuilder();
    String address = terminal.getStringCapability(Capability.cursor_address);
    Curses.tputs(row, address, number, 0);
    put(row, Capability.clr_eol);
    for (Frame.Part part : parts) {
      if (part.line().text().length() > 0) {
        Curses.tputs(row, address, number, part.column());
        row.append(part.line().toAnsi(colours));
      }
    }
    return row.toString();
  }

  private void put(StringBuilder sent, Capability capability) {
    String text = terminal.getStringCapability(capability);
    if (text != null) {
      Curses.tputs(sent, text);
    }
  }
}
