package parley.client.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import parley.protocol.Printable;
import parley.text.Nearest;

/** What a file's text sets, and what is wrong with it. Used for one text. */
final class ConfigReader {
  static final String SERVERS = "servers";

  private static final int LONGEST_SHOWN = 60;

  private final TomlFile toml;
  private final List<Fault> faults;
  private final Map<Setting<?>, ChatConfig.Held> set = new LinkedHashMap<>();
  private final Map<String, Map<Profile.Key, List<String>>> servers = new LinkedHashMap<>();
  private final Map<String, Integer> begun = new LinkedHashMap<>();
  private final Set<String> broken = new HashSet<>();

  /** Tables that are told of already, and not once more for each of their keys. */
  private final Set<String> unknown = new HashSet<>();

  private ConfigReader(String text) {
    toml = TomlReader.read(text);
    faults = new ArrayList<>(toml.faults());
  }

  static ChatConfig read(Path file, String text, String openToOthers) {
    return new ConfigReader(text).all(file, openToOthers);
  }

  private ChatConfig all(Path file, String openToOthers) {
    toml.tables().forEach(this::table);
    toml.entries().forEach(this::entry);
    Map<String, Profile> profiles = new LinkedHashMap<>();
    boolean whole = toml.faults().isEmpty();
    servers.forEach(
        (name, keys) -> {
          Profile profile = new Profile(name, begun.get(name), keys);
          // What could not be read may be how it is to be trusted.
          boolean right = whole && profile.faults().isEmpty() && !broken.contains(name);
          if (whole && !broken.contains(name)) {
            faults.addAll(profile.faults());
          }
          if (right) {
            profiles.put(name, profile);
          } else {
            broken.add(name);
          }
        });
    ChatConfig.Held first = set.get(Settings.DEFAULT);
    if (first != null && !Setting.shown(first.items()).isBlank()) {
      String name = first.items().getFirst();
      if (!servers.containsKey(name)) {
        faults.add(
            new Fault(
                first.line(),
                "default is “%s”, and there is no [servers.%s].%s"
                    .formatted(shown(name), shown(name), meant(name, servers.keySet(), ""))));
      }
    }
    faults.addAll(ChatConfig.doubledKeys(set));
    faults.sort(Comparator.comparingInt(Fault::line));
    return new ChatConfig(
        file,
        true,
        Map.copyOf(set),
        Collections.unmodifiableMap(profiles),
        Set.copyOf(broken),
        whole,
        List.copyOf(faults),
        openToOthers);
  }

  private void table(TomlFile.Table table) {
    String name = String.join(".", table.path());
    boolean server = table.path().getFirst().equals(SERVERS);
    if (server && table.path().size() == 2) {
      server(table.path().get(1), table.line());
    } else if (!tables().contains(name) && unknown.add(name)) {
      faults.add(
          new Fault(
              table.line(),
              "There is no table [%s].%s".formatted(shown(name), meant(name, tables(), "["))));
    }
  }

  private static List<String> tables() {
    return Stream.concat(
            Settings.ALL.stream().map(Setting::table).filter(table -> !table.isEmpty()),
            Stream.of(SERVERS))
        .distinct()
        .toList();
  }

  private boolean server(String name, int line) {
    if (!Profile.isName(name)) {
      if (unknown.add(SERVERS + "." + name)) {
        faults.add(
            new Fault(
                line,
                "A server's name has letters, digits, dots, - and _, 64 at most: “%s” has not."
                    .formatted(shown(name))));
      }
      return false;
    }
    servers.computeIfAbsent(name, _ -> Profile.none());
    begun.putIfAbsent(name, line);
    return true;
  }

  private void entry(TomlFile.Entry entry) {
    List<String> path = entry.path();
    if (path.size() == 3 && path.getFirst().equals(SERVERS)) {
      if (server(path.get(1), entry.line())) {
        ofServer(path.get(1), entry);
      }
      return;
    }
    String table = String.join(".", path.subList(0, path.size() - 1));
    if (unknown.contains(table)) {
      return;
    }
    Settings.named(entry.name())
        .ifPresentOrElse(
            setting -> take(setting, entry),
            () ->
                faults.add(
                    new Fault(
                        entry.line(),
                        "There is no setting “%s”.%s"
                            .formatted(shown(entry.name()), meant(entry.name(), names(), "")))));
  }

  private static List<String> names() {
    return Settings.ALL.stream().map(Setting::name).toList();
  }

  private <T> void take(Setting<T> setting, TomlFile.Entry entry) {
    if (entry.list() && !setting.kind().isList()) {
      faults.add(new Fault(entry.line(), setting.name() + " takes one value, and no list."));
      return;
    }
    try {
      T value = setting.kind().parse(entry.items());
      set.put(setting, new ChatConfig.Held(entry.items(), value, entry.line()));
    } catch (IllegalArgumentException e) {
      faults.add(new Fault(entry.line(), wrong(setting, entry.items())));
    }
  }

  /** What is said of a value that is none. */
  static String wrong(Setting<?> setting, List<String> items) {
    return "%s can't be “%s”: it must be %s."
        .formatted(setting.name(), shown(Setting.shown(items)), setting.kind().accepts());
  }

  private void ofServer(String name, TomlFile.Entry entry) {
    String word = entry.path().getLast();
    List<String> known = Stream.of(Profile.Key.values()).map(Profile.Key::word).toList();
    int before = faults.size();
    Profile.Key key =
        Stream.of(Profile.Key.values()).filter(k -> k.word().equals(word)).findFirst().orElse(null);
    if (key == null) {
      faults.add(
          new Fault(
              entry.line(),
              "There is nothing called “%s” to be set of a server.%s"
                  .formatted(shown(word), meant(word, known, ""))));
    } else if (entry.list() && !key.isList()) {
      faults.add(new Fault(entry.line(), word + " takes one value, and no list."));
    } else {
      try {
        servers.get(name).put(key, Profile.checked(key, entry.items()));
      } catch (IllegalArgumentException e) {
        faults.add(
            new Fault(
                entry.line(),
                "%s can't be “%s”: %s"
                    .formatted(
                        word,
                        shown(Setting.shown(entry.items())),
                        Printable.line(String.valueOf(e.getMessage())))));
      }
    }
    if (faults.size() > before) {
      broken.add(name);
    }
  }

  private static String meant(String typed, Collection<String> known, String bracket) {
    return Nearest.of(typed, known)
        .map(
            one ->
                " Did you mean %s?"
                    .formatted(bracket.isEmpty() ? Printable.line(one) : "[" + one + "]"))
        .orElse("");
  }

  private static String shown(String text) {
    String line = Printable.line(text);
    return line.length() <= LONGEST_SHOWN
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_SHOWN / 2)) + "…";
  }
}
