package parley.server.filestore;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is not all there yet: one person's, because what others brought of the same file is
 * none of theirs.
 *
 * @param sha256 of the whole file, in lower-case hex
 * @param person an id
 */
public record Partial(String sha256, String person) {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})-([a-z][0-9]{1,19})");

  public static Optional<Partial> named(String fileName) {
    Matcher parts = NAME.matcher(fileName);
    return parts.matches()
        ? Optional.of(new Partial(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  String fileName() {
    return sha256 + "-" + person;
  }
}
