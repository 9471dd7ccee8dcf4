package parley.server.archive;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.server.config.StartupException;
import parley.server.log.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat-server restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Make a backup the log of the data folder. Stop the server before.",
      "",
      "The backup is checked first. The log gets a new id, so that clients drop what they"
          + " remember of its numbers."
    })
public final class RestoreCommand extends FolderCommand {
  @Parameters(paramLabel = "FILE", description = "What \"chat-server backup\" wrote.")
  private Path file;

  @Option(
      names = {"-f", "--force"},
      description = "Put a log that is there aside, as log.db.replaced-TIME.")
  private boolean force;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  int run(Path dataDir, ProgressLine progress) throws StartupException {
    Restore.Done done = Restore.restore(dataDir, file, force, progress);
    progress.close();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("dataDir", dataDir.toString());
    fields.put("events", done.found().events());
    fields.put("replaced", done.replaced().map(Path::toString).orElse(null));
    String aside =
        done.replaced()
            .map(
                path ->
                    "%nThe log that was there is %s; delete it when you are sure.".formatted(path))
            .orElse("");
    print(
        json,
        fields,
        "%s holds the %,d events of %s. Start the server.%s"
            .formatted(dataDir, done.found().events(), file, aside));
    return 0;
  }
}
