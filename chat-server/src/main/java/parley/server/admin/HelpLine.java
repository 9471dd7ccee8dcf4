package parley.server.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.protocol.Printable;
import parley.text.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
    command.usage(spec.commandLine().getOut(), spec.commandLine().getColorScheme());
  }
}
