package parley.client.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.protocol.Printable;
import parley.text.Nearest;

/** What a file's text sets, and what is wrong with it. Used for one text. */
final class ConfigReader {
  static final String SERVERS = "servers";

  private static final int LONGEST_SHOWN = 60;
  private static final Set<String> TABLES = new LinkedHashSet<>();

  static {
    for (Setting<?> setting : Settings.ALL) {
      if (!setting.table().isEmpty()) {
        TABLES.add(setting.table());
      }
    }
    TABLES.add(SERVERS);
  }

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
    for (TomlFile.Table table : toml.tables()) {
      table(table);
    }
    for (TomlFile.Entry entry : toml.entries()) {
      entry(entry);
    }
    Map<String, Profile> profiles = new LinkedHashMap<>();
    boolean whole = toml.faults().isEmpty();
    for (Map.Entry<String, Map<Profile.Key, List<String>>> server : servers.entrySet()) {
      String name = server.getKey();
      Profile profile = new Profile(name, begun.get(name), server.getValue());
      List<Fault> wrong = profile.faults();
      if (whole && !broken.contains(name)) {
        faults.addAll(wrong);
      }
      // What could not be read may be how it is to be trusted.
      if (whole && wrong.isEmpty() && !broken.contains(name)) {
        profiles.put(name, profile);
      } else {
        broken.add(name);
      }
    }
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
    if (faults.size() > 1) {
      faults.sort(Comparator.comparingInt(Fault::line));
    }
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
    } else if (!TABLES.contains(name) && unknown.add(name)) {
      faults.add(
          new Fault(
              table.line(),
              "There is no table [%s].%s".formatted(shown(name), meant(name, TABLES, "["))));
    }
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
    if (!servers.containsKey(name)) {
      servers.put(name, Profile.none());
    }
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
    Setting<?> setting = Settings.named(entry.name()).orElse(null);
    if (setting != null) {
      take(setting, entry);
    } else {
      faults.add(
          new Fault(
              entry.line(),
              "There is no setting “%s”.%s"
                  .formatted(shown(entry.name()), meant(entry.name(), names(), ""))));
    }
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
    int before = faults.size();
    Profile.Key key = Profile.Key.named(word);
    if (key == null) {
      faults.add(
          new Fault(
              entry.line(),
              "There is nothing called “%s” to be set of a server.%s"
                  .formatted(shown(word), meant(word, Profile.Key.words(), ""))));
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
