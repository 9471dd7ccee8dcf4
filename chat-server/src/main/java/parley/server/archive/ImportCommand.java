package parley.server.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import parley.server.config.StartupException;
import parley.server.log.Import;
import picocli.CommandLine.Command;

/** {@code chat-server import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Read an export from standard input into an empty log. Stop the server before.",
      "",
      "Order, times, ids, names and rooms stay; numbers are given anew, and the log has an id of"
          + " its own."
    },
    footer = {"", "Example:", "  chat-server import --set data.dir=NEW < all.ndjson"})
public final class ImportCommand extends FolderCommand {
  @Override
  int run(Path dataDir, ProgressLine progress) throws StartupException {
    long lines = 0;
    long events;
    try (Import log = Import.into(dataDir);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        log.line(line);
        lines++;
        progress.at("importing event " + lines, lines, 0);
      }
      events = log.end();
    } catch (IOException e) {
      throw new StartupException("The export can't be read: " + StartupException.reason(e), e);
    }
    progress.close();
    err().printf("%s has %,d events now. Start the server.%n", dataDir, events);
    err().flush();
    return 0;
  }
}
