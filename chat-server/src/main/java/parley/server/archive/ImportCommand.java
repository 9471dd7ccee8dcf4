package parley.server.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import parley.server.config.UserError;
import parley.text.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chat-server import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Read an export from standard input into an empty log. Stop the server before.",
      "",
      "Order, times, ids, names and rooms stay; numbers are given anew, and the log has an id of"
          + " its own. Each line must be what this server could have written; where one is not, its"
          + " number and the reason are told, and nothing is imported. The files that people sent"
          + " are not in an export: name their folder."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it could not be read, or not to its end",
      "2:the command is wrongly written",
      "3:done, but files that messages tell of are missing or damaged"
    },
    footer = {
      "",
      "Example:",
      "  chat-server import --files OLD/files --set data.dir=NEW < all.ndjson"
    })
public final class ImportCommand extends FolderCommand {
  @Option(
      names = "--files",
      paramLabel = "FOLDER",
      description = "Where the files are that people sent; those of the messages are copied.")
  private Path files;

  @Override
  int run(Path dataDir, ProgressLine progress) throws UserError {
    long lines = 0;
    long events;
    FileCopy.Done copied = null;
    try (Import log = Import.into(dataDir);
        InputStream in = new BufferedInputStream(System.in)) {
      ExportLines export = new ExportLines(in);
      for (String line = export.next(); line != null; line = export.next()) {
        log.line(line);
        lines++;
        progress.at("importing event " + lines, lines, 0);
      }
      events = log.end();
      if (files != null) {
        copied = log.files(files, progress);
      }
    } catch (IOException e) {
      throw new UserError("The export can't be read: " + UserError.reason(e), e);
    }
    progress.close();
    String brought = copied == null ? "" : "%nFiles: %,d.".formatted(copied.files());
    String lost = copied == null ? "" : FilesOptions.lost(copied.lost());
    err()
        .println(
            "%s has %s now. Start the server.%s%s"
                .formatted(dataDir, Counted.of(events, "event"), brought, lost));
    err().flush();
    warnTemporary(dataDir);
    return lost.isEmpty() ? 0 : FilesOptions.LOST;
  }
}
