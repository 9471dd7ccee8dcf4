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
  private static final int MOST_TIMES = 20;

  private RawBytes() {}

  /**
   * The files that hold a text; none of {@code backup}, if there are such. A file that goes while
   * it is looked for has them looked through again.
   */
  public static List<String> holding(Path folder, String text)
      throws IOException, InterruptedException {
    for (int times = 0; times < MOST_TIMES; times++) {
      Process grep =
          new ProcessBuilder("grep", "-rlaF", "--", text, folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String found = new String(grep.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (grep.waitFor() <= 1) {
        return found.lines().toList();
      }
    }
    throw new IOException("grep failed");
  }
}
