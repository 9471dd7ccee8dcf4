package parley.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import parley.server.config.UserError;
import parley.server.log.Log;
import parley.server.logfile.FileFolder;
import parley.server.logfile.LogFolder;
import parley.server.logfile.LogHead;
import parley.text.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code chat-server check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Look through the whole log, while the server runs or not; nothing is changed.",
      "",
      "Checks the file's structure, the digest of every event and its link to the one before, and"
          + " the tables against the events. Prints the head: the newest event's number and"
          + " digest. Note it down elsewhere: a later check with --head shows whether anything up"
          + " to there was changed or cut off. The files that people sent are read, and their"
          + " digests compared."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the log is whole",
      "1:it could not be checked",
      "2:the command is wrongly written",
      "3:something is not as it was written"
    },
    footer = {
      "",
      "Examples:",
      "  chat-server check",
      "  chat-server check --json | jq -r .head >> /elsewhere/heads",
      "  chat-server check --head \"$(tail -1 /elsewhere/heads)\"",
      "  chat-server check /backups/parley-2026-11-21.db"
    })
public final class CheckCommand extends FolderCommand {
  static final int DAMAGED = 3;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A backup to check in the place of the data folder's log.")
  private Path file;

  @Option(
      names = "--head",
      paramLabel = "SEQ:DIGEST",
      converter = HeadConverter.class,
      description = "A head that was noted down earlier.")
  private LogHead head;

  @Mixin private FilesOptions files;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  /** A head as {@code check} prints it. */
  static final class HeadConverter implements picocli.CommandLine.ITypeConverter<LogHead> {
    @Override
    public LogHead convert(String text) {
      try {
        return LogHead.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "it must be a number, a colon and 64 hexadecimal digits, as check prints it");
      }
    }
  }

  @Override
  int run(Path dataDir, ProgressLine progress) throws UserError {
    Path checked = file != null ? file.toAbsolutePath() : dataDir.resolve(LogFolder.FILE);
    if (!Files.isRegularFile(checked)) {
      throw new UserError(
          "There is no %s; name a backup, or the data folder with --set data.dir=FOLDER."
              .formatted(checked));
    }
    Path folder =
        files.folder(file == null ? dataDir.resolve(FileFolder.NAME) : FileFolder.beside(checked));
    Checkup.Result found;
    FilesCheck.Result stored = null;
    try {
      found = Checkup.of(checked, head, progress);
      if (found.whole() && folder != null) {
        stored = FilesCheck.of(checked, folder, progress);
      }
    } catch (SQLException e) {
      throw new UserError(Log.sentence(checked, e), e);
    } catch (IOException e) {
      throw new UserError("%s can't be read (%s).".formatted(folder, UserError.reason(e)), e);
    }
    progress.close();
    boolean whole = found.whole() && (stored == null || stored.whole());
    print(json, fields(checked, found, stored, whole), text(checked, found, stored));
    return whole ? 0 : DAMAGED;
  }

  static String head(Checkup.Result found) {
    return found.head() == null ? "none, there is no event yet" : found.head().toString();
  }

  private static Map<String, Object> fields(
      Path checked, Checkup.Result found, FilesCheck.Result stored, boolean whole) {
    List<Checkup.Finding> findings = new ArrayList<>(found.findings());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", checked.toString());
    fields.put("whole", whole);
    fields.put("log", found.id());
    fields.put("events", found.events());
    fields.put("takenOut", found.takenOut());
    fields.put("erased", found.erased());
    fields.put("head", found.head() == null ? null : found.head().toString());
    long more = found.more();
    if (stored != null) {
      findings.addAll(stored.findings());
      more += stored.more();
      Map<String, Object> files = new LinkedHashMap<>();
      files.put("count", stored.files());
      files.put("bytes", stored.bytes());
      files.put("spare", stored.spare());
      files.put("spareBytes", stored.spareBytes());
      fields.put("files", files);
    }
    fields.put("findings", findings);
    fields.put("more", more);
    return fields;
  }

  private static String text(Path checked, Checkup.Result found, FilesCheck.Result stored) {
    if (found.whole()) {
      return "%s is whole: %s, the texts of %,d of them erased.%s%nHead: %s%s"
          .formatted(
              checked,
              Counted.of(found.events(), "event"),
              found.erased(),
              found.takenOut() == 0
                  ? ""
                  : " %,d more were taken out, of guests who are gone or of records that are too old."
                      .formatted(found.takenOut()),
              head(found),
              text(stored));
    }
    return String.join(
        "\n",
        List.of(
            checked + " is damaged:",
            named(found.findings(), found.more()),
            "What to do: keep a copy of the file, look at the disk, and restore the newest backup",
            "that is whole. Until then the server leaves out what it can't trust."));
  }

  private static String text(FilesCheck.Result stored) {
    if (stored == null || (stored.files() == 0 && stored.spare() == 0)) {
      return "";
    }
    String spare =
        stored.spare() == 0
            ? ""
            : "%nFiles that no message tells of: %,d, %s; the server removes them by itself."
                .formatted(stored.spare(), ProgressLine.bytes(stored.spareBytes()));
    String all = "%nFiles: %,d, %s".formatted(stored.files(), ProgressLine.bytes(stored.bytes()));
    return stored.whole()
        ? all + ", whole." + spare
        : String.join(
            "\n",
            all + "; not all are there:",
            named(stored.findings(), stored.more()),
            "What to do: look at the disk, and copy them from a backup into their folders. Until"
                + " then",
            "who asks for one is told that it is not found." + spare);
  }

  private static String named(List<Checkup.Finding> findings, long more) {
    return findings.stream().map(finding -> "  " + finding.text()).collect(Collectors.joining("\n"))
        + (more == 0 ? "" : "\n  … and %,d more".formatted(more));
  }
}
