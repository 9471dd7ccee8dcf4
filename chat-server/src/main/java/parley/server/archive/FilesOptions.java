package parley.server.archive;

import java.nio.file.Path;
import java.util.List;
import parley.server.logfile.LoggedFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a command does about the files that people sent. */
final class FilesOptions {
  /** The exit code where files are missing or not as they were sent. */
  static final int LOST = 3;

  /** Null where neither was said. */
  @ArgGroup private Choice choice;

  private static final class Choice {
    @Option(
        names = "--files",
        paramLabel = "FOLDER",
        description =
            "The folder of the files that people sent; by default that of the data folder, and of a"
                + " backup FILE the folder FILE.files.")
    private Path folder;

    @Option(names = "--no-files", description = "Leave the files that people sent out of it.")
    private boolean without;
  }

  /** The folder; null where files are to be left out. */
  Path folder(Path usual) {
    return choice == null ? usual : choice.without ? null : choice.folder;
  }

  /** A sentence on files that are lost; empty where none are. */
  static String lost(List<LoggedFile> lost) {
    return lost.isEmpty()
        ? ""
        : "%nFiles that messages tell of and that are missing or damaged: %,d, one of them of event %d; \"chat-server check\" names them."
            .formatted(lost.size(), lost.getFirst().newest());
  }
}
