package parley.server.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import parley.server.state.Entry;
import tools.jackson.core.JacksonException;

/** The chain of all events, from the first to the last; and the tables made anew from them. */
final class EventsCheck {
  /** Events between two calls of the progress. */
  private static final int STEP = 4_096;

  /**
   * A row whose digest does not follow from it; the row after it tells which of the two is wrong.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Suspect(long seq, byte[] computed) {}

  private final Connection connection;
  private final BiConsumer<Long, String> found;
  private final Progress progress;
  private final TablesCheck tables;
  private final Chain chain = new Chain();

  private byte[] previous = Chain.START;
  private Suspect suspect;
  private long last;
  private long count;
  private long erased;

  EventsCheck(
      Connection connection,
      BiConsumer<Long, String> found,
      Progress progress,
      boolean currentVersion)
      throws SQLException {
    this.connection = connection;
    this.found = found;
    this.progress = progress;
    this.tables = currentVersion ? new TablesCheck(connection) : null;
  }

  Head head() {
    return last == 0 ? null : Head.of(last, previous);
  }

  /** Null where the file is of an earlier version. */
  TablesCheck tables() {
    return tables;
  }

  long count() {
    return count;
  }

  long erased() {
    return erased;
  }

  void run() throws SQLException {
    long end = Schema.number(connection, "SELECT max(seq) FROM log.event");
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT "
                    + Row.COLUMNS
                    + ", digest"
                    + (tables == null ? "" : ", latest IS NOT NULL OR deleted IS NOT NULL")
                    + " FROM log.event ORDER BY seq")) {
      while (row.next()) {
        look(Row.from(row), row.getBytes(10), tables == null || row.getBoolean(11));
        count++;
        if (count % STEP == 0) {
          progress.at("checking events", last, end);
        }
      }
    }
    accuse("is not as it was written");
  }

  /**
   * @param explained whether the row says why its body may be gone
   */
  private void look(Row row, byte[] digest, boolean explained) {
    if (row.seq() != last + 1) {
      accuse("is not as it was written");
      found.accept(last + 1, "%s missing".formatted(range(last + 1, row.seq() - 1)));
    } else {
      link(row, digest);
    }
    boolean readable = content(row, explained);
    last = row.seq();
    previous = digest;
    if (readable && tables != null) {
      apply(row);
    }
  }

  private static String range(long from, long to) {
    return from == to ? "event " + from + " is" : "events " + from + " to " + to + " are";
  }

  private void link(Row row, byte[] digest) {
    if (Arrays.equals(chain.digest(previous, row), digest)) {
      accuse("is not as it was written");
    } else if (suspect != null && Arrays.equals(chain.digest(suspect.computed(), row), digest)) {
      accuse("is whole, but its digest is not what was written");
    } else {
      accuse("is not as it was written");
      suspect = new Suspect(row.seq(), chain.digest(previous, row));
    }
  }

  private void accuse(String text) {
    if (suspect != null) {
      found.accept(suspect.seq(), "event %d %s".formatted(suspect.seq(), text));
      suspect = null;
    }
  }

  /**
   * @return whether the body is there and as it was written
   */
  private boolean content(Row row, boolean explained) {
    if (row.erased()) {
      erased++;
      // Of an edit whose body is gone nobody knows which message it was of; the message itself
      // names the newest.
      if (!explained && !"edited".equals(row.kind()) && !tables.dropped(row)) {
        found.accept(
            row.seq(),
            "the content of event %d was erased, and no event says so".formatted(row.seq()));
      }
      return false;
    }
    if (!chain.holdsContent(row)) {
      found.accept(
          row.seq(), "the content of event %d is not as it was written".formatted(row.seq()));
      return false;
    }
    return true;
  }

  private void apply(Row row) {
    try {
      tables.apply(new Entry(row.seq(), row.at(), Body.read(row.body())));
    } catch (SQLException | JacksonException e) {
      found.accept(
          row.seq(),
          "event %d does not fit what came before it (%s)".formatted(row.seq(), e.getMessage()));
    }
  }
}
