package parley.server.archive;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import parley.protocol.Json;
import parley.protocol.Printable;
import parley.server.config.SettingsOptions;
import parley.server.config.StartupException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands on a data folder share: where it is, {@code --json}, {@code --quiet}. */
abstract class FolderCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress; by itself it is shown only on a terminal.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  /** Does it; the result is the exit code. */
  abstract int run(Path dataDir, ProgressLine progress) throws StartupException;

  @Override
  public final Integer call() throws StartupException {
    Path dataDir = options.load().data().dir();
    try (ProgressLine progress = quiet ? ProgressLine.none() : ProgressLine.onTerminal()) {
      return run(dataDir, progress);
    }
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  void print(boolean json, Map<String, Object> fields, String text) {
    out().println(json ? Json.MAPPER.writeValueAsString(fields) : Printable.lines(text));
    out().flush();
  }
}
