package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.State;

/** A log that is opened as a start of the server opens it, and looked through from end to end. */
public final class WholeLog {
  private WholeLog() {}

  /**
   * Every event, once it is sure that their numbers have no gap, that the chain of digests holds
   * from the first on, that the tables say what the events say, and that SQLite finds no fault.
   */
  public static List<Entry> read(Path dataDir) throws Exception {
    List<Entry> entries = new ArrayList<>();
    try (Log log = Log.open(dataDir, 0)) {
      try (Connection connection = Database.reader(dataDir.resolve(Log.FILE));
          Statement statement = connection.createStatement()) {
        assertEquals("ok", Database.text(connection, "PRAGMA integrity_check"));
        assertEquals(
            OptionalLong.empty(), Chain.faultInTail(connection, Integer.MAX_VALUE - 1), "chain");
        try (ResultSet row = statement.executeQuery("SELECT seq, at, body FROM event ORDER BY 1")) {
          while (row.next()) {
            entries.add(new Entry(row.getLong(1), row.getLong(2), Body.read(row.getBytes(3))));
          }
        }
        assertEquals(log.last(), entries.size(), "events are numbered without a gap");
        checkNonces(statement, entries);
      }
      State state = new State();
      entries.forEach(state::apply);
      assertEquals(describe(state), describe(log.load()), "the tables say what the events say");
    }
    return entries;
  }

  private static void checkNonces(Statement statement, List<Entry> entries) throws Exception {
    long nonces = 0;
    for (Entry entry : entries) {
      nonces += entry.change() instanceof Change.Said said && said.nonce() != null ? 1 : 0;
    }
    try (ResultSet row =
        statement.executeQuery(
            "SELECT count(*) FROM nonce JOIN event USING (seq) WHERE nonce.at = event.at")) {
      assertTrue(row.next());
      assertEquals(nonces, row.getLong(1), "every nonce is noted");
    }
  }

  /** All of a state but who is connected, in the orders in which it tells it. */
  static String describe(State state) {
    StringBuilder all = new StringBuilder();
    all.append(List.of(state.nextSeq(), state.nextPerson(), state.lastAt())).append('\n');
    state.people().stream()
        .sorted(Comparator.comparing(Person::id))
        .forEach(
            p -> {
              assertEquals(p, state.person(p.id()));
              assertEquals(p, state.named(p.name()));
              assertEquals(p, state.ofSession(p.session()));
              all.append(List.of(p.id(), p.name(), p.session(), p.operator(), p.mutedUntil()))
                  .append(p.rooms().stream().map(Room::name).toList())
                  .append('\n');
            });
    for (Room r : state.rooms()) {
      assertEquals(r, state.room(r.name()));
      all.append(List.of(r.name(), r.topic(), r.last()))
          .append(r.members().stream().map(Person::id).toList())
          .append('\n');
    }
    for (Ban ban : state.bans()) {
      assertEquals(ban, state.ban(ban.target()));
      all.append(ban).append('\n');
    }
    return all.toString();
  }
}
