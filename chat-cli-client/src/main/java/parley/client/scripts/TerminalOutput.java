package parley.client.scripts;

/**
 * What of a program's output a terminal shows in the end: colours and other commands to it are
 * gone, what was written over too, where something else took its place. Used for one line, which
 * grows no longer than its bytes or a move, whatever the moves in it say.
 */
final class TerminalOutput {
  private static final char ESCAPE = 0x1b;
  private static final char BELL = 0x07;

  /** The control sequence introducer and the string terminator, each in one character. */
  private static final char INTRODUCER = 0x9b;

  private static final char TERMINATOR = 0x9c;

  /** Columns by which a command moves at most. */
  private static final int MOVE = 500;

  private final String raw;

  /** The line as it stands, and where in it the next character goes. */
  private final StringBuilder line = new StringBuilder();

  private int cursor;

  /** The last state of the line in which there was something to see. */
  private String before = "";

  /** Whether a string was found to have no end, so that no later one has. */
  private boolean endless;

  private TerminalOutput(String raw) {
    this.raw = raw;
  }

  /**
   * The last state of a line in which there is something to see.
   *
   * @param raw without the newline at its end
   */
  static String of(String raw) {
    boolean plain = raw.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t');
    return plain ? raw : new TerminalOutput(raw).last();
  }

  private String last() {
    for (int at = 0; at < raw.length(); ) {
      at = take(at);
    }
    return line.toString().isBlank() ? before : line.toString();
  }

  /**
   * @return where the next one begins
   */
  private int take(int at) {
    int c = raw.codePointAt(at);
    int next = at + Character.charCount(c);
    switch (c) {
      case ESCAPE -> {
        return escape(next);
      }
      case INTRODUCER -> {
        return command(next);
      }
      case '\r' -> anew();
      case '\b' -> cursor = cursor == 0 ? 0 : line.offsetByCodePoints(cursor, -1);
      case 0x0b, 0x0c, 0x85 -> put(' ');
      default -> {
        if (c == '\t' || !Character.isISOControl(c)) {
          put(c);
        }
      }
    }
    return next;
  }

  private void put(int c) {
    int end = cursor == line.length() ? cursor : line.offsetByCodePoints(cursor, 1);
    line.replace(cursor, end, Character.toString(c));
    cursor += Character.charCount(c);
  }

  /** The line is written anew, from its first column. */
  private void anew() {
    if (!line.toString().isBlank()) {
      before = line.toString();
    }
    line.setLength(0);
    cursor = 0;
  }

  /** What follows an escape (ECMA-48, 5.3, and the commands of terminals that are older). */
  private int escape(int at) {
    if (at == raw.length()) {
      return at;
    }
    char c = raw.charAt(at);
    return switch (c) {
      case '[' -> command(at + 1);
      case ']', 'P', 'X', '^', '_' -> string(at + 1);
      case ' ', '#', '%', '(', ')', '*', '+', '-', '.', '/' -> Math.min(at + 2, raw.length());
      default -> c > ' ' && c < 0x7f ? at + 1 : at;
    };
  }

  /** Passes over a string for the terminal, such as a title; what has no end is text. */
  private int string(int from) {
    for (int at = from; at < raw.length() && !endless; at++) {
      char c = raw.charAt(at);
      if (c == BELL || c == TERMINATOR) {
        return at + 1;
      }
      if (c == ESCAPE && raw.startsWith("\\", at + 1)) {
        return at + 2;
      }
    }
    endless = true;
    return from;
  }

  /** A control sequence: parameters, and a letter that says what it does. */
  private int command(int from) {
    int end = from;
    while (end < raw.length() && raw.charAt(end) >= ' ' && raw.charAt(end) <= '?') {
      end++;
    }
    if (end == raw.length() || raw.charAt(end) > '~' || raw.charAt(end) < '@') {
      return from;
    }
    obey(raw.charAt(end), raw.substring(from, end));
    return end + 1;
  }

  /** What moves within the line or erases of it; all else changes no text. */
  private void obey(char command, String parameters) {
    int number = number(parameters);
    switch (command) {
      case 'G' -> {
        if (number <= 1) {
          anew();
        }
      }
      case 'K' -> {
        if (number == 2) {
          anew();
        } else if (number <= 0) {
          line.setLength(cursor);
        }
      }
      case 'C' -> forward(Math.clamp(number, 1, MOVE));
      case 'D' -> {
        for (int back = Math.clamp(number, 1, MOVE); back > 0 && cursor > 0; back--) {
          cursor = line.offsetByCodePoints(cursor, -1);
        }
      }
      default -> {}
    }
  }

  private void forward(int columns) {
    for (int i = 0; i < columns; i++) {
      if (cursor == line.length()) {
        if (cursor < Math.max(raw.length(), MOVE)) {
          put(' ');
        }
      } else {
        cursor = line.offsetByCodePoints(cursor, 1);
      }
    }
  }

  /** A parameter of at most three digits; 0 for none and for all others. */
  private static int number(String parameters) {
    boolean one = !parameters.isEmpty() && parameters.length() <= 3;
    return one && parameters.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(parameters)
        : 0;
  }
}
