package parley.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import parley.client.command.Interaction;
import parley.client.files.Downloads;
import parley.client.link.Ending;
import parley.client.link.Endurance;
import parley.client.link.Link;
import parley.client.link.Place;
import parley.client.link.PlaceFile;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.client.scripts.AskCommand;
import parley.client.scripts.Console;
import parley.client.scripts.DeleteCommand;
import parley.client.scripts.EditCommand;
import parley.client.scripts.ExitCode;
import parley.client.scripts.GetCommand;
import parley.client.scripts.HistoryCommand;
import parley.client.scripts.PingCommand;
import parley.client.scripts.PutCommand;
import parley.client.scripts.ReactCommand;
import parley.client.scripts.RoomsCommand;
import parley.client.scripts.SearchCommand;
import parley.client.scripts.SendCommand;
import parley.client.scripts.ServerOptions;
import parley.client.scripts.StatsCommand;
import parley.client.scripts.TailCommand;
import parley.client.scripts.Version;
import parley.client.terminal.Bar;
import parley.client.terminal.Completion;
import parley.client.terminal.Look;
import parley.client.terminal.Screen;
import parley.client.terminal.Transcript;
import parley.client.terminal.View;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Request;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat}: without a command, the chat at the terminal. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Chat at the terminal, or with a command, from a script.",
    subcommands = {
      SendCommand.class,
      AskCommand.class,
      TailCommand.class,
      HistoryCommand.class,
      SearchCommand.class,
      EditCommand.class,
      DeleteCommand.class,
      ReactCommand.class,
      PutCommand.class,
      GetCommand.class,
      PingCommand.class,
      RoomsCommand.class,
      StatsCommand.class,
      AutoComplete.GenerateCompletion.class,
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  refused by the server, a ping not answered, or nothing found: a message, a file",
      "  2  the command line is wrong",
      "  3  no connection",
      "  4  the server's certificate is not the one to trust",
      "  5  what came back was wrong, or something of this machine failed",
      "  6  a message or a file was not confirmed: it may or may not have arrived",
      "  chat ask has more of them: see its --help.",
      "",
      "The first visit remembers the server's certificate; later ones must show the same.",
      "Files: ~/.local/state/parley (or $XDG_STATE_HOME/parley).",
    })
public final class Chat implements Callable<Integer> {
  @Mixin ServerOptions options;

  @Option(names = "--no-history", description = "Keep no file of the lines typed.")
  boolean noHistory;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "[NAME@]HOST[:PORT]",
      description = "The server (PARLEY_SERVER, or localhost).")
  String server;

  private String lastWords = "";

  /** The program. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command line and answers its exit code. */
  public static int run(String... args) {
    CommandLine line = new CommandLine(new Chat());
    line.getSubcommands().get("generate-completion").getCommandSpec().usageMessage().hidden(true);
    line.getSubcommands()
        .values()
        .forEach(
            sub -> {
              if (!sub.getCommandSpec().mixinStandardHelpOptions()) {
                sub.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
              }
            });
    line.setParameterExceptionHandler(
        (e, _) -> {
          Console.say(Printable.lines(e.getMessage()));
          CommandLine.UnmatchedArgumentException.printSuggestions(e, Console.error());
          Console.say(
              e.getCommandLine().getCommandSpec().qualifiedName() + " --help tells how it goes.");
          return ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          Console.say(
              e instanceof IOException
                  ? Printable.lines(String.valueOf(e.getMessage()))
                  : "A fault of this program: " + e);
          return ExitCode.FAULT;
        });
    return line.execute(args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Address address = options.address(server);
    Request.Hello hello = options.hello(address);
    Optional<PlaceFile> claimed =
        PlaceFile.claim(options.folders().place(address.place(), Names.fold(hello.name())));
    try (PlaceFile file = claimed.orElse(null);
        Terminal terminal = terminal()) {
      return chat(address, hello, file, terminal);
    } finally {
      if (!lastWords.isEmpty()) {
        Console.say(lastWords);
      }
    }
  }

  private Terminal terminal() throws IOException {
    TerminalBuilder builder = TerminalBuilder.builder().system(true).dumb(true).name("chat");
    String locale =
        Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .map(variable -> options.environment().getOrDefault(variable, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("C");
    // A bare machine or container says nothing of characters; what people sit at speaks UTF-8.
    boolean silent = locale.equals("C") || locale.equals("POSIX");
    return silent ? builder.encoding(StandardCharsets.UTF_8).build() : builder.build();
  }

  private int chat(Address address, Request.Hello hello, PlaceFile file, Terminal terminal)
      throws IOException, InterruptedException {
    Integer colours = terminal.getNumericCapability(Capability.max_colors);
    Look look = Look.of(colours == null ? 0 : colours, options.environment());
    Completion completion = new Completion();
    Interaction[] person = new Interaction[1];
    try (Screen screen =
        new Screen(
            terminal,
            noHistory ? null : options.folders().history(),
            completion,
            key -> person[0].keys().accept(key))) {
      ZoneId zone = ZoneId.systemDefault();
      View view = new View(screen, new Transcript(look, zone, LocalDate.now(zone)), look);
      Place before = file == null ? null : file.load();
      Dialer dialer = options.dialer(address, sentence -> person[0].warn(sentence));
      person[0] =
          new Interaction(
              screen,
              view,
              new Bar(look),
              completion,
              dialer,
              Downloads.folder(options.environment()),
              happened ->
                  new Link(
                      dialer,
                      hello,
                      before,
                      new Endurance(
                          Duration.ZERO, Endurance.FOR_EVER, !options.isNameChosen(address)),
                      happened));
      Keeper keeper = new Keeper(person[0].link(), file);
      keeper.start();
      Ending ending = person[0].run();
      keeper.end(ending);
      lastWords = person[0].lastWords();
      return ExitCode.of(ending);
    }
  }
}
