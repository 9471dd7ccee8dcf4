package parley.client.terminal;

import java.time.Instant;
import java.util.Locale;
import org.jline.reader.impl.history.DefaultHistory;
import parley.protocol.TypedLine;

/**
 * The lines that were typed, but those that nobody is to see again: what begins with a blank, and
 * the command behind which an operator's token is typed.
 */
final class TypedHistory extends DefaultHistory {
  @Override
  public void add(Instant time, String line) {
    if (!isSecret(line)) {
      super.add(time, line);
    }
  }

  static boolean isSecret(String line) {
    return TypedLine.blanks(line) > 0
        || (TypedLine.of(line) instanceof TypedLine.Command(String word, String rest)
            && word.equalsIgnoreCase("admin")
            && rest.toLowerCase(Locale.ROOT).startsWith("claim"));
  }
}
