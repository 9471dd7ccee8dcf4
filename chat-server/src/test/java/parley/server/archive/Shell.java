package parley.server.archive;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.server.config.UserError;
import picocli.CommandLine;

/** Runs the commands of this package on a data folder, as a shell would. */
final class Shell {
  @CommandLine.Command(
      name = "chat-server",
      subcommands = {
        BackupCommand.class,
        RestoreCommand.class,
        CheckCommand.class,
        ExportCommand.class,
        ImportCommand.class
      })
  private static final class Program {}

  private final Path dataDir;
  String out;
  String err;
  private byte[] input = {};
  private boolean lasting;

  Shell(Path dataDir) {
    this.dataDir = dataDir;
  }

  /** What the next command finds on its standard input. */
  Shell reading(byte[] input) {
    this.input = input;
    return this;
  }

  /** Backups must stay; else they may be in memory, as a folder of tests is on some machines. */
  Shell lasting() {
    lasting = true;
    return this;
  }

  /**
   * @return the exit code
   */
  int run(String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command, "--set", "data.dir=" + dataDir));
    if (command.equals("backup") && !lasting) {
      all.add("--temporary");
    }
    all.addAll(List.of(args));
    StringWriter printed = new StringWriter();
    StringWriter complained = new StringWriter();
    InputStream terminal = System.in;
    System.setIn(new ByteArrayInputStream(input));
    int exit =
        new CommandLine(new Program())
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(complained, true))
            .setExecutionExceptionHandler(UserError::handle)
            .execute(all.toArray(String[]::new));
    System.setIn(terminal);
    out = printed.toString();
    err = complained.toString();
    return exit;
  }
}
