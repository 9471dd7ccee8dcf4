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

/** Which keys ask for what, besides those that edit the line. */
final class Keys {
  private static final String RECALL = "parley-recall";

  private Keys() {}

  /**
   * @param pressed runs under the terminal's lock: it must hand over and return
   */
  static void bind(LineReader reader, Consumer<Key> pressed) {
    for (Key key : Key.values()) {
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
    bind(keys, Key.NEXT, KeyMap.ctrl('N'));
    bind(keys, Key.PREVIOUS, KeyMap.ctrl('P'));
    bind(keys, Key.UNREAD, KeyMap.alt('a'));
    bind(keys, Key.NUMBERS, KeyMap.alt('n'));
    bind(keys, Key.REDRAW, KeyMap.ctrl('L'));
    bind(keys, Key.LOOKING, LineReaderImpl.FOCUS_IN_SEQ);
    bind(keys, Key.AWAY, LineReaderImpl.FOCUS_OUT_SEQ);
    for (int n = 1; n <= 9; n++) {
      bind(keys, Key.valueOf("TALK_" + n), KeyMap.alt((char) ('0' + n)));
    }
  }

  /**
   * Alt-Up and Alt-E put one's last message into the line to be edited, and again the one before.
   *
   * @param lines what there is to recall, the newest first; called under the terminal's lock
   */
  static void bindRecall(LineReader reader, Supplier<List<String>> lines) {
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

  private static void bind(KeyMap<Binding> keys, Key key, String sequence) {
    keys.bind(new Reference(widget(key)), sequence);
  }

  private static String widget(Key key) {
    return "parley-" + key;
  }
}
