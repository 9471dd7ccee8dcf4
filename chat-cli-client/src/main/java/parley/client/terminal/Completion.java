package parley.client.terminal;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes commands, rooms and names from the last {@link Vocabulary} it was given. It runs under
 * the terminal's lock, so it may wait for nothing else.
 */
public final class Completion implements Completer {
  /** What a command's first argument is. */
  public enum Argument {
    NONE,
    ROOM,
    PERSON,
    TALK
  }

  /** A command to complete, without its slash. */
  public record Word(String name, String summary, Argument argument) {}

  /**
   * What there is to complete.
   *
   * @param titles of the talks that are open
   * @param people those in the current talk first
   */
  public record Vocabulary(
      List<Word> commands, List<String> rooms, List<String> titles, List<String> people) {}

  private volatile Vocabulary vocabulary =
      new Vocabulary(List.of(), List.of(), List.of(), List.of());

  public void learn(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    Vocabulary known = vocabulary;
    String first = line.words().getFirst();
    boolean command = first.startsWith("/") && !first.startsWith("//");
    if (command && line.wordIndex() == 0) {
      for (Word word : known.commands()) {
        String typed = "/" + word.name();
        candidates.add(new Candidate(typed, typed, null, word.summary(), null, null, true));
      }
      return;
    }
    Argument argument = Argument.PERSON;
    if (command && line.wordIndex() == 1) {
      argument =
          known.commands().stream()
              .filter(word -> first.equals("/" + word.name()))
              .map(Word::argument)
              .findFirst()
              .orElse(Argument.PERSON);
    }
    switch (argument) {
      case NONE -> {}
      case ROOM -> add(known.rooms(), "", candidates);
      case TALK -> {
        add(known.titles(), "", candidates);
        known.people().forEach(name -> candidates.add(new Candidate("@" + name)));
      }
      case PERSON -> add(known.people(), line.wordIndex() == 0 ? ":" : "", candidates);
    }
  }

  private static void add(List<String> words, String end, List<Candidate> candidates) {
    for (String word : words) {
      candidates.add(new Candidate(word + end, word, null, null, null, null, true));
    }
  }
}
