package parley.protocol;

/**
 * A line that a person typed at a chat, as both programs read it: a command or something to say.
 *
 * <p>Blanks before a slash count for nothing, whatever draws them: shells keep lines that begin
 * with a blank out of their history, so people type one before a secret, and a slash that stands
 * behind it was meant. Two slashes begin a sentence with one; blanks before them stay, and both
 * slashes with them.
 */
public sealed interface TypedLine {
  /** Nothing that could be said. */
  record Nothing() implements TypedLine {}

  /** Something to say. */
  record Sentence(String text) implements TypedLine {}

  /**
   * A slash with what follows it.
   *
   * @param word up to the first blanks, as it was typed; empty where a blank follows the slash
   * @param rest what stands behind them, without blanks at its end
   */
  record Command(String word, String rest) implements TypedLine {}

  static TypedLine of(String typed) {
    String line = ByteOrderMark.without(typed);
    if (line.isBlank()) {
      return new Nothing();
    }
    if (line.startsWith("//")) {
      return new Sentence(line.substring(1));
    }
    int start = blanks(line);
    if (!line.startsWith("/", start) || line.startsWith("//", start)) {
      return new Sentence(line);
    }
    Halves halves = Halves.atFirstBlanks(line.substring(start + 1));
    return new Command(halves.left(), halves.right().strip());
  }

  /** How many UTF-16 units of a line stand before the first character that is seen. */
  static int blanks(String line) {
    int blanks = 0;
    while (blanks < line.length() && Names.isHidden(line.codePointAt(blanks))) {
      blanks += Character.charCount(line.codePointAt(blanks));
    }
    return blanks;
  }
}
