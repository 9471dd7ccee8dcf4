package parley.server.archive;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import parley.protocol.Json;
import parley.protocol.Printable;
import parley.server.config.OwnFiles;
import parley.server.config.Settings;
import parley.server.config.SettingsOptions;
import parley.server.config.UserError;
import parley.server.logfile.Volume;
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

  private OwnFiles own;
  private Spared spared;

  /** Does it; the result is the exit code. */
  abstract int run(Path dataDir, ProgressLine progress) throws UserError;

  @Override
  public final Integer call() throws UserError {
    Settings settings = options.forFolder();
    own = OwnFiles.of(settings);
    own.refuseOutput();
    spared = new Spared(settings);
    Path dataDir = settings.data().dir();
    try (ProgressLine progress = quiet ? ProgressLine.none() : ProgressLine.onTerminal()) {
      return run(dataDir, progress);
    }
  }

  /** Refuses a file or a folder that is to be written where it is the server's own. */
  void refuseOwn(Path target) throws UserError {
    own.refuse(target);
  }

  /** What is to stay free for the server. */
  Spared spared() {
    return spared;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Says on standard error what is to be known beside the result. */
  void warn(String sentence) {
    err().println("chat-server: " + Printable.line(sentence));
    err().flush();
  }

  /** Says so where what the data folder holds now does not stay. */
  void warnTemporary(Path dataDir) {
    Volume.whyGone(dataDir).ifPresent(why -> warn("%s %s.".formatted(dataDir, why)));
  }

  void print(boolean json, Map<String, Object> fields, String text) {
    out()
        .println(
            json ? Printable.json(Json.MAPPER.writeValueAsString(fields)) : Printable.lines(text));
    out().flush();
  }
}
