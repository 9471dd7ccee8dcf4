package parley.server.admin;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completes admin commands, the parts of one, and its options, from what they are defined by. */
final class AdminCompleter implements Completer {
  private final CommandLine commands = AdminConsole.commandLine(new AdminCommands(null, null), "");

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    CommandLine command = commands;
    int words = 0;
    while (words < line.wordIndex()) {
      CommandLine part = command.getSubcommands().get(line.words().get(words));
      if (part == null) {
        break;
      }
      command = part;
      words++;
    }
    if (words == line.wordIndex()) {
      command.getSubcommands().keySet().forEach(name -> candidates.add(new Candidate(name)));
    }
    for (OptionSpec option : command.getCommandSpec().options()) {
      candidates.add(new Candidate(option.longestName()));
    }
  }
}
