package parley.client.screen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.terminal.Completion;
import parley.client.terminal.KeyBindings;
import parley.client.terminal.LineEditor;
import parley.client.terminal.PressedKey;

/**
 * The line being edited, which the screen shows at its end: it is not drawn here, but given to who
 * draws all of it. Guarded by the library's lock on the line.
 */
final class InputEditor extends LineEditor {
  /** Behind an escape that is a key's beginning, the rest of it comes at once. */
  private static final long ESCAPE_MILLIS = 100;

  /** The widget of {@link PressedKey#JUMP}. */
  private static final String JUMP = "parley-jump";

  private static final String AS_FILE = "parley-as-file";
  private static final String AS_LINES = "parley-as-lines";
  private static final String INTERRUPT = "\003";

  /** What is done by the editor of the line whoever has the keys: the terminal says it, no key. */
  private static final Set<String> PASSED =
      Set.of(
          KeyBindings.widget(PressedKey.LOOKING),
          KeyBindings.widget(PressedKey.AWAY),
          KeyBindings.widget(PressedKey.REDRAW),
          LineReader.MOUSE,
          LineReader.BEGIN_PASTE);

  private final Consumer<Frame.Input> shows;
  private final Consumer<MouseReport> pointed;
  private final Consumer<String> goes;
  private volatile Runnable resized = () -> {};
  private int columns = 80;

  /** Columns of the page, over which boxes stand. */
  private int page = 80;

  private int most = 1;
  private AttributedString before = AttributedString.EMPTY;
  private MaskingCallback mask;

  /** Characters of the last paste that were too many. */
  private int leftOut;

  /** What stood in the line when its reading ended; nothing of a question. */
  private volatile String last = "";

  /** Gets the keys in the place of the line, null while the line does. */
  private volatile Consumer<String> keys;

  /**
   * @param history the file of typed lines, null to keep none
   * @param shows what is typed by now; called with the line's lock held
   * @param pointed what the mouse does; as above
   * @param goes takes a line that is to be done as if it were typed; must hand over and return
   */
  InputEditor(
      Terminal terminal,
      Path history,
      Supplier<Completion> completion,
      Consumer<Frame.Input> shows,
      Consumer<MouseReport> pointed,
      Consumer<String> goes)
      throws IOException {
    super(terminal, history, completion);
    this.shows = shows;
    this.pointed = pointed;
    this.goes = goes;
  }

  @Override
  public boolean mouse() {
    MouseReport.read(getLastBinding(), bindingReader::readCharacter).ifPresent(pointed);
    return true;
  }

  /**
   * What is pasted, as far as somebody could say it or send it as a file; the rest is left out.
   * Without the lock, as the library does it: others may want the line meanwhile.
   */
  @Override
  protected String doReadStringUntil(String end) {
    boolean locked = lock.isHeldByCurrentThread();
    if (locked) {
      lock.unlock();
    }
    try {
      Pasted read = Pasted.read(end, bindingReader::readCharacter);
      leftOut = read.leftOut();
      return read.text();
    } finally {
      if (locked) {
        lock.lock();
      }
    }
  }

  /** What {@link PressedKey#JUMP} does: it goes somewhere by a few of its letters. */
  void bindJump(Supplier<Completion.Vocabulary> known, Supplier<List<Jump.Goal>> elsewhere) {
    getWidgets().put(JUMP, () -> jump(new Jump(known, elsewhere)));
  }

  private boolean jump(Jump jump) {
    KeyMap<Binding> leaving = new KeyMap<>();
    leaving.setAmbiguousTimeout(ESCAPE_MILLIS);
    leaving.bind(new Reference(LineReader.SEND_BREAK), KeyMap.esc());
    try {
      while (true) {
        post = () -> jump.box(Math.max(1, page - 1));
        redisplay();
        Binding pressed = readBinding(getKeys(), leaving);
        switch (pressed instanceof Reference one ? one.name() : "") {
          case LineReader.SELF_INSERT -> jump.type(getLastBinding());
          case LineReader.BACKWARD_DELETE_CHAR -> jump.back();
          case LineReader.UP_LINE_OR_HISTORY, LineReader.UP_LINE_OR_SEARCH -> jump.move(-1);
          case LineReader.DOWN_LINE_OR_HISTORY, LineReader.DOWN_LINE_OR_SEARCH -> jump.move(1);
          case LineReader.EXPAND_OR_COMPLETE, JUMP -> jump.move(1);
          case LineReader.ACCEPT_LINE -> {
            go(jump.chosen());
            return true;
          }
          default -> {
            return true;
          }
        }
      }
    } finally {
      post = null;
    }
  }

  /** Of many lines somebody decides what becomes; whatever it is, what was typed before stays. */
  @Override
  public boolean beginPaste() {
    String typed = buf.toString();
    int cursor = buf.cursor();
    boolean pasted = super.beginPaste();
    if (keys != null) {
      text(typed); // nobody sees the line that it would go to
      return pasted;
    }
    String whole = buf.toString();
    Pasted text =
        new Pasted(whole.substring(cursor, whole.length() - (typed.length() - cursor)), leftOut);
    if (mask == null && text.isMany()) {
      become(text, typed, cursor);
    }
    return pasted;
  }

  private void become(Pasted pasted, String typed, int cursor) {
    KeyMap<Binding> choices = new KeyMap<>();
    choices.setAmbiguousTimeout(ESCAPE_MILLIS);
    choices.bind(new Reference(LineReader.SEND_BREAK), KeyMap.esc());
    choices.bind(new Reference(AS_FILE), "f");
    choices.bind(new Reference(AS_LINES), "l");
    try {
      post = () -> pasted.box(Math.max(1, page - 1));
      redisplay();
      Binding pressed = readBinding(getKeys(), choices);
      switch (pressed instanceof Reference one ? one.name() : "") {
        case LineReader.SEND_BREAK -> before(typed, cursor);
        case AS_FILE -> text("/send " + pasted.file() + " " + typed);
        case AS_LINES -> {
          if (pasted.areFew()) {
            before(typed, cursor);
            pasted.lines().forEach(goes);
          }
        }
        default -> {}
      }
    } catch (IOException e) {
      // It stays in the line.
    } finally {
      post = null;
    }
  }

  private void before(String typed, int cursor) {
    text(typed);
    buf.cursor(cursor);
  }

  /** What is typed stays, unless it is for a command to be gone on with. */
  private void go(Jump.Goal goal) {
    if (goal == null) {
      return;
    }
    if (goal.goes() != null) {
      goal.goes().run();
    } else if (goal.whole()) {
      goes.accept(goal.line());
    } else if (buf.length() == 0) {
      buf.write(goal.line());
    }
  }

  /** How much room there is. */
  void room(Layout layout) {
    columns = layout.width();
    most = layout.typed();
    page = layout.pageWidth();
  }

  /** What is to be done when the size is another one; on any thread. */
  void onResize(Runnable resized) {
    this.resized = resized;
  }

  @Override
  protected void handleSignal(Terminal.Signal signal) {
    super.handleSignal(signal);
    resized.run();
  }

  /** Gives all keys to this, and not to the line; null gives them back. On any thread. */
  void keysTo(Consumer<String> keys) {
    this.keys = keys;
  }

  /**
   * Ctrl-C, where the keys are somebody's: it is theirs as well.
   *
   * @return false where they are the line's
   */
  boolean leaveKeys() {
    Consumer<String> taker = keys;
    if (taker != null) {
      taker.accept(INTERRUPT);
    }
    return taker != null;
  }

  @Override
  public Binding readBinding(KeyMap<Binding> all, KeyMap<Binding> local) {
    while (true) {
      boolean taken = keys != null;
      Binding read = super.readBinding(taken ? escaping(all) : all, taken ? null : local);
      Consumer<String> taker = keys;
      boolean lines = read == null || read instanceof Reference one && PASSED.contains(one.name());
      if (lines || taker == null && !(taken && KeyMap.esc().equals(getLastBinding()))) {
        return read;
      }
      if (taker != null) {
        taker.accept(getLastBinding());
      }
    }
  }

  /** The same keys, and an escape by itself, once nothing follows it. */
  private static KeyMap<Binding> escaping(KeyMap<Binding> all) {
    KeyMap<Binding> escaping = new KeyMap<>();
    all.getBoundKeys().forEach((sequence, bound) -> escaping.bind(bound, sequence));
    escaping.setUnicode(all.getUnicode());
    escaping.setNomatch(all.getNomatch());
    escaping.setAmbiguousTimeout(ESCAPE_MILLIS);
    escaping.bind(new Reference(LineReader.SEND_BREAK), KeyMap.esc());
    return escaping;
  }

  /** What stands before the line from now on. */
  void before(AttributedString before) {
    this.before = before;
  }

  AttributedString before() {
    return before;
  }

  @Override
  public String readLine(String prompt, String right, MaskingCallback mask, String begun) {
    this.mask = mask;
    return super.readLine(prompt, right, mask, begun);
  }

  @Override
  protected void cleanup() {
    last = mask == null ? buf.toString() : "";
    super.cleanup();
  }

  /** What stood in the line when it was read last, also where that ended by a fault. */
  String last() {
    return last;
  }

  /** The text of the line as it is now. */
  String text() {
    return buf.toString();
  }

  /** Another text, with the cursor behind it. */
  void text(String text) {
    buf.clear();
    buf.write(text);
  }

  @Override
  protected void redisplay(boolean flush) {
    shows.accept(input());
  }

  /** Many are not asked about, and take the screen from nobody: they are chosen from in a box. */
  @Override
  protected boolean doList(
      List<Candidate> possible,
      String completed,
      boolean chosen,
      BiFunction<CharSequence, Boolean, CharSequence> escaper) {
    return chosen || super.doList(possible, completed, false, escaper);
  }

  private Frame.Input input() {
    String text = buf.toString();
    String whole = mask == null ? text : mask.display(text);
    String upTo = mask == null ? text.substring(0, buf.cursor()) : whole;
    List<AttributedString> rows = new ArrayList<>();
    int width = Math.max(2, columns - 1);
    boolean apart = Columns.of(before) > width / 2;
    int indent = apart ? 2 : Columns.of(before);
    int[] cursor = {0, 0};
    AttributedStringBuilder row = new AttributedStringBuilder();
    row.append(apart ? new AttributedString("› ") : before);
    int used = Columns.of(row);
    int at = 0;
    while (at <= whole.length()) {
      if (at == upTo.length()) {
        cursor[0] = rows.size();
        cursor[1] = used;
      }
      if (at == whole.length()) {
        break;
      }
      int end = at + Columns.cluster(whole, at);
      if (at < upTo.length() && end > upTo.length()) {
        cursor[0] = rows.size();
        cursor[1] = used;
      }
      boolean newline = whole.charAt(at) == '\n';
      int wide = newline ? 0 : Columns.ofCluster(whole, at, end);
      if (newline || used + wide > width) {
        rows.add(row.toAttributedString());
        row = new AttributedStringBuilder().append(" ".repeat(newline ? indent : 0));
        used = newline ? indent : 0;
        if (at == upTo.length() && !newline) {
          cursor[0] = rows.size();
          cursor[1] = used;
        }
      }
      if (!newline) {
        row.append(shown(whole, at, end));
        used += wide;
      }
      at = end;
    }
    rows.add(row.toAttributedString());
    return windowed(rows, cursor[0], cursor[1], whole, apart);
  }

  /** What would do something to the terminal is seen, and does nothing. */
  private static AttributedString shown(String text, int from, int to) {
    char c = text.charAt(from);
    return Character.isISOControl(c)
        ? new AttributedString(c < ' ' ? "" + (char) (0x2400 + c) : "␦", AttributedStyle.INVERSE)
        : new AttributedString(text.substring(from, to));
  }

  /** As many rows as there is room for, among them the cursor's. */
  private Frame.Input windowed(
      List<AttributedString> rows, int cursorRow, int cursorColumn, String whole, boolean apart) {
    int first = Math.max(0, Math.min(cursorRow - most / 2, rows.size() - most));
    List<AttributedString> seen = rows.subList(first, Math.min(rows.size(), first + most));
    List<Line> box = new ArrayList<>();
    if (post != null && post.get() != null) {
      post.get().columnSplitLength(page).forEach(line -> box.add(Line.of(line)));
    }
    if (apart) {
      // A question that is long stands above its answer, whole.
      before.columnSplitLength(page).forEach(line -> box.add(Line.of(line)));
    }
    if (rows.size() > most) {
      long lines = whole.chars().filter(c -> c == '\n').count() + 1;
      box.add(
          Line.of(
              new AttributedString(
                  lines + " lines · " + whole.length() + " characters",
                  AttributedStyle.DEFAULT.faint())));
    }
    return new Frame.Input(
        mask == null ? whole : "", List.copyOf(seen), cursorRow - first, cursorColumn, box);
  }
}
