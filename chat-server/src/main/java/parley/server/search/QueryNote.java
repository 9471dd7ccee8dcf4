package parley.server.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a person should know of how their query was understood. Used once. */
final class QueryNote {
  /** So much of a word is told, in UTF-16 units, and so many words. */
  private static final int LENGTH = 40;

  private static final int WORDS = 4;

  /** What stands for operators in other programs. */
  private static final Set<String> OTHERS =
      Set.of(
          "by", "channel", "date", "during", "has", "in", "is", "on", "since", "to", "until",
          "user", "with");

  private final List<String> without = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> joined = new ArrayList<>();
  private final List<String> stars = new ArrayList<>();
  private final List<String> nothing = new ArrayList<>();

  /** A word is left out; with its hyphen. */
  void without(String option) {
    without.add(option);
  }

  /** An operator that its value makes none. */
  void noOperator(String term) {
    wrong.add(term);
  }

  /** A word that was not quoted, without what leaves it out. */
  void word(String word) {
    int colon = word.indexOf(':');
    boolean other =
        colon > 0
            && colon < word.length() - 1
            && OTHERS.contains(word.substring(0, colon).toLowerCase(Locale.ROOT));
    int star = word.indexOf('*');
    if (word.equals("OR") || word.equals("AND") || word.equals("NOT")) {
      joined.add(word);
    } else if (other) {
      wrong.add(word);
    } else if (!word.isBlank() && !word.equals("-") && Tokens.of(word).isEmpty()) {
      nothing.add(word);
    } else if (star >= 0 && star < word.length() - 1) {
      stars.add(word);
    }
  }

  /** All of it, null for nothing. */
  String sentence() {
    List<String> sentences = new ArrayList<>();
    if (!without.isEmpty()) {
      String first = shown(without.getFirst());
      sentences.add(
          "Without the word %s, except where it is written %s; \"%s\" in quotation marks finds only that."
              .formatted(
                  listed(without.stream().map(w -> w.substring(1)).toList()),
                  listed(without),
                  first));
    }
    if (!wrong.isEmpty()) {
      sentences.add(
          listed(wrong)
              + " was looked for as words: operators are from:NAME, room:NAME, before:2026-01-31"
              + " and after:2026-01-31.");
    }
    if (!joined.isEmpty()) {
      sentences.add(
          listed(joined)
              + " was looked for as a word: all words of a search are in what it finds.");
    }
    if (!stars.isEmpty()) {
      sentences.add("A * counts only at the end of a word, not in " + listed(stars) + ".");
    }
    if (!nothing.isEmpty()) {
      sentences.add(
          listed(nothing) + " was not looked for: only letters, digits and emoji can be found.");
    }
    return sentences.isEmpty() ? null : String.join(" ", sentences);
  }

  private static String listed(List<String> words) {
    List<String> some = words.stream().limit(WORDS).map(QueryNote::shown).toList();
    return String.join(", ", some) + (words.size() > WORDS ? ", …" : "");
  }

  private static String shown(String word) {
    return word.length() <= LENGTH
        ? word
        : word.substring(0, word.offsetByCodePoints(0, LENGTH / 2)) + "…";
  }
}
