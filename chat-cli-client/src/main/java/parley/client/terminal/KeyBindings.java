package parley.client.terminal;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Buffer;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** Which keys ask for what, besides those that edit the line. */
public final class KeyBindings {
  /** The end of the line, and of the page. */
  private static final String END = "parley-end";

  private static final String RECALL = "parley-recall";

  private KeyBindings() {}

  /**
   * @param pressed runs under the terminal's lock: it must hand over and return
   */
  public static void bind(LineReader reader, Consumer<PressedKey> pressed) {
    for (PressedKey key : PressedKey.values()) {
      reader
          .getWidgets()
          .put(
              widget(key),
              () -> {
                pressed.accept(key);
                return true;
              });
    }
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    bind(keys, PressedKey.NEXT, KeyMap.ctrl('N'));
    bind(keys, PressedKey.PREVIOUS, KeyMap.ctrl('P'));
    bind(keys, PressedKey.UNREAD, KeyMap.alt('a'));
    bind(keys, PressedKey.NUMBERS, KeyMap.alt('n'));
    bind(keys, PressedKey.REDRAW, KeyMap.ctrl('L'));
    bind(keys, PressedKey.LOOKING, LineReaderImpl.FOCUS_IN_SEQ);
    bind(keys, PressedKey.AWAY, LineReaderImpl.FOCUS_OUT_SEQ);
    for (int n = 1; n <= 9; n++) {
      bind(keys, PressedKey.valueOf("TALK_" + n), KeyMap.alt((char) ('0' + n)));
    }
  }

  /** The keys of a screen that is read in, besides: they are the terminal's own where it is not. */
  public static void bindReading(LineReader reader, Terminal terminal) {
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    bind(keys, PressedKey.PAGE_UP, "\033[5~", KeyMap.key(terminal, Capability.key_ppage));
    bind(keys, PressedKey.PAGE_DOWN, "\033[6~", KeyMap.key(terminal, Capability.key_npage));
    bind(keys, PressedKey.OLDEST, "\033[1;3H", KeyMap.alt('<'));
    bind(keys, PressedKey.NEWEST, "\033[1;3F", KeyMap.alt('>'));
    reader
        .getWidgets()
        .put(
            END,
            () -> {
              reader.callWidget(widget(PressedKey.NEWEST));
              reader.callWidget(LineReader.END_OF_LINE);
              return true;
            });
    for (String end : List.of("\033[F", "\033OF", "\033[4~")) {
      keys.bind(new Reference(END), end);
    }
    bind(keys, PressedKey.UNFOLD, KeyMap.alt('f'));
    bind(keys, PressedKey.PEOPLE, KeyMap.key(terminal, Capability.key_f8), "\033[19~");
    bind(keys, PressedKey.TALK_10, KeyMap.alt('0'));
    bind(keys, PressedKey.CHOOSE_UP, "\033[1;3A");
    bind(keys, PressedKey.CHOOSE_DOWN, "\033[1;3B");
    bind(keys, PressedKey.REPLY, KeyMap.alt('r'));
    bind(keys, PressedKey.EDIT, KeyMap.alt('e'));
    bind(keys, PressedKey.DELETE, KeyMap.alt('x'));
    bind(keys, PressedKey.REACT, KeyMap.alt('+'));
  }

  /**
   * Alt-Up and Alt-E put one's last message into the line to be edited, and again the one before.
   *
   * @param lines what there is to recall, the newest first; called under the terminal's lock
   */
  public static void bindRecall(LineReader reader, Supplier<List<String>> lines) {
    reader
        .getWidgets()
        .put(
            RECALL,
            () -> {
              Buffer typed = reader.getBuffer();
              List<String> all = lines.get();
              int next = all.indexOf(typed.toString()) + 1;
              if (next >= all.size()) {
                return false;
              }
              typed.clear();
              typed.write(all.get(next));
              return true;
            });
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    keys.bind(new Reference(RECALL), KeyMap.alt('e'), "\033[1;3A");
  }

  private static void bind(KeyMap<Binding> keys, PressedKey key, String... sequences) {
    for (String sequence : sequences) {
      if (sequence != null) {
        keys.bind(new Reference(widget(key)), sequence);
      }
    }
  }

  private static String widget(PressedKey key) {
    return "parley-" + key;
  }
}
