package parley.client.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import parley.protocol.Limits;
import parley.protocol.NameInText;
import parley.protocol.Names;
import parley.protocol.Printable;

/**
 * The words that answer a question. They are compared like names: without regard to case and to
 * white space around them.
 */
record Choices(List<String> words) {
  /** So that exit codes stay below those of {@code sysexits.h}. */
  static final int MOST = 20;

  /** Characters of a text that can be one of the words, with a name before it. */
  private static final int LONGEST = 4 * Limits.NAME_LENGTH;

  private static final int OTHERS = 10;

  /**
   * @throws IllegalArgumentException with a sentence, where they can't be told apart or typed
   */
  Choices {
    List<String> kept = new ArrayList<>();
    List<String> folded = new ArrayList<>();
    for (String word : words) {
      String choice = word.strip();
      if (choice.isEmpty()
          || choice.length() > Limits.NAME_LENGTH
          || !choice.equals(Printable.line(choice))) {
        throw new IllegalArgumentException(
            "A choice is a word of 1 to " + Limits.NAME_LENGTH + " visible characters.");
      }
      if (folded.contains(Names.fold(choice))) {
        throw new IllegalArgumentException("The choice " + choice + " is there twice.");
      }
      kept.add(choice);
      folded.add(Names.fold(choice));
    }
    if (kept.isEmpty() || kept.size() > MOST) {
      throw new IllegalArgumentException("A question has 1 to " + MOST + " choices.");
    }
    words = List.copyOf(kept);
  }

  /**
   * Which choice a text is, from 0; empty where it is none.
   *
   * @param me the name of who asks, which may stand before the choice with a colon or a comma
   */
  OptionalInt of(String text, String me) {
    if (text.length() > LONGEST) {
      return OptionalInt.empty();
    }
    String said = Names.fold(NameInText.saidTo(text, me).orElse(text)).strip();
    for (int i = 0; i < words.size(); i++) {
      if (Names.fold(words.get(i)).equals(said)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The program's exit code for a choice: 0 for the first, 12 for the second, 13, 14 and so on. */
  static int exitCode(int choice) {
    return choice == 0 ? ExitCode.OK : OTHERS + choice + 1;
  }

  /** As a person reads them: {@code yes, no or later}. */
  String spoken() {
    return spoken(words);
  }

  static String spoken(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.getFirst()
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
