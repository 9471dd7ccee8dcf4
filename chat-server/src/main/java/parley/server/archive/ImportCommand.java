package parley.server.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import parley.server.config.StartupException;
import parley.server.log.FileCopy;
import parley.server.log.Import;
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
          + " its own. The files that people sent are not in an export: name their folder."
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
  int run(Path dataDir, ProgressLine progress) throws StartupException {
    long lines = 0;
    long events;
    FileCopy.Done copied = null;
    try (Import log = Import.into(dataDir);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        log.line(line);
        lines++;
        progress.at("importing event " + lines, lines, 0);
      }
      events = log.end();
      if (files != null) {
        copied = log.files(files, progress);
      }
    } catch (IOException e) {
      throw new StartupException("The export can't be read: " + StartupException.reason(e), e);
    }
    progress.close();
    String brought = copied == null ? "" : "%nFiles: %,d.".formatted(copied.files());
    String lost = copied == null ? "" : FilesOptions.lost(copied.lost());
    err()
        .println(
            "%s has %,d events now. Start the server.%s%s"
                .formatted(dataDir, events, brought, lost));
    err().flush();
    return lost.isEmpty() ? 0 : FilesOptions.LOST;
  }
}
