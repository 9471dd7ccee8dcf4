package parley.server.archive;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import parley.server.config.StartupException;
import parley.server.log.Export;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code chat-server export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Print the log's events as NDJSON, while the server runs or not.",
      "",
      "Each message as it stands now; what was deleted, or dropped by retention, is left out."
          + " Hashes of guests' sessions are in it: treat it like a backup."
    },
    footer = {
      "",
      "Examples:",
      "  chat-server export > all.ndjson",
      "  chat-server export --room lobby | jq -r 'select(.event.text) | .event.text'",
      "  chat-server export --since 2026-11-01 | gzip > november.gz"
    })
public final class ExportCommand extends FolderCommand {
  @Option(names = "--room", paramLabel = "ROOM", description = "Only this room's events.")
  private String room;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Since.class,
      description = "Only from a day (2026-11-01) or a time (2026-11-01T12:00:00Z) on, UTC.")
  private Instant since = Instant.EPOCH;

  /** A day or a time. */
  static final class Since implements picocli.CommandLine.ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.contains("T")
            ? Instant.parse(text)
            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException("it must be like 2026-11-01 or 2026-11-01T12:00:00Z");
      }
    }
  }

  @Override
  int run(Path dataDir, ProgressLine progress) throws StartupException {
    PrintWriter out = out();
    Export.of(dataDir, room, since.toEpochMilli(), json -> print(out, json), progress);
    out.flush();
    return 0;
  }

  /** Whoever reads the pipe may have enough. */
  private static void print(PrintWriter out, String json) throws StartupException {
    out.print(json);
    out.print('\n');
    if (out.checkError()) {
      throw new StartupException("The output can't be written any further.");
    }
  }
}
