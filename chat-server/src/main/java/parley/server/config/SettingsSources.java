package parley.server.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import parley.text.Nearest;

/**
 * Where settings are read from, kept so that they can be read again: the file named by {@code
 * --config} (or the default one, where it exists), the environment, the {@code --set} assignments.
 *
 * @param named the file a person named; empty for the default one
 * @param assignments {@code key=value}, the last one of a key wins
 * @param environment only what settings are read from: {@code PARLEY_…} and {@code XDG_…}
 * @param home the person's home folder
 * @param hostName this machine's name
 */
public record SettingsSources(
    Optional<Path> named,
    List<String> assignments,
    Map<String, String> environment,
    Path home,
    String hostName) {
  /** Names the settings file where {@code --config} does not. */
  static final String FILE_VARIABLE = "PARLEY_CONFIG";

  /** Read by the terminal client, and no business of the server. */
  private static final Set<String> CLIENT_VARIABLES =
      Set.of(
          "PARLEY_SERVER",
          "PARLEY_NAME",
          "PARLEY_TOKEN",
          "PARLEY_PASSWORD",
          "PARLEY_INVITATION",
          "PARLEY_INLINE");

  /** What container platforms put into the environment for a service that is called parley. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("PARLEY_(.*_)?(SERVICE_(HOST|PORT(_.*)?)|PORT(_\\d+_(TCP|UDP)(_.*)?)?)");

  private static final Path HOST_NAME_OF_LINUX = Path.of("/proc/sys/kernel/hostname");

  public SettingsSources {
    assignments = List.copyOf(assignments);
    Map<String, String> kept = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          boolean ours = name.startsWith("PARLEY_") && !CLIENT_VARIABLES.contains(name);
          boolean link = SERVICE_LINK.matcher(name).matches();
          if (ours && !link || name.startsWith("XDG_")) {
            kept.put(name, value);
          }
        });
    environment = Map.copyOf(kept);
  }

  /** The sources of a program that was started with these options, in this process. */
  static SettingsSources ofProcess(Optional<Path> named, List<String> assignments) {
    return new SettingsSources(named, assignments, System.getenv(), userHome(), machineName());
  }

  static SettingsSources of(List<String> assignments) {
    return new SettingsSources(Optional.empty(), assignments, Map.of(), userHome(), machineName());
  }

  /** Reads them all: a flag overrules the environment, which overrules the file. */
  public Settings load() throws UserError {
    return load(SettingFaults.ALL_COUNT);
  }

  /**
   * The same for a command that goes by few of them.
   *
   * @param faults what is to be done where the file or the environment is wrong; a flag always
   *     counts, because it was typed for this command
   */
  Settings load(SettingFaults faults) throws UserError {
    Values values = Values.defaults();
    Optional<Path> path = file();
    if (path.isPresent()) {
      TomlFile file = TomlFile.read(path.get(), faults);
      Path folder = path.get().toAbsolutePath().getParent();
      for (Map.Entry<String, String> entry : file.entries().entrySet()) {
        Origin origin = file.origin(entry.getKey());
        try {
          Key<?> key = key(entry.getKey(), origin);
          values = values.with(key, located(key, entry.getValue(), folder), origin);
        } catch (UserError e) {
          faults.found(entry.getKey(), e);
        }
      }
    }
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (name.startsWith("PARLEY_") && !name.equals(FILE_VARIABLE)) {
        Origin origin = new Origin(Origin.Source.ENVIRONMENT, name);
        try {
          Key<?> key = keyOfVariable(name);
          values = values.with(key, located(key, variable.getValue()), origin);
        } catch (UserError e) {
          faults.foundInVariable(name, e);
        }
      }
    }
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 0) {
        throw new UserError(
            "--set: \"%s\" is not key=value, such as limits.connections=500."
                .formatted(assignment));
      }
      Key<?> key = key(assignment.substring(0, equals).strip(), Origin.BY_FLAG);
      String text = assignment.substring(equals + 1).strip();
      values = values.with(key, located(key, text), Origin.BY_FLAG);
    }
    return Settings.of(this, values);
  }

  /** The file that is read: the one that was named, or the default one where it exists. */
  public Optional<Path> file() {
    if (named.isPresent()) {
      return named;
    }
    String variable = environment.getOrDefault(FILE_VARIABLE, "");
    return variable.isEmpty()
        ? Optional.of(defaultFile()).filter(Files::exists)
        : Optional.of(Path.of(variable));
  }

  /** {@code $XDG_CONFIG_HOME/parley/server.toml}. */
  public Path defaultFile() {
    return base("XDG_CONFIG_HOME", ".config").resolve("parley", "server.toml");
  }

  Path dataHome() {
    return base("XDG_DATA_HOME", ".local/share");
  }

  /** By the XDG rules, a relative path in such a variable counts as none. */
  private Path base(String variable, String otherwise) {
    Path path = Path.of(environment.getOrDefault(variable, ""));
    return path.isAbsolute() ? path : home.resolve(otherwise);
  }

  /** The key of this name, or a sentence with the one it was probably meant to be. */
  static Key<?> key(String name, Origin origin) throws UserError {
    Optional<Key<?>> key = Keys.named(name);
    if (key.isEmpty()) {
      throw unknown(origin + ": unknown key", name, Keys.ALL.stream().map(Key::name).toList());
    }
    return key.get();
  }

  private static Key<?> keyOfVariable(String variable) throws UserError {
    for (Key<?> key : Keys.ALL) {
      if (key.environmentName().equals(variable)) {
        return key;
      }
    }
    throw unknown(
        "Environment: unknown setting",
        variable,
        Keys.ALL.stream().map(Key::environmentName).toList());
  }

  private static UserError unknown(String what, String name, Collection<String> known) {
    return new UserError(
        "%s \"%s\"; %s"
            .formatted(
                what,
                name,
                Nearest.of(name, known)
                    .map("did you mean \"%s\"?"::formatted)
                    .orElse("\"chat-server config --default\" lists them all.")));
  }

  /** A path as an absolute one, relative to the folder the server was started in. */
  String located(Key<?> key, String text) {
    return located(key, text, Path.of("").toAbsolutePath());
  }

  /** A path as an absolute one, where {@code ~/} is the home folder; other values as they are. */
  private String located(Key<?> key, String text, Path folder) {
    if (!(key.kind() instanceof ValueType.Location) || text.isEmpty()) {
      return text;
    }
    try {
      Path path = text.startsWith("~/") ? home.resolve(text.substring(2)) : folder.resolve(text);
      return path.normalize().toString();
    } catch (InvalidPathException e) {
      return text; // refused when it is parsed, with a sentence
    }
  }

  /** What a shell's {@code ~} is; the account's home where nothing says so. */
  private static Path userHome() {
    String given = System.getenv().getOrDefault("HOME", "");
    String account = System.getProperty("user.home", "");
    // An account that the machine does not know has "?" for a home.
    return Path.of(
        given.startsWith("/") ? given : account.startsWith("/") ? account : "/nonexistent");
  }

  /** Linux tells it without asking the network; the JDK may look it up, which can take seconds. */
  private static String machineName() {
    try {
      return Files.readString(HOST_NAME_OF_LINUX).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }
  }
}
