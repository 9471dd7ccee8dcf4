package parley.server.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import parley.server.config.StartupException;
import parley.server.log.Checkup;
import parley.server.log.Head;
import parley.server.log.Log;
import picocli.CommandLine.Command;
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
          + " to there was changed or cut off."
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
  private Head head;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  /** A head as {@code check} prints it. */
  static final class HeadConverter implements picocli.CommandLine.ITypeConverter<Head> {
    @Override
    public Head convert(String text) {
      try {
        return Head.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "it must be a number, a colon and 64 hexadecimal digits, as check prints it");
      }
    }
  }

  @Override
  int run(Path dataDir, ProgressLine progress) throws StartupException {
    Path checked = file != null ? file.toAbsolutePath() : dataDir.resolve(Log.FILE);
    if (!Files.isRegularFile(checked)) {
      throw new StartupException(
          "There is no %s; name a backup, or the data folder with --set data.dir=FOLDER."
              .formatted(checked));
    }
    Checkup.Result found;
    try {
      found = Checkup.of(checked, head, progress);
    } catch (SQLException e) {
      throw new StartupException(Log.sentence(checked, e), e);
    }
    progress.close();
    print(json, fields(checked, found), text(checked, found));
    return found.whole() ? 0 : DAMAGED;
  }

  static String head(Checkup.Result found) {
    return found.head() == null ? "none, there is no event yet" : found.head().toString();
  }

  private static Map<String, Object> fields(Path checked, Checkup.Result found) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", checked.toString());
    fields.put("whole", found.whole());
    fields.put("log", found.id());
    fields.put("events", found.events());
    fields.put("erased", found.erased());
    fields.put("head", found.head() == null ? null : found.head().toString());
    fields.put("findings", found.findings());
    fields.put("more", found.more());
    return fields;
  }

  private static String text(Path checked, Checkup.Result found) {
    if (found.whole()) {
      return "%s is whole: %,d events, the texts of %,d of them erased.%nHead: %s"
          .formatted(checked, found.events(), found.erased(), head(found));
    }
    String named =
        found.findings().stream()
            .map(finding -> "  " + finding.text())
            .collect(Collectors.joining("\n"));
    String more = found.more() == 0 ? "" : "\n  … and %,d more".formatted(found.more());
    return String.join(
        "\n",
        List.of(
            checked + " is damaged:",
            named + more,
            "What to do: keep a copy of the file, look at the disk, and restore the newest backup",
            "that is whole. Until then the server leaves out what it can't trust."));
  }
}
