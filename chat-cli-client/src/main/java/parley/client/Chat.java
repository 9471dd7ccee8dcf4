package parley.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Signals;
import parley.client.command.TerminalChat;
import parley.client.files.Downloads;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.RetryPolicy;
import parley.client.link.SavedSession;
import parley.client.link.SavedSessionFile;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.client.scripts.Console;
import parley.client.scripts.ExitCode;
import parley.client.scripts.ScriptCommands;
import parley.client.scripts.ServerAddress;
import parley.client.scripts.ServerOptions;
import parley.client.scripts.Version;
import parley.client.terminal.Completion;
import parley.client.terminal.ConversationView;
import parley.client.terminal.Screen;
import parley.client.terminal.StatusBar;
import parley.client.terminal.TerminalType;
import parley.client.terminal.Theme;
import parley.client.terminal.Transcript;
import parley.protocol.Names;
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
      "Files: ~/.local/state/parley (or $XDG_STATE_HOME/parley).",
    })
public final class Chat implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Mixin ServerAddress.Alone server;

  @Option(names = "--no-history", description = "Keep no file of the lines typed.")
  boolean noHistory;

  /** How long leaving may take once a signal asked for it. */
  private static final Duration LEAVING = Duration.ofSeconds(10);

  private String lastWords = "";

  /** The program. */
  public static void main(String[] args) {
    Locality.leave();
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

  @Override
  public Integer call() throws IOException, InterruptedException {
    Address address = options.address(server.text());
    Request.Hello hello = options.hello(address);
    Optional<String> useless = options.folders().uselessness();
    useless.ifPresent(Console::say);
    Optional<SavedSessionFile> claimed =
        useless.isPresent()
            ? Optional.empty()
            : SavedSessionFile.claim(
                options.folders().place(address.place(), Names.fold(hello.name())));
    try (SavedSessionFile file = claimed.orElse(null);
        Terminal terminal = terminal()) {
      int code = chat(address, hello, file, useless.isEmpty(), terminal);
      if (terminal.writer().checkError()) {
        Console.output().println(); // fails in the same way, so that the program's end knows why
      }
      return code;
    } finally {
      if (!lastWords.isEmpty()) {
        Console.say(lastWords);
      }
    }
  }

  private Terminal terminal() throws IOException {
    // What people sit at speaks UTF-8, whatever a bare machine's or a container's locale says.
    return TerminalBuilder.builder()
        .system(true)
        .dumb(true)
        .name("chat")
        .type(TerminalType.of(options.environment()))
        .encoding(StandardCharsets.UTF_8)
        .build();
  }

  /**
   * @param keeps whether typed lines can be kept
   */
  private int chat(
      Address address, Request.Hello hello, SavedSessionFile file, boolean keeps, Terminal terminal)
      throws IOException, InterruptedException {
    Integer colours = terminal.getNumericCapability(Capability.max_colors);
    Theme theme = Theme.of(colours == null ? 0 : colours, options.environment());
    Completion completion = new Completion();
    TerminalChat[] person = new TerminalChat[1];
    try (Screen screen =
        new Screen(
            terminal,
            noHistory || !keeps ? null : options.folders().history(),
            completion,
            key -> person[0].keys().accept(key))) {
      ZoneId zone = ZoneId.systemDefault();
      ConversationView view =
          new ConversationView(screen, new Transcript(theme, zone, LocalDate.now(zone)), theme);
      SavedSession before = file == null ? null : file.load();
      Dialer dialer = options.dialer(address, sentence -> person[0].warn(sentence));
      person[0] =
          new TerminalChat(
              screen,
              view,
              new StatusBar(theme),
              completion,
              dialer,
              Downloads.folder(options.environment()),
              happened ->
                  new Link(
                      dialer,
                      hello,
                      before,
                      new RetryPolicy(
                          Duration.ZERO, RetryPolicy.FOR_EVER, !options.isNameChosen(address)),
                      happened));
      PlaceSaver keeper = new PlaceSaver(person[0].link(), file);
      keeper.start();
      AtomicInteger signal = new AtomicInteger();
      leaveAt("HUP", 1, signal, person[0]);
      leaveAt("TERM", 15, signal, person[0]);
      if (!screen.edits()) {
        // Where there is a line to give up, it is a key.
        leaveAt("INT", 2, signal, person[0]);
      }
      LinkEnding ending = person[0].run();
      keeper.end(ending);
      lastWords = person[0].lastWords();
      return signal.get() == 0 ? ExitCode.of(ending) : ExitCode.SIGNALLED + signal.get();
    }
  }

  /** The terminal is given back as it was, and the name is free at once. */
  private static void leaveAt(String name, int number, AtomicInteger signal, TerminalChat person) {
    Signals.register(
        name,
        () -> {
          signal.set(number);
          Thread.ofPlatform().daemon().start(() -> endSurely(ExitCode.SIGNALLED + number));
          person.leave();
        });
  }

  /** Whatever the end waits for: nobody is there any more to end it otherwise. */
  private static void endSurely(int code) {
    try {
      Thread.sleep(LEAVING);
      Runtime.getRuntime().halt(code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
