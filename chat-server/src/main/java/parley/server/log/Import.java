package parley.server.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import parley.protocol.Json;
import parley.server.config.StartupException;
import parley.server.state.Change;
import parley.server.state.Entry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Writes what {@link Export} told into an empty log: order, times, ids, names and rooms stay. */
public final class Import implements AutoCloseable {
  private static final int BATCH = 500;

  private final Path folder;
  private final Log log;
  private final Adoption adoption = new Adoption();
  private final List<Entry> batch = new ArrayList<>();
  private long lines;

  private Import(Path folder, Log log) {
    this.folder = folder;
    this.log = log;
  }

  /**
   * @throws StartupException where a server runs on the folder, or its log is not empty
   */
  public static Import into(Path dataDir) throws StartupException {
    Log log = Log.open(dataDir, 0);
    if (log.last() > 0) {
      log.close();
      throw new StartupException(
          "The log in %s is not empty; name an empty folder with --set data.dir=FOLDER."
              .formatted(dataDir));
    }
    return new Import(dataDir.toAbsolutePath(), log);
  }

  /** Takes one line of an export. */
  public void line(String text) throws StartupException {
    lines++;
    try {
      JsonNode line = Json.MAPPER.readTree(text);
      if (lines == 1) {
        head(line);
        return;
      }
      long at = Instant.parse(line.path("at").asString()).toEpochMilli();
      Change.Lasting change = Body.read(Json.MAPPER.writeValueAsBytes(line.required("event")));
      batch.addAll(adoption.adopt(line.required("seq").asLong(), at, change));
    } catch (JacksonException
        | DateTimeParseException
        | NullPointerException
        | IllegalArgumentException e) {
      throw new StartupException("Line " + lines + " is no event of an export.", e);
    }
    if (batch.size() >= BATCH) {
      flush();
    }
  }

  private static void head(JsonNode line) throws StartupException {
    if (!line.path("parley").asString("").equals("export")) {
      throw new StartupException("This is no export: its first line does not say so.");
    }
    if (line.path("version").asInt(0) > Export.VERSION) {
      throw new StartupException("This export is a newer Parley's; use that one.");
    }
  }

  private void flush() throws StartupException {
    try {
      log.append(batch);
      batch.clear();
    } catch (RolledBackException | OutcomeUnknownException e) {
      throw new StartupException(e.getMessage(), e);
    }
  }

  /**
   * Writes what is left.
   *
   * @return how many events the log has now
   */
  public long end() throws StartupException {
    if (lines == 0) {
      throw new StartupException("There is nothing to import.");
    }
    flush();
    return log.last();
  }

  /**
   * Brings the files that the messages tell of.
   *
   * @param from a folder of files, as another data folder has one
   */
  public FileCopy.Done files(Path from, Progress progress) throws StartupException {
    try {
      return new FileCopy(new FileFolder(from), new FileFolder(folder.resolve(FileFolder.NAME)))
          .run(folder.resolve(Log.FILE), false, progress);
    } catch (IOException e) {
      throw new StartupException(
          "The files of %s can't be copied (%s).".formatted(from, StartupException.reason(e)), e);
    } catch (SQLException e) {
      throw new StartupException(Opening.sentence(folder.resolve(Log.FILE), e), e);
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
