package parley.server.archive;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import parley.server.config.UserError;
import parley.server.logfile.Volume;
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
  /** Where a process finds what its standard output is; of Linux. */
  private static final Path OUTPUT = Path.of("/proc/self/fd/1");

  /** Between two looks at what is free where it is written to. */
  private static final long LOOK_BYTES = 1 << 20;

  @Option(
      names = "--room",
      paramLabel = "ROOM",
      converter = RoomName.class,
      description = "Only this room's events.")
  private String room;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Since.class,
      description = "Only from a day (2026-11-01) or a time (2026-11-01T12:00:00Z) on, UTC.")
  private Instant since = Instant.EPOCH;

  /** No more is written where the server needs what is left. */
  private static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A room, with or without its sign. */
  static final class RoomName implements picocli.CommandLine.ITypeConverter<String> {
    @Override
    public String convert(String text) {
      try {
        return Names.room(text);
      } catch (InvalidRequest e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

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
  int run(Path dataDir, ProgressLine progress) throws UserError {
    PrintWriter out = out();
    if (Files.isRegularFile(OUTPUT)) {
      Volume.whyGone(OUTPUT)
          .ifPresent(why -> warn("what it is written to %s: copy it away.".formatted(why)));
    }
    boolean looked = Files.isRegularFile(OUTPUT) && spared().concerns(OUTPUT);
    long[] written = {LOOK_BYTES};
    try {
      Export.of(
          dataDir,
          room,
          since.toEpochMilli(),
          json -> {
            written[0] += json.length();
            if (looked && written[0] >= LOOK_BYTES) {
              written[0] = 0;
              if (!spared().isRoomFor(0)) {
                throw new Full();
              }
            }
            return print(out, json);
          },
          progress);
    } catch (Full e) {
      throw new UserError("The export is not whole: " + spared().sentence(), e);
    } finally {
      out.flush();
    }
    return 0;
  }

  /** In vain where the disk is full or a pipe's reader has enough; the program's end says so. */
  private static boolean print(PrintWriter out, String json) {
    out.print(json);
    out.print('\n');
    return !out.checkError();
  }
}
