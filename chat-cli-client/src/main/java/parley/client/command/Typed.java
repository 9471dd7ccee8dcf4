package parley.client.command;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import parley.protocol.Printable;
import parley.protocol.TypedLine;

/** What a typed line means. */
public sealed interface Typed {
  Set<Command> SAID_HERE = Set.of(Command.ME, Command.REPLY, Command.SEND, Command.TOPIC);

  /** What is for nobody in the talk: no text that holds such a line is said there. */
  Set<Command> PRIVATE = Set.of(Command.MSG, Command.ADMIN, Command.REGISTER, Command.PASSWORD);

  /** A sentence for the current talk. */
  record Say(String text) implements Typed {}

  /** A command with the rest of its line, stripped. */
  record Run(Command command, String rest) implements Typed {}

  /** A slash and no command. */
  record Unknown(String hint) implements Typed {}

  /** Nothing. */
  record Blank() implements Typed {}

  /** Whether it is read by whoever the current talk is with. */
  default boolean isSaidHere() {
    return switch (this) {
      case Say _ -> true;
      case Run run -> SAID_HERE.contains(run.command());
      case Unknown _, Blank _ -> false;
    };
  }

  /** Whether it is to turn to another talk. */
  default boolean isTurn() {
    return this instanceof Run run
        && (run.command() == Command.JOIN || run.command() == Command.ROOM);
  }

  static Typed of(String line) {
    Optional<Command> inside = inside(line.substring(TypedLine.blanks(line)));
    if (inside.isPresent()) {
      return new Unknown(
          "Nothing was sent, because a line of it begins with /%s: type that line alone."
              .formatted(inside.get().word()));
    }
    return switch (TypedLine.of(line)) {
      case TypedLine.Nothing _ -> new Blank();
      case TypedLine.Sentence(String text) -> new Say(text);
      case TypedLine.Command(String word, String rest) ->
          isPath(line, word)
              ? new Say(line)
              : word.equalsIgnoreCase("query")
                  ? new Run(Command.ROOM, person(rest))
                  : Command.named(word)
                      .<Typed>map(command -> new Run(command, rest))
                      .orElseGet(() -> new Unknown(hint(word)));
    };
  }

  /** A path is no command; what begins like one, and might be meant for one person, is no path. */
  private static boolean isPath(String line, String word) {
    int slash = word.indexOf('/');
    return slash > 0 && line.startsWith("/" + word) && isNoCommand(word.substring(0, slash));
  }

  private static boolean isNoCommand(String word) {
    return Command.named(word).isEmpty() && !word.equalsIgnoreCase("query");
  }

  /** As other programs have it: a name is a person's, with or without its sign. */
  private static String person(String rest) {
    return rest.isEmpty() || rest.startsWith("@") ? rest : "@" + rest;
  }

  /** A private command in a line after the first, as where several were pasted at once. */
  private static Optional<Command> inside(String text) {
    return text.lines()
        .skip(1)
        .map(TypedLine::of)
        .flatMap(
            line ->
                line instanceof TypedLine.Command(String word, String _)
                    ? Command.named(word).stream()
                    : Stream.empty())
        .filter(PRIVATE::contains)
        .findFirst();
  }

  private static String hint(String word) {
    return "There is no /" + Printable.line(word) + "." + Spelling.hint(word);
  }
}
