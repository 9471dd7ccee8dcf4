package parley.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parley.protocol.ByteOrderMark;

/**
 * The folder to which files are fetched: what {@code user-dirs.dirs} (freedesktop's xdg-user-dirs)
 * names, else {@code ~/Downloads}, else the home.
 */
public final class Downloads {
  private static final Pattern LINE =
      Pattern.compile("\\s*XDG_DOWNLOAD_DIR=\"(\\$HOME)?(/[^\"]*)\"\\s*");

  private Downloads() {}

  /** The first of them that is there. */
  public static Path folder(Map<String, String> environment) {
    String home = Folders.home(environment);
    return Stream.of(named(environment, home), Optional.of(Path.of(home, "Downloads")))
        .flatMap(Optional::stream)
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(Files.isDirectory(Path.of(home)) ? Path.of(home) : Path.of("").toAbsolutePath());
  }

  private static Optional<Path> named(Map<String, String> environment, String home) {
    String given = environment.getOrDefault("XDG_CONFIG_HOME", "");
    try {
      Path settings = given.startsWith("/") ? Path.of(given) : Path.of(home, ".config");
      Path file = settings.resolve("user-dirs.dirs");
      String lines = Files.exists(file) ? Files.readString(file) : "";
      return ByteOrderMark.without(lines)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(m -> Path.of((m.group(1) == null ? "" : home) + m.group(2)))
          .findFirst();
    } catch (IOException | InvalidPathException e) {
      // It is a matter of taste, and worth no error.
      return Optional.empty();
    }
  }
}
