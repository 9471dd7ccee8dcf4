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
    return folder(Platform.of(environment));
  }

  static Path folder(Platform platform) {
    Path home = platform.home();
    return Stream.of(named(platform), Optional.of(home.resolve("Downloads")))
        .flatMap(Optional::stream)
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(Files.isDirectory(home) ? home : Path.of("").toAbsolutePath());
  }

  private static Optional<Path> named(Platform platform) {
    Path home = platform.home();
    try {
      Path file = platform.config().resolveSibling("user-dirs.dirs");
      String lines = Files.exists(file) ? Files.readString(file) : "";
      return ByteOrderMark.without(lines)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(m -> home.resolve((m.group(1) == null ? "" : home) + m.group(2)))
          .findFirst();
    } catch (IOException | InvalidPathException e) {
      // It is a matter of taste, and worth no error.
      return Optional.empty();
    }
  }
}
