package parley.client.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.client.terminal.Alerts;
import parley.client.terminal.KeyName;
import parley.client.terminal.Look;
import parley.client.terminal.Palette;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Theme;

/** All that can be set but for the servers, each once: help, template and checks come from here. */
public final class Settings {
  private static final List<Setting<?>> DEFINED = new ArrayList<>();

  static final Setting<Optional<String>> DEFAULT =
      one("default", new ValueKind.Word(), "", "The server that chat goes to where none is named.");

  static final Setting<Palette.Ground> THEME =
      one(
          "screen.theme",
          new ValueKind.Choice<>(Palette.Ground.class),
          "default",
          "Colours for a dark ground, a light one, or both (default).");
  static final Setting<Palette.Depth> COLOURS =
      one(
          "screen.colours",
          new ValueKind.Choice<>(Palette.Depth.class),
          "auto",
          "How many colours there are: as many as the terminal says, or so many. NO_COLOR wins.");
  static final Setting<Look.Clock> CLOCK =
      one(
          "screen.time",
          new ValueKind.Choice<>(Look.Clock.class),
          "24h",
          "How times are written: 14:05, 2:05 PM, or 14:05:33 (seconds).");
  static final Setting<Integer> TALKS =
      one(
          "screen.talks",
          new ValueKind.Limit(40, 1_000),
          "100",
          "Columns from which on the talks stand to the left.");
  static final Setting<Integer> PEOPLE =
      one(
          "screen.people",
          new ValueKind.Limit(40, 1_000),
          "110",
          "Columns from which on the people stand to the right.");
  static final Setting<Boolean> MOUSE =
      one(
          "screen.mouse",
          new ValueKind.Switch(),
          "true",
          "The wheel reads back, a click goes there; the terminal selects with Shift.");
  static final Setting<Integer> FOLD =
      one(
          "screen.fold",
          new ValueKind.Limit(2, 1_000),
          "20",
          "Lines from which on a message is folded.");
  static final Setting<Look.Comings> COMINGS =
      one(
          "screen.joins",
          new ValueKind.Choice<>(Look.Comings.class),
          "folded",
          "People who come and go: each shown, folded into one line, only those who spoke lately"
              + " (recent), or hidden.");

  static final Setting<Boolean> MENTIONS =
      one("notify.mentions", new ValueKind.Switch(), "true", "Whether your name calls you.");
  static final Setting<List<String>> WORDS =
      list("notify.words", new ValueKind.Words(), List.of(), "Words that call as your name does.");
  static final Setting<Boolean> DIRECT =
      one("notify.direct", new ValueKind.Switch(), "true", "Whether messages to you alone do.");
  static final Setting<Boolean> BELL =
      one("notify.bell", new ValueKind.Switch(), "true", "Whether the terminal rings then.");
  static final Setting<Boolean> TITLE =
      one(
          "notify.title",
          new ValueKind.Switch(),
          "true",
          "Whether the window's title counts the talks in which you are named.");
  static final Setting<Alerts.Desktop> DESKTOP =
      one(
          "notify.desktop",
          new ValueKind.Choice<>(Alerts.Desktop.class),
          "off",
          "A notification of the desktop, where the terminal shows some: osc9 (iTerm2, WezTerm,"
              + " Windows Terminal), osc777 (foot, urxvt, Ghostty), osc99 (kitty).");
  static final Setting<Boolean> TEXT =
      one(
          "notify.text",
          new ValueKind.Switch(),
          "false",
          "Whether it shows what was written, which others may see on a locked screen.");
  static final Setting<Set<String>> QUIET =
      list("notify.quiet", new ValueKind.Talks(), List.of(), "Talks that never call you (/quiet).");
  static final Setting<Optional<Alerts.Hours>> HOURS =
      one("notify.quiet-hours", new ValueKind.Hours(), "off", "When nothing calls you.");

  static final Setting<Duration> AWAY =
      one(
          "away.after",
          new ValueKind.Lasting(),
          "off",
          "After what time without a key others see that you are away; off: only by /away.");

  private static final Map<Theme.Element, Setting<Optional<String>>> LOOKS =
      new EnumMap<>(Theme.Element.class);

  static {
    for (Theme.Element element : Theme.Element.values()) {
      String meaning = "How it looks: " + element.meaning() + "; empty: as the theme has it.";
      LOOKS.put(element, one("colours." + element.word(), new ValueKind.Style(), "", meaning));
    }
  }

  static final Setting<List<String>> NAMES =
      list(
          "colours.names",
          new ValueKind.Looks(),
          List.of(),
          "The colours of people's names, by turns; none: the theme's own.");

  private static final Map<PressedKey, Setting<List<KeyName>>> KEYS =
      new EnumMap<>(PressedKey.class);

  static {
    for (PressedKey key : PressedKey.values()) {
      if (key.isTyped()) {
        String meaning =
            Character.toUpperCase(key.meaning().charAt(0)) + key.meaning().substring(1) + ".";
        KEYS.put(key, list("keys." + key.word(), new ValueKind.Keys(), key.keys(), meaning));
      }
    }
  }

  /** All of them, in their order. */
  public static final List<Setting<?>> ALL = List.copyOf(DEFINED);

  private static final Map<String, Setting<?>> BY_NAME = new HashMap<>();

  static {
    ALL.forEach(setting -> BY_NAME.put(setting.name(), setting));
  }

  private Settings() {}

  public static Optional<Setting<?>> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  static Map<Theme.Element, Setting<Optional<String>>> looks() {
    return LOOKS;
  }

  static Map<PressedKey, Setting<List<KeyName>>> keys() {
    return KEYS;
  }

  private static <T> Setting<T> one(
      String name, ValueKind<T> kind, String initial, String meaning) {
    return list(name, kind, List.of(initial), meaning);
  }

  private static <T> Setting<T> list(
      String name, ValueKind<T> kind, List<String> initial, String meaning) {
    Setting<T> setting = new Setting<>(name, kind, initial, meaning);
    DEFINED.add(setting);
    return setting;
  }
}
