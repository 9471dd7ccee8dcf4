package parley.server.admin;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.server.session.AdminLine;
import picocli.CommandLine;

/**
 * Runs admin commands for whoever may, and writes to the log who ran which. Safe on any thread; a
 * command blocks its caller until it is done.
 */
public final class AdminConsole {
  private static final Logger LOG = LoggerFactory.getLogger(AdminConsole.class);

  /** Characters of a line; whatever is said with a command fits. */
  private static final int LONGEST_LINE = Limits.FRAME_BYTES_MIN;

  private static final String CLAIM = "claim";
  private static final Set<String> COMMANDS =
      Set.copyOf(commandLine(new AdminCommands(null, null), "").getSubcommands().keySet());

  private final Controls controls;

  /** The names of all commands. */
  static Set<String> commands() {
    return COMMANDS;
  }

  public AdminConsole(Controls controls) {
    this.controls = controls;
  }

  /** Runs a line as a person types it; a double quote holds words together. */
  public AdminResult run(String line, Caller caller) {
    if (line.length() > LONGEST_LINE) {
      return new AdminResult(1, "That line is too long.");
    }
    try {
      return run(Words.of(line), caller, caller.connection() == null ? "" : "/admin");
    } catch (Refusal e) {
      return new AdminResult(2, e.getMessage());
    }
  }

  /** For a connection's {@code /admin}. */
  public AdminLine.Answer answer(String line, AdminLine.Caller caller) {
    AdminResult result =
        run(
            line,
            new Caller(caller.name(), caller.person(), caller.connection(), caller.operator()));
    return new AdminLine.Answer(result.ok(), result.text());
  }

  /**
   * Runs a command that is in words already.
   *
   * @param called how help calls the way in: {@code chat-server admin}
   */
  AdminResult run(List<String> words, Caller caller, String called) {
    String command = words.isEmpty() ? "help" : words.getFirst();
    if (!caller.operator() && !command.equals(CLAIM)) {
      log(caller, command, words, "refused");
      return new AdminResult(
          1,
          "Only operators may do that. To become one: /admin claim TOKEN, with the token that the"
              + " server printed at its first start, or ask an operator.");
    }
    AdminResult result = execute(words.isEmpty() ? List.of(command) : words, caller, called);
    log(caller, command, words, result.ok() ? "done" : "refused");
    return fits(result, caller)
        ? result
        : new AdminResult(
            1, "The answer is too long for a chat; ask with chat-server admin " + command + ".");
  }

  private AdminResult execute(List<String> words, Caller caller, String called) {
    StringWriter text = new StringWriter();
    CommandLine line = commandLine(new AdminCommands(controls, caller), called);
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
    CommandLine line = new CommandLine(commands);
    line.setCommandName(called);
    for (String speaking : List.of("say", "topic")) {
      line.getSubcommands().get(speaking).setStopAtPositional(true); // a text may begin with --
    }
    line.setExpandAtFiles(false); // no caller gets a file of this machine read
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler(
        (wrong, _) -> {
          CommandLine of = wrong.getCommandLine();
          of.getErr().println(wrong.getMessage());
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

  /** The line that explains a command, or the one above it where that is a part of it. */
  private static String help(CommandLine of, String called) {
    CommandLine command = of;
    while (command.getParent() != null && command.getParent().getParent() != null) {
      command = command.getParent();
    }
    String topic = command.getParent() == null ? "" : command.getCommandName();
    return (called + " help " + topic).strip();
  }

  /** Whether a reply with this text is sure to fit into one frame. */
  private static boolean fits(AdminResult result, Caller caller) {
    return caller.connection() == null
        || result.text().getBytes(StandardCharsets.UTF_8).length <= Limits.TEXT_BYTES;
  }

  /** A token stays out of the log, also one that stands behind a misspelt command. */
  private static void log(Caller caller, String command, List<String> words, String how) {
    boolean telling = COMMANDS.contains(command) && !command.equals(CLAIM);
    String what = telling ? String.join(" ", words) : COMMANDS.contains(command) ? CLAIM : "?";
    LoggingEventBuilder line =
        LOG.atInfo().addKeyValue("by", caller.name()).addKeyValue("outcome", how);
    if (caller.person() != null) {
      line = line.addKeyValue("id", caller.person());
    }
    line.log("admin command: {}", what.length() > 500 ? what.substring(0, 500) + "…" : what);
  }
}
