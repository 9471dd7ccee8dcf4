package parley.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jline.terminal.Terminal;
import parley.client.account.Invitation;
import parley.client.net.Address;
import parley.client.scripts.Console;
import parley.client.scripts.ExitCode;
import parley.client.scripts.ScriptCommands;
import parley.client.scripts.ServerAddress;
import parley.client.scripts.ServerOptions;
import parley.client.scripts.Version;
import parley.client.terminal.TerminalType;
import parley.protocol.Printable;
import parley.protocol.Request;
import parley.text.Locality;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chat}: without a command, the chat at the terminal. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Chat at the terminal, or with a command, from a script.",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  refused by the server, a ping not answered, or nothing found: a message, a file",
      "  2  the command line is wrong",
      "  3  no connection",
      "  4  the server's certificate is not the one to trust",
      "  5  what came back was wrong, or something of this machine failed",
      "  6  a message or a file was not confirmed: it may or may not have arrived",
      "  141  what reads the output had enough, as with other programs in a pipe",
      "  chat ask has more of them: see its --help.",
      "",
      "The first visit remembers the server's certificate; later ones must show the same.",
      "Invited? chat 'parley://…' with the line that you were given makes your account; then",
      "chat NAME@HOST signs in, once for each device.",
      "Settings: ~/.config/parley/chat.toml; chat config --init makes it, chat config tells.",
      "Files: ~/.local/state/parley (or $XDG_STATE_HOME/parley).",
    })
public final class Chat implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Mixin ServerAddress.Alone server;

  @Option(names = "--no-history", description = "Keep no file of the lines typed.")
  boolean noHistory;

  @Option(
      names = "--inline",
      description =
          "Lines one below the other, which the terminal keeps, and not the whole screen (or the"
              + " variable PARLEY_INLINE).")
  boolean inline;

  /** The program. */
  public static void main(String[] args) {
    Locality.leave();
    List<String> words = List.of(args);
    boolean looks = Stream.of("-h", "--help", "-V", "--version").anyMatch(words::contains);
    if (!looks) {
      Ahead.load(!words.contains("--plain"));
    }
    Optional<String> lost = Locality.read(args);
    lost.ifPresent(Console::say);
    System.exit(lost.isPresent() ? ExitCode.USAGE : Console.end(run(args)));
  }

  /** Runs a command line and answers its exit code. */
  public static int run(String... args) {
    // Before the command line is made: picocli takes another System.out than it began with for one
    // that was chosen, and prints there.
    PrintWriter out = Console.output();
    return commandLine(ScriptCommands.namedIn(args)).setOut(out).execute(args);
  }

  /** The program's command line with some of the commands for scripts. */
  public static CommandLine commandLine(Predicate<String> made) {
    CommandLine line = new CommandLine(new Chat());
    ScriptCommands.add(line, made);
    line.setExpandAtFiles(false); // what people say and name may begin with @
    line.setExecutionStrategy(Chat::ranWhereItCounts);
    line.setParameterExceptionHandler(
        (e, _) -> {
          Console.say(Printable.lines(e.getMessage()));
          CommandLine.UnmatchedArgumentException.printSuggestions(e, Console.error());
          if (e instanceof CommandLine.UnmatchedArgumentException other
              && other.isUnknownOption()) {
            Console.say("Put -- before words that begin with a hyphen and are no options.");
          }
          Console.say(
              e.getCommandLine().getCommandSpec().qualifiedName() + " --help tells how it goes.");
          return ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          Console.say(
              switch (e) {
                case IOException failure -> Printable.lines(String.valueOf(failure.getMessage()));
                case InvalidPathException path ->
                    "No file can have the name %s in this locale; set LC_ALL=C.UTF-8."
                        .formatted(Printable.line(path.getInput()));
                default -> "A fault of this program: " + e;
              });
          return ExitCode.FAULT;
        });
    return line;
  }

  /** What stands before a command would count for nothing there: it is refused, and not dropped. */
  private static int ranWhereItCounts(CommandLine.ParseResult parsed) {
    boolean dropped =
        parsed.hasSubcommand()
            && !(parsed.matchedOptions().isEmpty() && parsed.matchedPositionals().isEmpty());
    if (dropped) {
      String command = parsed.subcommand().commandSpec().qualifiedName();
      String first = parsed.originalArgs().getFirst();
      throw new CommandLine.ParameterException(
          parsed.subcommand().commandSpec().commandLine(),
          "What stands before the command would not count: put “%s” and the rest of it behind %s; the server is named by -s."
              .formatted(Printable.line(first), command));
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<Invitation> invitation = options.invitation(server.text());
    Address address =
        invitation.map(Invitation::address).orElseGet(() -> options.address(server.text()));
    Request.Hello hello = options.guest(address);
    Optional<String> useless = options.folders().uselessness();
    useless.ifPresent(Console::say);
    boolean lines = inline || !options.environment().getOrDefault("PARLEY_INLINE", "").isEmpty();
    Visit visit =
        new Visit(options, address, invitation.orElse(null), hello, useless.isEmpty(), lines);
    try (Terminal terminal = TerminalType.open(options.environment(), !lines)) {
      int code = visit.run(terminal, noHistory ? null : options.folders().history());
      if (terminal.writer().checkError()) {
        Console.output().println(); // fails in the same way, so that the program's end knows why
      }
      return code;
    } finally {
      if (!visit.lastWords().isEmpty()) {
        Console.say(visit.lastWords());
      }
    }
  }
}
