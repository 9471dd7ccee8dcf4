package parley.client.config;

import java.util.List;

/**
 * One thing that can be set.
 *
 * @param name with its table: {@code screen.theme}
 * @param initial its value where nobody set it, by items
 * @param meaning a sentence
 */
public record Setting<T>(String name, ValueKind<T> kind, List<String> initial, String meaning) {
  public Setting {
    initial = List.copyOf(initial);
  }

  /** The name of its table; empty for none. */
  public String table() {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  /** Its name within its table. */
  public String word() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** As it is shown to people, and can be typed. */
  public static String shown(List<String> items) {
    return String.join(" ", items);
  }
}
