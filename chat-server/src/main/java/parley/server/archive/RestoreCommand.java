package parley.server.archive;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.server.config.UserError;
import parley.server.logfile.FileFolder;
import parley.text.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat-server restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Make a backup the log of the data folder, and bring the files that people sent. Stop the"
          + " server before.",
      "",
      "The backup is checked first. The log gets a new id, so that clients drop what they"
          + " remember of its numbers. Files that the data folder has already are read, and not"
          + " copied again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:nothing was changed",
      "2:the command is wrongly written",
      "3:done, but files that messages tell of are missing or damaged"
    })
public final class RestoreCommand extends FolderCommand {
  @Parameters(paramLabel = "FILE", description = "What \"chat-server backup\" wrote.")
  private Path file;

  @Option(
      names = {"-f", "--force"},
      description =
          "Put a log that is there aside, as log.db.replaced-TIME, and its files beside it.")
  private boolean force;

  @Mixin private FilesOptions files;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  int run(Path dataDir, ProgressLine progress) throws UserError {
    Path folder = files.folder(FileFolder.beside(file));
    Restore.Done done = Restore.restore(dataDir, file, folder, force, progress);
    progress.close();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("dataDir", dataDir.toString());
    fields.put("events", done.found().events());
    fields.put("files", done.files().files());
    fields.put("fileBytes", done.files().bytes());
    fields.put("lost", done.files().lost());
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
        "%s holds the %s of %s. Start the server.%s%s%s"
            .formatted(
                dataDir,
                Counted.of(done.found().events(), "event"),
                file,
                done.files().files() == 0
                    ? ""
                    : "%nFiles: %,d, %s."
                        .formatted(done.files().files(), ProgressLine.bytes(done.files().bytes())),
                aside,
                FilesOptions.lost(done.files().lost())));
    warnTemporary(dataDir);
    return done.files().lost().isEmpty() ? 0 : FilesOptions.LOST;
  }
}
