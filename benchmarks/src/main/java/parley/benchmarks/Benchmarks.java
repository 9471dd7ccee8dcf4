package parley.benchmarks;

import parley.benchmarks.harm.AttackCommand;
import parley.benchmarks.harm.HarmCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code java -jar benchmarks.jar COMMAND}. */
@Command(
    name = "benchmarks",
    description = "Measures the chat server beside a bare relay.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RoomCommand.class,
      ReportCommand.class,
      CommitCommand.class,
      SlowCommand.class,
      IdleCommand.class,
      HandshakesCommand.class,
      FramesCommand.class,
      FloodCommand.class,
      LoadCommand.class,
      RelayCommand.class,
      ScreensCommand.class,
      FilesCommand.class,
      CarryCommand.class,
      FillCommand.class,
      HistoryCommand.class,
      HarmCommand.class,
      AttackCommand.class,
      JmhCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Benchmarks {
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Benchmarks())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              String message = e instanceof Failure ? e.getMessage() : e.toString();
              command.getErr().println(message);
              return 1;
            });
  }
}
