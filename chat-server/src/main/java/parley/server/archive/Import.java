package parley.server.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.protocol.InvalidRequest;
import parley.protocol.Json;
import parley.server.config.UserError;
import parley.server.log.Log;
import parley.server.log.Opening;
import parley.server.log.OutcomeUnknownException;
import parley.server.log.RolledBackException;
import parley.server.logfile.Database;
import parley.server.logfile.EventBody;
import parley.server.logfile.FileFolder;
import parley.server.logfile.FolderLock;
import parley.server.logfile.LogFolder;
import parley.server.logfile.Meta;
import parley.server.logfile.Schema;
import parley.server.state.Change;
import parley.server.state.Entry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Makes a log of what {@link Export} told, in the place of an empty one: order, times, ids, names
 * and rooms stay. It is made aside, and gets its place whole, or not at all.
 */
public final class Import implements AutoCloseable {
  private static final int BATCH = 500;

  /** The folder in the data folder in which the log is made. */
  private static final String ASIDE = "import.part";

  private final Path folder;
  private final FolderLock lock;

  /** The facts of the empty log, such as its id. */
  private final Map<String, String> facts;

  private final Log log;
  private final ImportRules rules = new ImportRules();
  private final ImportedEvents adoption = new ImportedEvents();
  private final List<Entry> batch = new ArrayList<>();
  private long lines;

  /** The first of the newest lines whose events are of a time to come; 0 for none. */
  private long future;

  private boolean closed;

  private Import(Path folder, FolderLock lock, Map<String, String> facts, Log log) {
    this.folder = folder;
    this.lock = lock;
    this.facts = facts;
    this.log = log;
  }

  /**
   * @throws UserError where a server runs on the folder, or its log is not empty
   */
  public static Import into(Path dataDir) throws UserError {
    Path folder = dataDir.toAbsolutePath();
    // It makes the folder and a log where there are none, and refuses what no server could open.
    Log.open(folder, 0).close();
    try {
      FolderLock lock = FolderLock.take(folder);
      try {
        Map<String, String> facts = factsOfEmpty(folder.resolve(LogFolder.FILE), dataDir);
        clear(folder);
        return new Import(folder, lock, facts, Log.open(folder.resolve(ASIDE), 0));
      } catch (IOException | SQLException | UserError e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    } catch (SQLException e) {
      throw new UserError(Opening.sentence(folder.resolve(LogFolder.FILE), e), e);
    }
  }

  private static UserError unusable(Path folder, IOException e) {
    return new UserError(
        "The data folder %s can't be used (%s).".formatted(folder, UserError.reason(e)), e);
  }

  private static Map<String, String> factsOfEmpty(Path log, Path dataDir)
      throws SQLException, UserError {
    try (Connection connection = Database.readOnly(log)) {
      if (Schema.number(connection, "SELECT count(*) FROM event") > 0) {
        throw new UserError(
            "The log in %s is not empty; name an empty folder with --set data.dir=FOLDER."
                .formatted(dataDir));
      }
      return Meta.all(connection);
    }
  }

  /** Removes what an import that was cut off has left. */
  private static void clear(Path folder) throws IOException {
    Path aside = folder.resolve(ASIDE);
    for (String name : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(aside.resolve(LogFolder.FILE + name));
    }
    Files.deleteIfExists(aside.resolve(FolderLock.FILE));
    Files.deleteIfExists(aside);
  }

  /**
   * Takes one line of an export.
   *
   * @throws UserError with the line's number, where it breaks a rule
   */
  public void line(String text) throws UserError {
    lines++;
    try {
      JsonNode line = Json.MAPPER.readTree(text);
      if (lines == 1) {
        head(line);
        return;
      }
      long seq = line.required("seq").asLong();
      long at = Instant.parse(line.path("at").asString()).toEpochMilli();
      JsonNode event = line.required("event");
      ImportRules.onePlace(event);
      Change.Lasting change = EventBody.read(Json.MAPPER.writeValueAsBytes(event));
      rules.check(seq, at, change);
      future = rules.ahead() ? future == 0 ? lines : future : 0;
      batch.addAll(adoption.adopt(seq, at, change));
    } catch (InvalidRequest e) {
      throw refused(e.getMessage(), e);
    } catch (JacksonException
        | DateTimeException
        | ArithmeticException
        | NullPointerException
        | IllegalArgumentException e) {
      throw refused("It is no event of an export.", e);
    }
    if (batch.size() >= BATCH) {
      flush();
    }
  }

  private UserError refused(String why, Exception cause) {
    return new UserError(
        "Line %,d can't be imported, so nothing was: %s".formatted(lines, why), cause);
  }

  private static void head(JsonNode line) throws UserError {
    if (!line.path("parley").asString("").equals("export")) {
      throw new UserError("This is no export: its first line does not say so.");
    }
    if (line.path("version").asInt(0) > Export.VERSION) {
      throw new UserError("This export is a newer Parley's; use that one.");
    }
  }

  private void flush() throws UserError {
    try {
      log.append(batch);
      batch.clear();
    } catch (RolledBackException | OutcomeUnknownException e) {
      throw new UserError(e.getMessage(), e);
    }
  }

  /**
   * Writes what is left.
   *
   * @return how many events the log has now
   */
  public long end() throws UserError {
    if (lines == 0) {
      throw new UserError("There is nothing to import.");
    }
    if (future > 0) {
      lines = future;
      throw refused("\"at\" is in the future.", null);
    }
    flush();
    long last = log.last();
    log.close();
    closed = true;
    Path made = folder.resolve(ASIDE).resolve(LogFolder.FILE);
    try {
      adopt(made);
      Backup.place(made, folder.resolve(LogFolder.FILE).toRealPath());
      clear(folder);
    } catch (IOException e) {
      throw unusable(folder, e);
    } catch (SQLException e) {
      throw new UserError(Opening.sentence(made, e), e);
    }
    return last;
  }

  /** The log is the folder's, with its id, and its operator's token where there is one. */
  private void adopt(Path made) throws SQLException, IOException {
    try (Connection connection = Database.plain(made)) {
      for (Map.Entry<String, String> fact : facts.entrySet()) {
        // What somebody agreed to have erased was none of this.
        if (!fact.getKey().startsWith("retention.")) {
          Meta.set(connection, fact.getKey(), fact.getValue());
        }
      }
    }
    LogFolder.sync(made);
  }

  /**
   * Brings the files that the messages tell of.
   *
   * @param from a folder of files, as another data folder has one
   */
  public FileCopy.Done files(Path from, Progress progress) throws UserError {
    try {
      return new FileCopy(new FileFolder(from), new FileFolder(folder.resolve(FileFolder.NAME)))
          .run(folder.resolve(LogFolder.FILE), false, progress);
    } catch (IOException e) {
      throw new UserError(
          "The files of %s can't be copied (%s).".formatted(from, UserError.reason(e)), e);
    } catch (SQLException e) {
      throw new UserError(Opening.sentence(folder.resolve(LogFolder.FILE), e), e);
    }
  }

  /** Where {@link #end} was not reached, nothing of the import is left. */
  @Override
  public void close() {
    try {
      if (!closed) {
        closed = true;
        log.close();
      }
      clear(folder);
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
