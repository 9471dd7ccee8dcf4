package parley.client.command;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import parley.client.conversation.TalkEntry;

/**
 * How a person names a message: {@code #48211}, its number; {@code #211}, the end of it; {@code
 * -2}, counted back among those that the command is for; nothing for the newest of these.
 *
 * @param word as it was typed, null for nothing
 */
record MessageReference(String word) {
  private static final int DIGITS = 18;

  /** Whether a word names a message and is not the beginning of a text. */
  static boolean isOne(String word) {
    return word.matches("#[0-9]{1," + DIGITS + "}|-[1-9][0-9]?");
  }

  /** What the first word names, if it names anything, and nothing else. */
  static MessageReference first(Arguments given) {
    return new MessageReference(!given.isEmpty() && isOne(given.first()) ? given.first() : null);
  }

  /** The number of a message, by what was typed alone; for one that may not be kept here. */
  static long number(String word) {
    return Long.parseLong(word.substring(1));
  }

  /**
   * The message's number; empty where there is no such one. A number that belongs to none of those
   * here, nor ends one, is left to the server to know.
   *
   * @param here the messages of the talk, oldest first
   * @param meant those that the command is for
   */
  OptionalLong among(List<TalkEntry> here, Predicate<TalkEntry> meant) {
    List<TalkEntry> there = here.stream().filter(TalkEntry::isThere).toList().reversed();
    if (word != null && word.startsWith("#")) {
      long number = number(word);
      String end = Long.toString(number);
      boolean known = there.stream().anyMatch(entry -> entry.seq() == number);
      return OptionalLong.of(
          there.stream()
              .mapToLong(TalkEntry::seq)
              .filter(seq -> !known && Long.toString(seq).endsWith(end))
              .findFirst()
              .orElse(number));
    }
    int back = word == null ? 1 : Integer.parseInt(word.substring(1));
    return there.stream().filter(meant).mapToLong(TalkEntry::seq).skip(back - 1L).findFirst();
  }
}
