package parley.server.admin;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a command line into words. Blanks divide; a double quote at the beginning of a word holds it
 * together up to the next one that a backslash does not precede. An apostrophe is only that, so
 * that what people say needs no quoting, which is why this is no shell's rule.
 */
final class CommandWords {
  private CommandWords() {}

  static List<String> of(String line) throws Refusal {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == '"') {
        StringBuilder word = new StringBuilder();
        i = quoted(line, i + 1, word);
        words.add(word.toString());
      } else {
        int end = i;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
          end++;
        }
        words.add(line.substring(i, end));
        i = end;
      }
    }
    return words;
  }

  /** The line that gives these words again. */
  static String line(List<String> words) {
    return words.stream().map(CommandWords::quoted).collect(joining(" "));
  }

  private static String quoted(String word) {
    boolean plain =
        !word.isEmpty() && word.charAt(0) != '"' && word.chars().noneMatch(Character::isWhitespace);
    return plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Reads to the closing quote; gives the place after it. */
  private static int quoted(String line, int from, StringBuilder word) throws Refusal {
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      boolean escapes = c == '\\' && i + 1 < line.length();
      if (escapes && (line.charAt(i + 1) == '"' || line.charAt(i + 1) == '\\')) {
        i++;
      }
      word.append(line.charAt(i));
    }
    throw new Refusal("A double quote is not closed.");
  }
}
