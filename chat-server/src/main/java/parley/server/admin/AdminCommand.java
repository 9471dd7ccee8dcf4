package parley.server.admin;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import parley.server.config.SettingsOptions;
import parley.server.config.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat-server admin}: runs a command in the server that runs on this machine. */
@Command(
    name = "admin",
    description = {
      "Run an admin command in the server that runs on this machine's data folder; by itself,"
          + " list the commands.",
    },
    footer = {
      "",
      "Only the account that the server runs as, and root, may do this. The exit code is the",
      "command's: 0 done, 1 refused, 2 wrongly written, 3 it destroys something and is done with",
      "--yes; at a terminal it is asked for.",
      "",
      "Examples:",
      "  chat-server admin stats",
      "  chat-server admin connections --json",
      "  chat-server admin shutdown --in 30s"
    })
public final class AdminCommand implements Callable<Integer> {
  static final String CALLED = "chat-server admin";

  @Mixin private SettingsOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command and its words.")
  private List<String> words = new ArrayList<>();

  private CommandSpec spec;

  /** What follows the command's name is the command's own, options and all. */
  @Spec
  void spec(CommandSpec own) {
    spec = own;
    own.parser().stopAtPositional(true);
  }

  @Override
  public Integer call() throws UserError {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (words.isEmpty() || words.getFirst().equals("help")) {
      // Help needs no server.
      CommandLine commands = AdminConsole.commandLine(new AdminCommands(null, null), CALLED);
      commands.setOut(out).setErr(err);
      commands.setColorScheme(spec.commandLine().getColorScheme());
      return commands.execute(
          words.isEmpty() ? new String[] {"help"} : words.toArray(String[]::new));
    }
    Path dataDir = options.forFolder().data().dir();
    AdminExchange.Response response = ask(dataDir, words);
    if (response.exit() == AdminResult.ASKS && isTerminal()) {
      err.println(response.text());
      err.print("Do it? [y/N] ");
      err.flush();
      if (!AdminResult.isYes(System.console().readLine())) {
        return response.exit();
      }
      List<String> meant = new ArrayList<>(words);
      meant.add("--yes");
      response = ask(dataDir, meant);
    }
    PrintWriter to = response.exit() == 0 ? out : err;
    if (!response.text().isEmpty()) {
      to.println(response.text());
    }
    to.flush();
    return response.exit();
  }

  @SuppressWarnings("SystemConsoleNull") // it is null again since JDK 25
  private static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  /** Asks the server on a data folder. */
  static AdminExchange.Response ask(Path dataDir, List<String> words) throws UserError {
    Path file = dataDir.resolve(AdminSocket.FILE);
    if (!Files.exists(file)) {
      throw new UserError(
          "No server runs on %s (it has no %s); start it with chat-server, or name the folder of a running one with --set data.dir=FOLDER."
              .formatted(dataDir, AdminSocket.FILE));
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      AdminExchange.write(channel, new AdminExchange.Request(null, words));
      return AdminExchange.readResponse(channel);
    } catch (IOException e) {
      throw new UserError(
          "The server on %s does not answer at %s (%s): it does not run, or this account may not use it."
              .formatted(dataDir, AdminSocket.FILE, UserError.reason(e)),
          e);
    }
  }
}
