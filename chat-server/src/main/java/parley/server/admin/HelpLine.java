package parley.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.Json;
import parley.protocol.Printable;
import parley.text.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Help for one command, or for a command of it, and so on: {@code help account suspend}. */
@Command(
    name = HelpLine.NAME,
    description = "List the commands, or tell of one: help account suspend.")
final class HelpLine implements Runnable {
  static final String NAME = "help";

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Which; else all of them.")
  private List<String> path = new ArrayList<>();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  @Option(names = "--json", description = "Answer with one line of JSON: names and options.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    CommandLine command = spec.root().commandLine();
    for (String word : path) {
      Map<String, CommandLine> parts = command.getSubcommands();
      if (parts.isEmpty()) {
        // What is behind it are its words.
        break;
      }
      if (!parts.containsKey(word)) {
        String of = command.getParent() == null ? "" : command.getCommandName() + " ";
        throw new CommandLine.ParameterException(
            command,
            "There is no command "
                + Printable.line(of + word)
                + Nearest.of(word, parts.keySet()).map(near -> "; " + of + near + "?").orElse("."));
      }
      command = parts.get(word);
    }
    if (json) {
      spec.commandLine().getOut().println(Json.MAPPER.writeValueAsString(names(command)));
      return;
    }
    command.usage(spec.commandLine().getOut(), spec.commandLine().getColorScheme());
  }

  /** For who completes them. */
  private static Map<String, Object> names(CommandLine of) {
    Map<String, Object> commands = new LinkedHashMap<>();
    of.getSubcommands().forEach((name, part) -> commands.put(name, names(part)));
    List<String> options =
        of.getCommandSpec().options().stream().map(OptionSpec::longestName).sorted().toList();
    return commands.isEmpty()
        ? Map.of("options", options)
        : Map.of("options", options, "commands", commands);
  }
}
