package parley.client.files;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What differs between systems: where a program keeps a person's files, and what runs a line of
 * commands. Who may read a file is in {@link Rights}.
 *
 * <p>Variables of the XDG Base Directory Specification hold wherever they are set; a relative path
 * in one is ignored, as it says. Without them, its own folders on Linux and the like, {@code
 * ~/Library/Application Support} on macOS, {@code %APPDATA%} and {@code %LOCALAPPDATA%} on Windows.
 * Nobody has run it on the last two yet.
 *
 * @param account the account's home, as the machine knows it; {@code ?} where it knows none
 */
public record Platform(
    Kind kind, FileSystem files, Map<String, String> environment, String account) {

  /** Kinds of systems. */
  public enum Kind {
    LINUX,
    MACOS,
    WINDOWS
  }

  /** This machine's, with these variables. */
  public static Platform of(Map<String, String> environment) {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Kind kind =
        name.startsWith("windows")
            ? Kind.WINDOWS
            : name.startsWith("mac") ? Kind.MACOS : Kind.LINUX;
    return new Platform(
        kind, FileSystems.getDefault(), environment, System.getProperty("user.home", ""));
  }

  /** What a shell's {@code ~} is; the account's home where nothing says so. */
  public Path home() {
    Path nowhere = files.getRootDirectories().iterator().next().resolve("nonexistent");
    return named("HOME", absolute(account, nowhere));
  }

  /** Where its settings are. */
  public Path config() {
    return folder("XDG_CONFIG_HOME", ".config", "APPDATA", "Roaming").resolve("parley");
  }

  /** Where it keeps what it needs the next time, and what nobody would copy to another machine. */
  public Path state() {
    Path base = folder("XDG_STATE_HOME", ".local/state", "LOCALAPPDATA", "Local");
    return base.resolve("parley");
  }

  /** Where a person's own data goes. */
  public Path data() {
    Path base = folder("XDG_DATA_HOME", ".local/share", "LOCALAPPDATA", "Local");
    return base.resolve("parley");
  }

  /** What runs a line of commands, such as one that prints a password. */
  public List<String> shell(String line) {
    return kind == Kind.WINDOWS ? List.of("cmd.exe", "/c", line) : List.of("/bin/sh", "-c", line);
  }

  private Path folder(String variable, String usual, String windows, String unnamed) {
    Path otherwise =
        switch (kind) {
          case LINUX -> home().resolve(usual);
          case MACOS -> home().resolve("Library").resolve("Application Support");
          case WINDOWS -> named(windows, home().resolve("AppData").resolve(unnamed));
        };
    return named(variable, otherwise);
  }

  private Path named(String variable, Path otherwise) {
    return absolute(environment.getOrDefault(variable, ""), otherwise);
  }

  private Path absolute(String given, Path otherwise) {
    try {
      Path path = files.getPath(given);
      return path.isAbsolute() ? path : otherwise;
    } catch (InvalidPathException e) {
      return otherwise;
    }
  }
}
