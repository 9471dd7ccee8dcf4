package parley.client.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import parley.text.Nearest;

/** What a mistyped word was meant to be. */
final class Spelling {
  private Spelling() {}

  /** The one command that a mistyped word most looks like. */
  static Optional<Command> like(String word) {
    return Nearest.of(
            word.toLowerCase(Locale.ROOT),
            Arrays.stream(Command.values()).map(Command::word).toList())
        .flatMap(Command::named);
  }

  /** What is said of a word that is none. */
  static String hint(String none) {
    return like(none)
        .map(c -> " Did you mean " + c.usage() + "?")
        .orElse(" /help lists the commands; // begins a sentence with /.");
  }
}
