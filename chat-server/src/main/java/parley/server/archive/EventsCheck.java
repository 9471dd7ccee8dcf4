package parley.server.archive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import parley.server.logfile.Chain;
import parley.server.logfile.EventBody;
import parley.server.logfile.EventRow;
import parley.server.logfile.Gaps;
import parley.server.logfile.LogHead;
import parley.server.logfile.Schema;
import parley.server.logfile.Statements;
import parley.server.state.Change;
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

  /** Null where the file is of an earlier version, which had none. */
  private final Gaps gaps;

  private final Chain chain = new Chain();

  private byte[] previous = Chain.start();
  private Suspect suspect;
  private long last;
  private long count;
  private long erased;
  private long takenOut;

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
    this.gaps = currentVersion ? new Gaps(new Statements(connection), "log") : null;
  }

  LogHead head() {
    return last == 0 ? null : LogHead.of(last, previous);
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

  /** The digest of an event that was taken out, null where it was not. */
  byte[] takenOut(long seq) throws SQLException {
    return gaps == null ? null : gaps.digest(seq);
  }

  /** How many events of guests who are gone were taken out. */
  long takenOut() {
    return takenOut;
  }

  void run() throws SQLException {
    long end = Schema.number(connection, "SELECT max(seq) FROM log.event");
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT "
                    + EventRow.COLUMNS
                    + ", digest"
                    + (tables == null ? "" : ", latest IS NOT NULL OR deleted IS NOT NULL")
                    + " FROM log.event ORDER BY seq")) {
      while (row.next()) {
        look(EventRow.from(row), row.getBytes(10), tables == null || row.getBoolean(11));
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
  private void look(EventRow row, byte[] digest, boolean explained) throws SQLException {
    byte[] bridge =
        row.seq() > last + 1 && gaps != null ? gaps.bridge(last + 1, row.seq() - 1) : null;
    if (bridge != null) {
      // Nothing but the digests is left to compare what came before with.
      accuse("is not as it was written");
      takenOut += row.seq() - last - 1;
      previous = bridge;
      last = row.seq() - 1;
    }
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

  private void link(EventRow row, byte[] digest) {
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
  private boolean content(EventRow row, boolean explained) {
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

  private void apply(EventRow row) {
    try {
      Change.Lasting change = EventBody.read(row.body());
      if (change instanceof Change.Forgotten c && !c.digests().equals(gaps.attested(c.events()))) {
        found.accept(
            row.seq(),
            "what is left of the events that event %d took out is not as it was written"
                .formatted(row.seq()));
      }
      tables.apply(new Entry(row.seq(), row.at(), change));
    } catch (SQLException | JacksonException e) {
      found.accept(
          row.seq(),
          "event %d does not fit what came before it (%s)".formatted(row.seq(), e.getMessage()));
    }
  }
}
