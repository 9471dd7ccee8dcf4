package parley.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Which Parley this is, as the build stamped it.
 *
 * @param version that of the sources: {@code 0.2.0}, or {@code 0.2.0-SNAPSHOT} on the way there
 * @param commit the git commit that was built, abbreviated; empty where it wasn't built in a git
 *     repository
 * @param changed whether files differed from that commit
 * @param tags the commit's tags
 */
public record Build(String version, Optional<String> commit, boolean changed, List<String> tags) {
  private static final String UNFINISHED = "-SNAPSHOT";

  /** This program's. */
  public static final Build THIS = read();

  /**
   * Names this build and no other: {@code 0.2.0} where the tag {@code v0.2.0} was built, and else
   * with the commit behind a {@code +}, as semantic versioning has it.
   *
   * @see <a href="https://semver.org/#spec-item-10">Semantic Versioning 2.0.0, 10</a>
   */
  @Override
  public String toString() {
    if (tags.contains("v" + version) && !changed) {
      return version;
    }
    String number =
        version.endsWith(UNFINISHED)
            ? version.substring(0, version.length() - UNFINISHED.length()) + "-dev"
            : version;
    return number + commit.map(id -> "+" + id + (changed ? ".changed" : "")).orElse("");
  }

  private static Build read() {
    Properties stamped = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        stamped.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        stamp(stamped, "version").orElse("0" + UNFINISHED),
        stamp(stamped, "commit"),
        stamp(stamped, "changed").map(Boolean::valueOf).orElse(false),
        stamp(stamped, "tags").map(tags -> List.of(tags.split(","))).orElse(List.of()));
  }

  /** What the build knew nothing to fill in for is still between braces. */
  private static Optional<String> stamp(Properties stamped, String name) {
    return Optional.of(stamped.getProperty(name, "").strip())
        .filter(value -> !value.isEmpty() && !value.startsWith("${"));
  }
}
