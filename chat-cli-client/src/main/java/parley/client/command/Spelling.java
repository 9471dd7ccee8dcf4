package parley.client.command;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a mistyped word was meant to be. */
final class Spelling {
  private static final int WRONG_LETTERS = 2;

  private Spelling() {}

  /** The one command that a mistyped word most looks like. */
  static Optional<Command> like(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.isEmpty()) {
      return Optional.empty();
    }
    return Arrays.stream(Command.values())
        .filter(c -> c.word().startsWith(lower) || distance(c.word(), lower) <= WRONG_LETTERS)
        .min(Comparator.comparingInt(c -> distance(c.word(), lower)));
  }

  /** How many letters must change to make one word the other (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
