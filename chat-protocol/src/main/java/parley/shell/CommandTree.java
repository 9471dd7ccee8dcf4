package parley.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command with all below it, as far as completion asks.
 *
 * @param path its words, {@code chat send}
 * @param summary a sentence's beginning, in one line
 * @param places what its words are, in their order
 */
record CommandTree(
    String path,
    String name,
    String summary,
    List<CommandTree> commands,
    List<Choice> options,
    List<Kind> places) {

  /** What a word can be completed to. */
  sealed interface Kind {
    /** How the scripts name it. */
    String word();
  }

  record Words(List<String> words) implements Kind {
    @Override
    public String word() {
      return "choice:" + String.join(",", words);
    }
  }

  enum Plain implements Kind {
    FLAG,
    NONE,
    FILE,
    HOSTS,
    ROOMS;

    @Override
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An option.
   *
   * @param names with their hyphens
   * @param value what follows it
   */
  record Choice(List<String> names, Kind value, String summary) {}

  static CommandTree of(CommandSpec spec) {
    List<CommandTree> commands = seen(spec).map(line -> of(line.getCommandSpec())).toList();
    List<Choice> options =
        spec.options().stream()
            .filter(option -> !option.hidden())
            .map(
                option ->
                    new Choice(
                        Arrays.stream(option.names())
                            .sorted(Comparator.comparingInt(String::length).reversed())
                            .toList(),
                        option.arity().max() == 0 ? Plain.FLAG : kind(option),
                        first(description(option))))
            .toList();
    List<Kind> places = new ArrayList<>();
    for (PositionalParamSpec place : spec.positionalParameters()) {
      places.add(kind(place));
    }
    return new CommandTree(
        spec.qualifiedName(),
        spec.name(),
        first(String.join(" ", spec.usageMessage().description())),
        commands,
        options,
        List.copyOf(places));
  }

  /** Those that help lists, each once. */
  static Stream<CommandLine> seen(CommandSpec spec) {
    return spec.subcommands().values().stream()
        .distinct()
        .filter(line -> !line.getCommandSpec().usageMessage().hidden());
  }

  Stream<CommandTree> all() {
    return Stream.concat(Stream.of(this), commands.stream().flatMap(CommandTree::all));
  }

  static String description(ArgSpec arg) {
    return String.join(" ", arg.description())
        .replace("${DEFAULT-VALUE}", String.valueOf(arg.defaultValueString(true)));
  }

  static String description(OptionSpec option) {
    return description((ArgSpec) option);
  }

  private static Kind kind(ArgSpec arg) {
    if (arg.completionCandidates() != null) {
      return new Words(
          StreamSupport.stream(arg.completionCandidates().spliterator(), false).toList());
    }
    String label = arg.paramLabel();
    return label.contains("HOST")
        ? Plain.HOSTS
        : label.startsWith("ROOM")
            ? Plain.ROOMS
            : label.startsWith("FILE") || label.startsWith("FOLDER") ? Plain.FILE : Plain.NONE;
  }

  /** The first sentence, without what would mean something to a shell. */
  private static String first(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    int end = line.indexOf(". ");
    line = end < 0 ? line : line.substring(0, end);
    line = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    line = line.replaceAll("['\"`$\\\\]", "");
    return line.length() <= 70 ? line : line.substring(0, line.lastIndexOf(' ', 70)) + " ...";
  }
}
