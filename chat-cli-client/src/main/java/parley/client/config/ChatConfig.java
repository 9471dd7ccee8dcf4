package parley.client.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.client.terminal.Alerts;
import parley.client.terminal.KeyName;
import parley.client.terminal.Look;
import parley.client.terminal.Palette;
import parley.client.terminal.Preferences;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Theme;

/**
 * What is set, and where. Immutable.
 *
 * @param file where it is, or would be
 * @param exists whether there is one
 * @param set by its setting, what is set there, without what is wrong
 * @param profiles by name, in their order; those that are right
 * @param broken the names of those of which something is wrong, or may be: nobody goes there by
 *     half of what was meant
 * @param whole whether all of the file could be read, right or wrong
 * @param faults what is wrong, which counts for nothing
 * @param openToOthers a sentence where others can change the file; empty where they can't
 */
public record ChatConfig(
    Path file,
    boolean exists,
    Map<Setting<?>, Held> set,
    Map<String, Profile> profiles,
    Set<String> broken,
    boolean whole,
    List<Fault> faults,
    String openToOthers) {
  /** A value that is set, and the line in which it is. */
  public record Held(List<String> items, Object value, int line) {}

  /** Without a file: nothing is set, and no table of settings is made. */
  static ChatConfig none(Path file) {
    return new ChatConfig(file, false, Map.of(), Map.of(), Set.of(), true, List.of(), "");
  }

  /** The faults with their places, one in a line. */
  public List<String> sentences() {
    return faults.stream().map(fault -> fault.at(file.toString())).toList();
  }

  @SuppressWarnings("unchecked") // what is held was parsed by the setting's own kind
  <T> T get(Setting<T> setting) {
    Held held = set.get(setting);
    return held == null ? setting.kind().parse(setting.initial()) : (T) held.value();
  }

  /** What is in force for a setting. */
  public List<String> items(Setting<?> setting) {
    Held held = set.get(setting);
    return held == null ? setting.initial() : held.items();
  }

  /** What is said of a value that a setting can't have. */
  public static String wrong(Setting<?> setting, List<String> items) {
    return ConfigReader.wrong(setting, items);
  }

  /** The line in which a setting is set; 0 where it is not. */
  public int line(Setting<?> setting) {
    Held held = set.get(setting);
    return held == null ? 0 : held.line();
  }

  /** The name of the server to go to where none is named; perhaps there is none of that name. */
  public Optional<String> defaultServer() {
    return set.isEmpty() ? Optional.empty() : get(Settings.DEFAULT);
  }

  /** The names of the servers that are opened where none is named: the default one first. */
  public List<String> opened() {
    Set<String> opened = new LinkedHashSet<>();
    defaultServer().filter(profiles::containsKey).ifPresent(opened::add);
    profiles.values().stream().filter(Profile::isOpened).map(Profile::name).forEach(opened::add);
    return List.copyOf(opened);
  }

  /** Words that call this person as their name does. */
  public List<String> words() {
    return set.isEmpty() ? List.of() : get(Settings.WORDS);
  }

  /** For how long no key is pressed by who is away; zero where nobody is by that. */
  public Duration awayAfter() {
    return set.isEmpty() ? Duration.ZERO : get(Settings.AWAY);
  }

  /** How somebody wants their screen. */
  public Preferences preferences() {
    if (set.isEmpty()) {
      return Preferences.INITIAL;
    }
    Map<Theme.Element, String> own = new EnumMap<>(Theme.Element.class);
    for (Map.Entry<Theme.Element, Setting<Optional<String>>> look : Settings.looks().entrySet()) {
      String words = get(look.getValue()).orElse(null);
      if (words != null) {
        own.put(look.getKey(), words);
      }
    }
    return new Preferences(
        new Palette(get(Settings.THEME), get(Settings.COLOURS), own, get(Settings.NAMES)),
        new Look(
            get(Settings.TALKS),
            get(Settings.PEOPLE),
            get(Settings.FOLD),
            get(Settings.CLOCK),
            get(Settings.COMINGS),
            get(Settings.MOUSE)),
        new Alerts(
            get(Settings.MENTIONS),
            get(Settings.DIRECT),
            get(Settings.BELL),
            get(Settings.TITLE),
            get(Settings.DESKTOP),
            get(Settings.TEXT),
            get(Settings.QUIET),
            get(Settings.HOURS).orElse(null)),
        keys());
  }

  /** A key that was given to something is taken from what it is for otherwise. */
  private Map<PressedKey, List<KeyName>> keys() {
    Set<String> given = new HashSet<>();
    for (Setting<List<KeyName>> setting : Settings.keys().values()) {
      if (set.containsKey(setting)) {
        for (KeyName key : get(setting)) {
          given.add(key.word());
        }
      }
    }
    Map<PressedKey, List<KeyName>> keys = new EnumMap<>(Preferences.INITIAL.keys());
    for (Map.Entry<PressedKey, Setting<List<KeyName>>> one : Settings.keys().entrySet()) {
      if (set.containsKey(one.getValue())) {
        keys.put(one.getKey(), get(one.getValue()));
      } else if (!given.isEmpty()) {
        List<KeyName> names = new ArrayList<>(keys.get(one.getKey()));
        names.removeIf(name -> given.contains(name.word()));
        keys.put(one.getKey(), List.copyOf(names));
      }
    }
    return keys;
  }

  /** Keys that are given to two things: each is a fault, in the line of the second. */
  static List<Fault> doubledKeys(Map<Setting<?>, Held> set) {
    Map<String, Setting<?>> first = new HashMap<>();
    List<Fault> faults = new ArrayList<>();
    for (Setting<List<KeyName>> setting : Settings.keys().values()) {
      Held held = set.get(setting);
      if (held != null) {
        for (KeyName key : setting.kind().parse(held.items())) {
          Setting<?> other = first.putIfAbsent(key.word(), setting);
          if (other != null) {
            faults.add(
                new Fault(
                    held.line(),
                    "%s is given to %s and to %s."
                        .formatted(key.word(), other.name(), setting.name())));
          }
        }
      }
    }
    return faults;
  }
}
