package parley.server.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks for a text in the raw bytes of all files of a folder. By {@code grep}, a process of its
 * own: when this process closed a file that SQLite has open, SQLite would lose its locks on it.
 */
public final class RawBytes {
  private RawBytes() {}

  /** The files that hold a text; none of {@code backup}, if there are such. */
  public static List<String> holding(Path folder, String text)
      throws IOException, InterruptedException {
    Process grep =
        new ProcessBuilder("grep", "-rlaF", "--", text, folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String found = new String(grep.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (grep.waitFor() > 1) {
      throw new IOException("grep failed");
    }
    return found.lines().toList();
  }
}
