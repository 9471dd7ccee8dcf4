package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Path;
import parley.client.link.PlaceFile;
import picocli.CommandLine.Option;

/** The options that say at which server, and in whose place. */
public final class PlaceOptions {
  @Option(
      names = {"-s", "--server"},
      paramLabel = "[NAME@]HOST[:PORT]",
      description = "The server (PARLEY_SERVER, or localhost).")
  String server;

  @Option(
      names = "--session-file",
      paramLabel = "FILE",
      description =
          "Keep the place in this file, and take it back at the next call: the same person, in the"
              + " same rooms.")
  Path sessionFile;

  /** The file of the place, null where none is kept. */
  PlaceFile claim() throws IOException {
    if (sessionFile == null) {
      return null;
    }
    return PlaceFile.claim(sessionFile)
        .orElseThrow(() -> new IOException("Another program uses " + sessionFile + "."));
  }
}
