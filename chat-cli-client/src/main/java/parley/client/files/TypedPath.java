package parley.client.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A path as a person types it at the beginning of a text: a word that begins with a quote and ends
 * with the same one, or one with a backslash before each blank in it.
 *
 * @param value without quotes and backslashes
 * @param length characters of it as it was typed
 * @param quote the one that it began with, 0 for none
 */
public record TypedPath(String value, int length, char quote) {
  /** Reads to the first blank that is not part of it, or to the end. */
  public static TypedPath first(String text) {
    StringBuilder value = new StringBuilder();
    char quote = text.startsWith("\"") || text.startsWith("'") ? text.charAt(0) : 0;
    boolean quoted = quote != 0;
    int i = quoted ? 1 : 0;
    while (i < text.length() && (quoted || !Character.isWhitespace(text.charAt(i)))) {
      char c = text.charAt(i);
      if (quoted && c == quote) {
        quoted = false;
        i++;
      } else if (isEscape(text, i, quoted ? quote : 0)) {
        value.append(text.charAt(i + 1));
        i += 2;
      } else {
        value.append(c);
        i++;
      }
    }
    return new TypedPath(value.toString(), i, quote);
  }

  /** A backslash before anything else is one: it separates folders on some systems. */
  private static boolean isEscape(String text, int at, char quote) {
    if (text.charAt(at) != '\\' || at + 1 == text.length() || quote == '\'') {
      return false;
    }
    char next = text.charAt(at + 1);
    return next == '"'
        || next == '\\'
        || (quote == 0 && (next == '\'' || Character.isWhitespace(next)));
  }

  /** The path; empty where it can be none on this system. */
  public Optional<Path> path(String home) {
    return path(value, home);
  }

  /** What a text names as a whole, where {@code ~} begins it the home. */
  public static Optional<Path> path(String text, String home) {
    try {
      boolean atHome = text.equals("~") || text.startsWith("~/");
      return Optional.of(atHome ? Path.of(home, text.substring(1)) : Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * How a path is typed.
   *
   * @param quote what it begins with, 0 for none
   * @param whole whether nothing more of it is to come
   */
  public static String typed(String value, char quote, boolean whole) {
    StringBuilder typed = new StringBuilder();
    if (quote != 0) {
      typed.append(quote);
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean first = i == 0 && quote == 0 && c == '\'';
      boolean special =
          quote == 0
              ? first || c == '"' || c == '\\' || Character.isWhitespace(c)
              : quote == '"' && (c == '"' || c == '\\');
      if (special) {
        typed.append('\\');
      }
      typed.append(c);
    }
    if (quote != 0 && whole) {
      typed.append(quote);
    }
    return typed.toString();
  }
}
