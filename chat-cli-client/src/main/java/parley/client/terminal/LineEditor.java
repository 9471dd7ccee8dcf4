package parley.client.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import parley.client.files.PrivateFile;

/** The line being edited, as this program wants it. */
public class LineEditor extends LineReaderImpl {
  private static final int HISTORY_LINES = 2_000;

  private static final Map<LineReader.Option, Boolean> OPTIONS =
      Map.of(
          LineReader.Option.DISABLE_EVENT_EXPANSION,
          true,
          LineReader.Option.ERASE_LINE_ON_FINISH,
          true,
          LineReader.Option.CASE_INSENSITIVE,
          true,
          LineReader.Option.HISTORY_TIMESTAMPED,
          false,
          LineReader.Option.AUTO_FRESH_LINE,
          false);

  /** What a text may not hold, with the rest of a terminal's command that it begins. */
  private static final Pattern CONTROL =
      Pattern.compile("\\x1b\\[[0-?]*[ -/]*[@-~]|[\\p{Cc}&&[^\\n\\t]]");

  /** What the terminal says by itself, and no key. */
  private static final Set<String> UNASKED =
      Set.of(
          KeyBindings.widget(PressedKey.LOOKING),
          KeyBindings.widget(PressedKey.AWAY),
          KeyBindings.widget(PressedKey.REDRAW));

  private final boolean plain;
  private volatile long lastKey = System.nanoTime();

  /** A line that is kept nowhere, and perhaps not even shown. */
  public record Unkept(boolean hidden) implements MaskingCallback {
    @Override
    public String display(String line) {
      return hidden ? "" : line;
    }

    @Override
    public String history(String line) {
      return null;
    }
  }

  /**
   * @param history the file of typed lines, null to keep none
   * @param completion what there is to complete just now
   */
  @SuppressWarnings("this-escape") // the library's setters look at nothing of a subclass
  protected LineEditor(Terminal terminal, Path history, Supplier<Completion> completion)
      throws IOException {
    super(terminal, "chat");
    plain = TerminalType.isPlain(terminal);
    if (history != null) {
      PrivateFile.makeFolder(history.toAbsolutePath().getParent());
      PrivateFile.open(history, StandardOpenOption.APPEND).close();
      PrivateFile.restrict(history);
    }
    setParser(new LineParser(word -> completion.get().takesPath(word)));
    setCompleter((reader, line, found) -> completion.get().complete(reader, line, found));
    completionMatcher = new EmojiMatcher();
    OPTIONS.forEach(this::option);
    setHistory(new TypedHistory());
    setVariable(LineReader.HISTORY_SIZE, HISTORY_LINES);
    setVariable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES);
    setVariable(LineReader.BELL_STYLE, "none");
    if (history != null) {
      setVariable(LineReader.HISTORY_FILE, history);
    }
  }

  @Override
  public Binding readBinding(KeyMap<Binding> all, KeyMap<Binding> local) {
    Binding read = super.readBinding(all, local);
    if (read != null && !(read instanceof Reference one && UNASKED.contains(one.name()))) {
      lastKey = System.nanoTime();
    }
    return read;
  }

  /** When a key was pressed last, or this editor was made, {@link System#nanoTime}. */
  public long lastKey() {
    return lastKey;
  }

  /** What was pasted is a text: what would do something to a terminal is left out of it. */
  @Override
  public boolean beginPaste() {
    boolean pasted = super.beginPaste();
    String text = buf.toString();
    String clean = CONTROL.matcher(text).replaceAll("");
    if (!clean.equals(text)) {
      int cursor = CONTROL.matcher(text.substring(0, buf.cursor())).replaceAll("").length();
      buf.clear();
      buf.write(clean);
      buf.cursor(cursor);
    }
    return pasted;
  }

  /** A line that was given up can be had back, as one that was said. */
  public void givenUp(String line) {
    if (line != null && !line.isBlank()) {
      getHistory().add(line);
    }
  }

  /** Whether a line is to be kept nowhere, because of what may stand in it. */
  public static boolean isSecret(String line) {
    return TypedHistory.isSecret(line);
  }

  /** A terminal to which that command would be text is not even told to leave it. */
  @Override
  public boolean isSet(LineReader.Option option) {
    return !(plain && option == LineReader.Option.BRACKETED_PASTE) && super.isSet(option);
  }
}
