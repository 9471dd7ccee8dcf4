package parley.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.server.config.StartupException;
import parley.server.log.Backup;
import parley.server.log.Checkup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat-server backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copy the log into one file, while the server runs or not.",
      "",
      "The copy is of one moment, compact, and checked before it gets its name. Certificates and"
          + " settings are not in it."
    },
    footer = {
      "",
      "Examples:",
      "  chat-server backup /backups/parley-$(date +%F).db",
      "  chat-server restore /backups/parley-2026-11-21.db"
    })
public final class BackupCommand extends FolderCommand {
  @Parameters(paramLabel = "FILE", description = "The file to write, readable by its owner alone.")
  private Path file;

  @Option(
      names = {"-f", "--force"},
      description = "Replace FILE.")
  private boolean force;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  int run(Path dataDir, ProgressLine progress) throws StartupException {
    Checkup.Result found = Backup.copy(dataDir, file, force, progress);
    progress.close();
    long bytes = size(file);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file.toString());
    fields.put("bytes", bytes);
    fields.put("events", found.events());
    fields.put("head", found.head() == null ? null : found.head().toString());
    print(
        json,
        fields,
        "%s: %,d events, %s, checked.%nHead: %s"
            .formatted(file, found.events(), ProgressLine.bytes(bytes), CheckCommand.head(found)));
    return 0;
  }

  private static long size(Path file) throws StartupException {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new StartupException(
          "%s can't be read (%s).".formatted(file, StartupException.reason(e)), e);
    }
  }
}
