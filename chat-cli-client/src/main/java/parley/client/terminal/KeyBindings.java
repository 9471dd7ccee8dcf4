package parley.client.terminal;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    for (PressedKey key : PressedKey.values()) {
      if (!key.isForReading()) {
        key.keys().forEach(name -> bind(keys, key, KeyName.parse(name)));
      }
    }
    bind(keys, PressedKey.LOOKING, LineReaderImpl.FOCUS_IN_SEQ);
    bind(keys, PressedKey.AWAY, LineReaderImpl.FOCUS_OUT_SEQ);
  }

  /** The keys of a screen that is read in, besides: they are the terminal's own where it is not. */
  public static void bindReading(LineReader reader, Terminal terminal) {
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    for (PressedKey key : PressedKey.values()) {
      if (key.isForReading()) {
        key.keys().forEach(name -> bind(keys, key, KeyName.parse(name)));
      }
    }
    // Terminals of another kind send what their description says.
    bind(keys, PressedKey.PAGE_UP, KeyMap.key(terminal, Capability.key_ppage));
    bind(keys, PressedKey.PAGE_DOWN, KeyMap.key(terminal, Capability.key_npage));
    bind(keys, PressedKey.PEOPLE, KeyMap.key(terminal, Capability.key_f8));
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
  }

  /**
   * Other keys in the place of those that ask for something; what those did in the line, they do
   * again. Under the reader's lock, or before it reads.
   *
   * @param reading whether this is a screen that is read in
   * @param before which keys are bound by now
   */
  public static void rebind(
      LineReaderImpl reader,
      boolean reading,
      Map<PressedKey, List<KeyName>> before,
      Map<PressedKey, List<KeyName>> wanted) {
    Map<PressedKey, List<KeyName>> others = new EnumMap<>(wanted);
    others.entrySet().removeIf(one -> one.getValue().equals(before.get(one.getKey())));
    if (others.isEmpty()) {
      return;
    }
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    KeyMap<Binding> original = reader.defaultKeyMaps().get(LineReader.EMACS);
    Set<String> given = new HashSet<>();
    others.keySet().forEach(key -> given.add(widget(key)));
    keys.getBoundKeys()
        .forEach(
            (sequence, bound) -> {
              if (bound instanceof Reference to && given.contains(to.name())) {
                Binding first = original.getBound(sequence);
                if (first == null) {
                  keys.unbind(sequence);
                } else {
                  keys.bind(first, sequence);
                }
              }
            });
    others.forEach(
        (key, names) -> {
          if (reading || !key.isForReading()) {
            names.forEach(name -> bind(keys, key, name));
          }
        });
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

  private static void bind(KeyMap<Binding> keys, PressedKey key, KeyName name) {
    name.sequences().forEach(sequence -> bind(keys, key, sequence));
  }

  private static void bind(KeyMap<Binding> keys, PressedKey key, String... sequences) {
    for (String sequence : sequences) {
      if (sequence != null) {
        keys.bind(new Reference(widget(key)), sequence);
      }
    }
  }

  /** What the reader calls it. */
  public static String widget(PressedKey key) {
    return "parley-" + key.word();
  }
}
