package parley.client.command;

/** What a typed line means. */
public sealed interface Typed {
  /** A sentence for the current talk. */
  record Say(String text) implements Typed {}

  /** A command with the rest of its line, stripped. */
  record Run(Command command, String rest) implements Typed {}

  /** A slash and no command. */
  record Unknown(String hint) implements Typed {}

  /** Nothing. */
  record Blank() implements Typed {}

  /** A second slash at the front is a sentence that begins with one. */
  static Typed of(String line) {
    if (line.isBlank()) {
      return new Blank();
    }
    if (!line.startsWith("/")) {
      return new Say(line);
    }
    if (line.startsWith("//")) {
      return new Say(line.substring(1));
    }
    String[] parts = line.substring(1).split("\\s", 2);
    String rest = parts.length == 2 ? parts[1].strip() : "";
    return Command.named(parts[0])
        .<Typed>map(command -> new Run(command, rest))
        .orElseGet(
            () ->
                new Unknown(
                    "There is no /"
                        + parts[0]
                        + "."
                        + Spelling.like(parts[0])
                            .map(c -> " Did you mean " + c.usage() + "?")
                            .orElse(" /help lists the commands; // begins a sentence with /.")));
  }
}
