package parley.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jline.terminal.Terminal;
import parley.client.command.OpenServers;
import parley.client.screen.FullScreen;
import parley.client.scripts.Console;
import parley.client.scripts.ExitCode;
import parley.client.scripts.ScriptCommands;
import parley.client.scripts.ServerAddress;
import parley.client.scripts.ServerOptions;
import parley.client.scripts.Version;
import parley.client.terminal.TerminalType;
import parley.protocol.Printable;
import parley.text.Locality;
import parley.text.Nearest;
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
  @Mixin ServerAddress.Several server;

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
  public Integer call() throws Exception {
    boolean lines = inline || !options.environment().getOrDefault("PARLEY_INLINE", "").isEmpty();
    List<Destination> wanted = wanted();
    Optional<String> useless = options.folders().uselessness();
    useless.ifPresent(Console::say);
    Visit.Outcome outcome = null;
    try (Terminal terminal = TerminalType.open(options.environment(), !lines)) {
      if (wanted.size() > 1 && (lines || !FullScreen.isPossible(terminal))) {
        Console.say(
            "Several servers take the whole screen, which there is not here; only %s is opened."
                .formatted(wanted.getFirst().label()));
      }
      Path history = noHistory ? null : options.folders().history();
      outcome = new Sitting(terminal, options, useless.isEmpty(), history).run(wanted, lines);
      if (terminal.writer().checkError()) {
        Console.output().println(); // fails in the same way, so that the program's end knows why
      }
      if (outcome.fault() != null) {
        throw outcome.fault();
      }
      return outcome.code();
    } finally {
      if (outcome != null && outcome.fault() == null && !outcome.words().isEmpty()) {
        Console.say(outcome.words());
      }
    }
  }

  /** The servers that were named, or those that the settings open. */
  private List<Destination> wanted() {
    List<String> named = server.texts();
    boolean none = named.isEmpty() && !options.environment().containsKey("PARLEY_SERVER");
    List<String> opened = none ? options.config().opened() : named;
    if (named.size() > 1) {
      checkSeveral(named);
    }
    List<Destination> wanted = new ArrayList<>();
    // What is wrong with who comes is told before there is a screen.
    wanted.add(Destination.of(options, opened.isEmpty() ? null : opened.getFirst()).greeted());
    for (String other : opened.subList(Math.min(1, opened.size()), opened.size())) {
      if (wanted.size() < OpenServers.MOST) {
        wanted.add(Destination.of(options.another(), other));
      }
    }
    Set<String> labels = new HashSet<>();
    wanted.removeIf(to -> !labels.add(to.label()));
    return wanted;
  }

  /** What may be a mistyped command is no server, unless it is written as one or named. */
  private void checkSeveral(List<String> named) {
    CommandLine line = options.commandLine();
    List<String> bare =
        named.stream()
            .filter(one -> one.matches("[\\p{L}\\p{N}_-]+") && !one.equals("localhost"))
            .filter(one -> !options.config().profiles().containsKey(one))
            .toList();
    if (!bare.isEmpty()) {
      String word = bare.getFirst();
      Set<String> known = new HashSet<>(ScriptCommands.names());
      known.addAll(options.config().profiles().keySet());
      List<String> words = new ArrayList<>(options.config().sentences());
      words.add(
          "“%s” is neither a command nor one of the servers in your settings.%s"
              .formatted(
                  Printable.line(word),
                  Nearest.of(word, known).map(" Did you mean %s?"::formatted).orElse("")));
      throw new CommandLine.ParameterException(line, String.join("\n", words));
    }
    if (named.size() > OpenServers.MOST) {
      throw new CommandLine.ParameterException(
          line, "Those are more than %d servers.".formatted(OpenServers.MOST));
    }
  }
}
