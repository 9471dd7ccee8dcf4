package parley.client.command;

import java.util.List;

/**
 * What follows a command on its line.
 *
 * @param rest all of it, stripped
 * @param words the same, cut at white space
 */
record Arguments(String rest, List<String> words) {
  static Arguments of(String rest) {
    return new Arguments(rest, rest.isEmpty() ? List.of() : List.of(rest.split("\\s+")));
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  int count() {
    return words.size();
  }

  String first() {
    return words.getFirst();
  }

  /** What follows the first word, as it was typed. */
  String afterFirst() {
    return rest.substring(first().length()).strip();
  }
}
