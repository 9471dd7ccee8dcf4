package parley.client.terminal;

import java.time.Instant;
import java.util.Locale;
import org.jline.reader.impl.history.DefaultHistory;
import parley.protocol.TypedLine;

/**
 * The lines that were typed, but those that nobody is to see again: what begins with a blank, the
 * command behind which an operator's token is typed, and those behind which somebody may type a
 * password though they ask for it.
 */
final class TypedHistory extends DefaultHistory {
  @Override
  public void add(Instant time, String line) {
    if (!isSecret(line)) {
      super.add(time, line);
    }
  }

  private static boolean isSecret(String word, String rest) {
    return switch (word) {
      case "admin" -> rest.startsWith("claim");
      case "register", "password" -> !rest.isEmpty();
      default -> false;
    };
  }

  static boolean isSecret(String line) {
    return TypedLine.blanks(line) > 0
        || (TypedLine.of(line) instanceof TypedLine.Command(String word, String rest)
            && isSecret(word.toLowerCase(Locale.ROOT), rest.toLowerCase(Locale.ROOT)));
  }
}
