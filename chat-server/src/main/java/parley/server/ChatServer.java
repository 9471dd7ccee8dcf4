package parley.server;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.admin.AdminCommand;
import parley.server.admin.ServerConsole;
import parley.server.archive.BackupCommand;
import parley.server.archive.CheckCommand;
import parley.server.archive.ExportCommand;
import parley.server.archive.ImportCommand;
import parley.server.archive.RestoreCommand;
import parley.server.config.ConfigCommand;
import parley.server.config.OwnFiles;
import parley.server.config.Settings;
import parley.server.config.SettingsOptions;
import parley.server.config.UserError;
import parley.server.logging.LogSetup;
import parley.server.tls.CertsCommand;
import parley.shell.CompletionCommand;
import parley.shell.ManCommand;
import parley.text.Build;
import parley.text.Locality;
import parley.text.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code chat-server}. */
@Command(
    name = "chat-server",
    mixinStandardHelpOptions = true,
    versionProvider = ChatServer.Versions.class,
    subcommands = {
      ConfigCommand.class,
      CertsCommand.class,
      AdminCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      CheckCommand.class,
      ExportCommand.class,
      ImportCommand.class
    },
    description = "Starts the chat server; with a command, does that instead.",
    exitCodeListHeading = "%nExit codes of all commands, besides their own:%n",
    exitCodeList = {
      "2:the command is wrongly written",
      "74:it was done, but what it prints could not be written, as on a full disk",
      "141:what reads its output had enough, as with other programs in a pipe"
    })
public final class ChatServer implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);

  /** The exit code where a command's output can't be written: {@code EX_IOERR} of sysexits. */
  private static final int OUTPUT_LOST = 74;

  @Mixin private SettingsOptions options;
  @Spec private CommandSpec spec;

  /** Taken back by the thread that ends the process. */
  private volatile Optional<ServerConsole> console = Optional.empty();

  /** The line of {@code --version}. */
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Parley chat-server " + Build.THIS};
    }
  }

  public static void main(String[] args) {
    Locality.leave();
    Optional<String> lost = Locality.read(args);
    if (lost.isPresent()) {
      System.err.println("chat-server: " + lost.get());
      System.exit(CommandLine.ExitCode.USAGE);
    }
    System.exit(run(StandardOutput.install(System.out.charset()), args));
  }

  /** Runs a command line and answers its exit code: no success where its output is lost. */
  static int run(StandardOutput output, String... args) {
    PrintWriter out = new PrintWriter(output, true, System.out.charset());
    CommandLine line = commandLine().setOut(out);
    int code = line.execute(args);
    out.flush();
    return output.exitCode(code, OUTPUT_LOST, why -> line.getErr().println("chat-server: " + why));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ChatServer());
    line.addSubcommand(new CompletionCommand(_ -> List.of()));
    line.addSubcommand(new ManCommand());
    line.getSubcommands().get("man").getCommandSpec().usageMessage().hidden(true);
    line.setExpandAtFiles(false); // what people say and name may begin with @
    line.setExecutionExceptionHandler(
        (e, at, _) -> {
          if (e instanceof UserError) {
            at.getErr().println("chat-server: " + e.getMessage());
            return 1;
          }
          throw e;
        });
    return line;
  }

  @Override
  public Integer call() throws UserError, InterruptedException {
    Settings settings = options.load();
    if (settings.log().file().isPresent()) {
      OwnFiles.of(settings).refuse(settings.log().file().get());
    }
    LogSetup logs = LogSetup.start(settings.log());
    Server server;
    try {
      server = Server.start(settings);
    } catch (UserError e) {
      logs.close();
      throw e;
    }
    server.settings().onChange(s -> logs.level(s.log().level()));
    ServiceNotices notices = ServiceNotices.of(System.getenv());
    // A signal's exit code would be 143; a server that was asked to stop and did has not failed.
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      notices.stopping();
                      server.stop();
                      console.ifPresent(ServerConsole::close);
                      logs.close();
                      Runtime.getRuntime().halt(0);
                    }));
    // Before it says that it is ready: a SIGHUP that comes then would end it.
    Signals.take(server, () -> console.isPresent(), notices);
    if (notices.areWanted()
        || LogSetup.isJournal(System.getenv())
        || LogSetup.takesStandardOutput(settings.log())) {
      Banner.withhold(server);
    } else {
      PrintWriter out = spec.commandLine().getOut();
      Banner.print(server, out);
      if (out.checkError()) {
        LOG.warn("standard output could not be written; what a start says is lost");
      }
    }
    Milestones.started(server);
    notices.ready(server);
    console =
        ServerConsole.openIfTerminal(
            server.admin(), logs, () -> server.askToStop("its console was left"));
    server.awaitStopAsked();
    return 0;
  }
}
