package parley.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import parley.server.config.UserError;
import parley.server.logfile.FileFolder;
import parley.server.logfile.LastBackup;
import parley.server.logfile.Volume;
import parley.text.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat-server backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copy the log into one file, while the server runs or not, and the files that people sent"
          + " into a folder beside it.",
      "",
      "The copy is of one moment, compact, and checked before it gets its name. Certificates and"
          + " settings are not in it. A folder named with --files may be the same for all backups:"
          + " what it has already is not copied again, and nothing is taken away from it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the backup is whole",
      "1:it could not be made",
      "2:the command is wrongly written",
      "3:it was made, but files that messages tell of were missing or damaged"
    },
    footer = {
      "",
      "Examples:",
      "  chat-server backup /backups/parley-$(date +%%F).db",
      "  chat-server backup --files /backups/files /backups/parley-$(date +%%F).db",
      "  chat-server restore /backups/parley-2026-11-21.db"
    })
public final class BackupCommand extends FolderCommand {
  @Parameters(paramLabel = "FILE", description = "The file to write, readable by its owner alone.")
  private Path file;

  @Option(
      names = {"-f", "--force"},
      description = "Replace FILE.")
  private boolean force;

  @Option(
      names = "--temporary",
      description =
          "Write it also where it does not stay: in memory, or in a container and on no volume.")
  private boolean temporary;

  @Mixin private FilesOptions files;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  int run(Path dataDir, ProgressLine progress) throws UserError {
    Path folder = files.folder(FileFolder.beside(file));
    refuseOwn(file);
    refuseTemporary(file);
    if (folder != null) {
      refuseOwn(folder);
      refuseTemporary(folder);
    }
    long wanted = spared().concerns(file) ? Backup.bytes(dataDir) : 0;
    wanted += folder != null && spared().concerns(folder) ? Backup.bytes(dataDir, folder) : 0;
    spared().refuse(file, wanted);
    Backup.Done done = Backup.copy(dataDir, file, folder, force, progress);
    if (done.files().lost().isEmpty()) {
      LastBackup.note(dataDir);
    }
    Checkup.Result found = done.found();
    progress.close();
    long bytes = size(file);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file.toString());
    fields.put("bytes", bytes);
    fields.put("events", found.events());
    fields.put("head", found.head() == null ? null : found.head().toString());
    fields.put("files", done.files().files());
    fields.put("fileBytes", done.files().bytes());
    fields.put("lost", done.files().lost());
    String copied =
        done.files().files() == 0
            ? ""
            : "%nFiles: %,d, %s, in %s."
                .formatted(done.files().files(), ProgressLine.bytes(done.files().bytes()), folder);
    print(
        json,
        fields,
        "%s: %s, %s, checked.%s%nHead: %s%s"
            .formatted(
                file,
                Counted.of(found.events(), "event"),
                ProgressLine.bytes(bytes),
                copied,
                CheckCommand.head(found),
                FilesOptions.lost(done.files().lost())));
    return done.files().lost().isEmpty() ? 0 : FilesOptions.LOST;
  }

  /** A backup that is gone when it is needed is none. */
  private void refuseTemporary(Path target) throws UserError {
    Optional<String> why = Volume.whyGone(target);
    if (why.isPresent() && !temporary) {
      throw new UserError(
          "%s %s; name a place that stays (in a container a volume, such as /backups), or say --temporary and copy it away at once."
              .formatted(target.toAbsolutePath(), why.get()));
    }
    why.ifPresent(gone -> warn("%s %s: copy it away.".formatted(target.toAbsolutePath(), gone)));
  }

  private static long size(Path file) throws UserError {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UserError("%s can't be read (%s).".formatted(file, UserError.reason(e)), e);
    }
  }
}
