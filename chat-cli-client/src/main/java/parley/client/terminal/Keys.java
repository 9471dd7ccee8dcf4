package parley.client.terminal;

import java.util.Map;
import java.util.function.Consumer;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;

/** Which keys ask for what, besides those that edit the line. */
final class Keys {
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
    Map.of(
            Key.NEXT, KeyMap.ctrl('N'),
            Key.PREVIOUS, KeyMap.ctrl('P'),
            Key.UNREAD, KeyMap.alt('a'))
        .forEach((key, sequence) -> keys.bind(new Reference(widget(key)), sequence));
    for (int n = 1; n <= 9; n++) {
      keys.bind(new Reference(widget(Key.valueOf("TALK_" + n))), KeyMap.alt((char) ('0' + n)));
    }
  }

  private static String widget(Key key) {
    return "parley-" + key;
  }
}
