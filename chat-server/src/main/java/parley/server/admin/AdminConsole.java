package parley.server.admin;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.server.logging.SparseLog;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.session.AdminLine;
import parley.server.session.TokenGuesses;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs admin commands for whoever may, and writes to the log who ran which. Safe on any thread; a
 * command blocks its caller until it is done.
 */
public final class AdminConsole {
  private static final Logger LOG = LoggerFactory.getLogger(AdminConsole.class);

  /** Characters of a line; whatever is said with a command fits. */
  private static final int LONGEST_LINE = 20_000;

  /** A long text is held together by quotes, and is one. */
  private static final int MOST_WORDS = 1_000;

  private static final String TOO_LONG =
      "That line is too long: it may have %d characters and %d words; a text in double quotes is"
              .formatted(LONGEST_LINE, MOST_WORDS)
          + " one word.";

  private static final String CLAIM = ClaimLine.NAME;

  /** Each command's class by its name. */
  private static final Map<String, Class<?>> COMMANDS =
      Stream.of(AdminCommands.class.getAnnotation(Command.class).subcommands())
          .collect(toUnmodifiableMap(each -> each.getAnnotation(Command.class).name(), c -> c));

  private static final SparseLog REFUSED = new SparseLog(LOG, Level.INFO, SparseLog.SELDOM);

  private final Controls controls;
  private final ClaimLine claim;
  private final AdminThreads threads = new AdminThreads();

  /** The names of all commands. */
  static Set<String> commands() {
    return COMMANDS.keySet();
  }

  /**
   * @param guesses what trying the operator's token costs
   */
  public AdminConsole(Controls controls, TokenGuesses guesses) {
    this.controls = controls;
    this.claim = new ClaimLine(controls.sequencer(), guesses);
  }

  /** Runs a line as a person types it; a double quote holds words together. */
  public AdminResult run(String line, Caller caller) {
    if (line.length() > LONGEST_LINE) {
      return new AdminResult(1, TOO_LONG);
    }
    try {
      return run(CommandWords.of(line), caller, caller.connection() == null ? "" : "/admin");
    } catch (Refusal e) {
      return new AdminResult(2, e.getMessage());
    }
  }

  /**
   * For a connection's {@code /admin}. What takes a processor is done on a thread of its own, and
   * for operators only.
   */
  public AdminLine.Answer answer(String line, AdminLine.Caller by) throws InterruptedException {
    Caller caller = new Caller(by.name(), by.asker(), by.connection());
    Reply.Refused refusal = controls.gate().refusal(null, caller.asker(), Right.COMMAND, On.SERVER);
    Optional<String> token = ClaimLine.rest(line);
    AdminResult result;
    if (token.isPresent()) {
      result = claim.run(token.get(), caller, by);
      log(caller, CLAIM, result, refusal != null);
    } else if (refusal == null) {
      result = threads.run(() -> run(line, caller));
    } else {
      result =
          new AdminResult(
              1,
              refusal.message()
                  + " To become one: /admin claim TOKEN, with the token that the server printed at"
                  + " its first start, or ask an operator.");
      log(caller, "?", result, true);
    }
    ErrorCode refused = refusal == null ? ErrorCode.BAD_COMMAND : refusal.code();
    return new AdminLine.Answer(result.ok() ? null : refused, result.text());
  }

  /**
   * Runs a command that is in words already.
   *
   * @param called how help calls the way in: {@code chat-server admin}
   */
  AdminResult run(List<String> words, Caller caller, String called) {
    String command = words.isEmpty() ? "help" : words.getFirst();
    if (words.size() > MOST_WORDS) {
      return new AdminResult(1, TOO_LONG);
    }
    AdminResult result = execute(words.isEmpty() ? List.of(command) : words, caller, called);
    log(caller, toTell(command, words), result, false);
    return fits(result, caller)
        ? result
        : new AdminResult(
            1, "The answer is too long for a chat; ask with chat-server admin " + command + ".");
  }

  private AdminResult execute(List<String> words, Caller caller, String called) {
    StringWriter text = new StringWriter();
    CommandLine line = commandLine(new AdminCommands(controls, caller), called, words.getFirst());
    PrintWriter out = new PrintWriter(text);
    line.setOut(out).setErr(out);
    int exitCode = line.execute(words.toArray(String[]::new));
    String said = text.toString().strip();
    // Where the way in has no name of its own, picocli leaves a blank for it.
    String usage = called.isEmpty() ? said.replaceFirst("^Usage:  ", "Usage: ") : said;
    return new AdminResult(exitCode, Printable.lines(usage));
  }

  /** The commands' model; {@code commands} may be empty where only its help is wanted. */
  static CommandLine commandLine(AdminCommands commands, String called) {
    return configured(new CommandLine(commands), called);
  }

  /**
   * The model of one command alone, where there is one of that name: that of all takes milliseconds
   * to make, which whoever may ask for nothing could ask for.
   */
  private static CommandLine commandLine(AdminCommands commands, String called, String word) {
    Class<?> command = COMMANDS.get(word);
    if (command == null || command == HelpLine.class) {
      return commandLine(commands, called);
    }
    CommandLine line = new CommandLine(CommandSpec.wrapWithoutInspection(commands));
    line.addSubcommand(word, command);
    return configured(line, called);
  }

  private static CommandLine configured(CommandLine line, String called) {
    line.setCommandName(called);
    for (String speaking : List.of("say", "topic")) {
      CommandLine command = line.getSubcommands().get(speaking);
      if (command != null) {
        command.setStopAtPositional(true); // a text may begin with --
      }
    }
    line.setExpandAtFiles(false); // no caller gets a file of this machine read
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler(
        (wrong, _) -> {
          CommandLine of = wrong.getCommandLine();
          of.getErr().println(sentence(wrong));
          of.getErr().println("Try: " + help(of, called));
          return CommandLine.ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler(
        (failure, of, _) -> {
          if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            of.getErr().println("The server is stopping.");
          } else {
            LOG.error("An admin command failed", failure);
            of.getErr().println("That failed by a fault of the server; its log says how.");
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    return line;
  }

  private static String sentence(CommandLine.ParameterException wrong) {
    if (!(wrong instanceof CommandLine.UnmatchedArgumentException unmatched)
        || unmatched.isUnknownOption()) {
      return wrong.getMessage();
    }
    String first = unmatched.getUnmatched().getFirst();
    if (wrong.getCommandLine().getParent() == null) {
      List<String> near = unmatched.getSuggestions();
      return "There is no command " + first + (near.isEmpty() ? "." : "; " + near.getFirst() + "?");
    }
    return "\""
        + first
        + "\" is more than it takes: words that belong together stand in quotes, \"as these do\".";
  }

  /** The line that explains a command. */
  private static String help(CommandLine of, String called) {
    StringBuilder path = new StringBuilder();
    for (CommandLine each = of; each.getParent() != null; each = each.getParent()) {
      path.insert(0, " " + each.getCommandName());
    }
    return (called + " help" + path).strip();
  }

  /** Whether a reply with this text is sure to fit into one frame. */
  private static boolean fits(AdminResult result, Caller caller) {
    return caller.connection() == null
        || result.text().getBytes(StandardCharsets.UTF_8).length <= Limits.TEXT_BYTES;
  }

  /** A token stays out of the log, also one that stands behind a misspelt command. */
  private static String toTell(String command, List<String> words) {
    boolean telling = COMMANDS.containsKey(command) && !command.equals(CLAIM);
    String what = telling ? String.join(" ", words) : COMMANDS.containsKey(command) ? CLAIM : "?";
    return what.length() > 500 ? what.substring(0, 500) + "…" : what;
  }

  /** Whatever an operator does has its line; what is refused to others is anybody's to repeat. */
  private static void log(Caller caller, String what, AdminResult result, boolean anybody) {
    String how = result.ok() ? "done" : "refused";
    if (!anybody || result.ok()) {
      about(LOG.atInfo(), caller, how).log("admin command: {}", what);
    } else {
      REFUSED.log(line -> about(line, caller, how), "admin command: {}", what);
    }
  }

  private static LoggingEventBuilder about(LoggingEventBuilder line, Caller caller, String how) {
    LoggingEventBuilder by = line.addKeyValue("by", caller.name()).addKeyValue("outcome", how);
    return caller.person() == null ? by : by.addKeyValue("id", caller.person());
  }
}
