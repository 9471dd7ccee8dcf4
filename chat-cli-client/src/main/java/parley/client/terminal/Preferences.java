package parley.client.terminal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How somebody wants what they have before them. Immutable.
 *
 * @param keys of each that {@linkplain PressedKey#isTyped is typed} its keys
 */
public record Preferences(
    Palette palette, Look look, Alerts alerts, Map<PressedKey, List<KeyName>> keys) {
  /** As it is unless something is set. */
  public static final Preferences INITIAL =
      new Preferences(Palette.INITIAL, Look.INITIAL, Alerts.INITIAL, initialKeys());

  public Preferences {
    keys = Map.copyOf(keys);
  }

  /** What of it is for one server. */
  public Preferences at(String server) {
    return new Preferences(palette, look, alerts.at(server), keys);
  }

  private static Map<PressedKey, List<KeyName>> initialKeys() {
    Map<PressedKey, List<KeyName>> keys = new EnumMap<>(PressedKey.class);
    for (PressedKey key : PressedKey.values()) {
      if (key.isTyped()) {
        keys.put(key, key.keys().stream().map(KeyName::parse).toList());
      }
    }
    return keys;
  }
}
