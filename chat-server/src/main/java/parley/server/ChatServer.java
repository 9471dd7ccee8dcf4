package parley.server;

import java.util.Optional;
import java.util.concurrent.Callable;
import parley.server.admin.AdminCommand;
import parley.server.admin.ServerConsole;
import parley.server.archive.BackupCommand;
import parley.server.archive.CheckCommand;
import parley.server.archive.ExportCommand;
import parley.server.archive.ImportCommand;
import parley.server.archive.RestoreCommand;
import parley.server.config.ConfigCommand;
import parley.server.config.LogSetup;
import parley.server.config.Settings;
import parley.server.config.SettingsOptions;
import parley.server.config.StartupException;
import parley.server.tls.CertsCommand;
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
    description = "Starts the chat server; with a command, does that instead.")
public final class ChatServer implements Callable<Integer> {
  @Mixin private SettingsOptions options;
  @Spec private CommandSpec spec;

  /** Taken back by the thread that ends the process. */
  private volatile Optional<ServerConsole> console = Optional.empty();

  /** The line of {@code --version}. */
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Parley chat-server " + Version.TEXT};
    }
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ChatServer());
    line.setExecutionExceptionHandler(
        (e, at, _) -> {
          if (e instanceof StartupException) {
            at.getErr().println("chat-server: " + e.getMessage());
            return 1;
          }
          throw e;
        });
    return line;
  }

  @Override
  public Integer call() throws StartupException, InterruptedException {
    Settings settings = options.load();
    LogSetup logs = LogSetup.start(settings.log());
    Server server;
    try {
      server = Server.start(settings);
    } catch (StartupException e) {
      logs.close();
      throw e;
    }
    server.settings().onChange(s -> logs.level(s.log().level()));
    // A signal's exit code would be 143; a server that was asked to stop and did has not failed.
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      server.stop();
                      console.ifPresent(ServerConsole::close);
                      logs.close();
                      Runtime.getRuntime().halt(0);
                    }));
    Banner.print(server, spec.commandLine().getOut());
    console = ServerConsole.openIfTerminal(server.admin(), logs, server::askToStop);
    server.awaitStopAsked();
    return 0;
  }
}
