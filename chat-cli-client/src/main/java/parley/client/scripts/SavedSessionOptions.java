package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Path;
import parley.client.files.PrivateFile;
import parley.client.link.SavedSessionFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say at which server, and in whose place. */
public final class SavedSessionOptions {
  @Mixin ServerAddress.Named server;

  @Option(
      names = "--session-file",
      paramLabel = "FILE",
      description =
          "Keep the place in this file, and take it back at the next call: the same person, in the"
              + " same rooms.")
  Path sessionFile;

  /** The file of the place, null where none is kept. */
  SavedSessionFile claim() throws IOException {
    if (sessionFile == null) {
      return null;
    }
    if (PrivateFile.isDevice(sessionFile)) {
      throw new IOException(sessionFile + " is no ordinary file, and keeps no place.");
    }
    PrivateFile.openToOthers(sessionFile).ifPresent(Console::say);
    return SavedSessionFile.claim(sessionFile)
        .orElseThrow(() -> new IOException("Another program uses " + sessionFile + "."));
  }
}
