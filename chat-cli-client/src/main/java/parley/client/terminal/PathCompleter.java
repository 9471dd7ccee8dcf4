package parley.client.terminal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import parley.client.files.Platform;
import parley.client.files.TypedPath;
import parley.protocol.Printable;

/** Completes paths of this machine. */
final class PathCompleter {
  /** Names that are looked at in one folder. */
  private static final int MOST = 1_000;

  private PathCompleter() {}

  /**
   * What is in the folder that a path names so far; hidden things where their dot was typed.
   *
   * @param begun without quotes and backslashes
   */
  static void complete(String begun, List<Candidate> candidates) {
    int name = begun.lastIndexOf('/') + 1;
    String folder = begun.substring(0, name);
    String home = Platform.of(System.getenv()).home().toString();
    if (begun.equals("~")) {
      candidates.add(new Candidate("~/", "~/", null, null, null, null, false));
      return;
    }
    Optional<Path> looked = TypedPath.path(folder.isEmpty() ? "." : folder, home);
    if (looked.isEmpty()) {
      return;
    }
    boolean hidden = begun.startsWith(".", name);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(looked.get())) {
      int seen = 0;
      for (Path entry : entries) {
        String shown = entry.getFileName().toString();
        seen++;
        if (seen > MOST) {
          return;
        }
        if (hidden || !shown.startsWith(".")) {
          add(folder, shown, Files.isDirectory(entry), candidates);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // There is nothing to be offered then.
    }
  }

  /** Names that a terminal would not show as they are can't be completed. */
  private static void add(
      String folder, String name, boolean isFolder, List<Candidate> candidates) {
    if (!Printable.line(name).equals(name)) {
      return;
    }
    String shown = isFolder ? name + "/" : name;
    candidates.add(new Candidate(folder + shown, shown, null, null, null, null, !isFolder));
  }
}
