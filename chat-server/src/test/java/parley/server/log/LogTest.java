package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.ContentHash;
import parley.server.state.Entry;
import parley.server.state.NonceKey;
import parley.server.state.Person;
import parley.server.state.Place;
import parley.server.state.Room;
import parley.server.state.Sent;
import parley.server.state.State;
import parley.server.stats.SteadyClock;

class LogTest {
  private static final long KEEP = 1_000_000;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsLoadedIsWhatWasApplied(long seed) throws Exception {
    Story story = Story.withAccounts(seed);
    for (int sitting = 0; sitting < 4; sitting++) {
      try (Log log = Log.open(temp, KEEP)) {
        assertEquals(describe(story.state), describe(log.load()));
        for (int batch = 0; batch < 30; batch++) {
          log.append(story.next(1 + story.random().nextInt(20)));
        }
        assertEquals(describe(story.state), describe(log.load()));
        assertEquals(story.entries.getLast().seq(), log.last());
        assertEquals(List.copyOf(story.state.bans()), log.bans());
        assertEquals(Set.copyOf(story.state.mutes()), Set.copyOf(log.mutes()));
        assertEquals(List.copyOf(story.state.invitations()), log.invitations());
        assertEquals(story.state.accounts(), log.accounts().size());
      }
    }
  }

  /** All of a state but who is connected, in the orders in which it tells it. */
  private static String describe(State state) {
    StringBuilder all = new StringBuilder();
    all.append(List.of(state.nextSeq(), state.nextPerson(), state.lastAt())).append('\n');
    state.people().stream()
        .sorted(java.util.Comparator.comparing(Person::id))
        .forEach(
            p -> {
              assertEquals(p, state.person(p.id()));
              assertEquals(p, state.named(p.name()));
              if (!p.isAccount()) {
                assertEquals(p, state.ofSession(p.session()));
              }
              p.signIns().forEach(s -> assertEquals(p, state.ofSession(s.session())));
              all.append(List.of(p.id(), p.name(), "" + p.session(), p.role(), p.mutedUntil()))
                  .append(p.account() + (p.isAccount() ? p.account().verifier() : ""))
                  .append(p.signIns())
                  .append(p.rooms().stream().map(Room::name).toList())
                  .append(p.rooms().stream().map(r -> p.read(new Place.Room(r.name()))).toList())
                  .append(p.read(new Place.Talk(p.id(), "g1")))
                  .append('\n');
            });
    all.append(state.accounts()).append(state.guests()).append(state.invitations());
    for (Room r : state.rooms()) {
      assertEquals(r, state.room(r.name()));
      all.append(List.of(r.name(), r.topic(), r.last()))
          .append(r.members().stream().map(Person::id).toList())
          .append('\n');
    }
    for (Ban ban : state.bans()) {
      assertEquals(ban, state.banOfName(ban.target()));
      all.append(ban).append('\n');
    }
    return all.toString();
  }

  @Test
  void theGraceCountsFromTheLoading() throws Exception {
    try (Log log = Log.open(temp, KEEP)) {
      log.append(List.of(new Entry(1, 5, new Change.Came("g1", "alice", "hash"))));
      long before = SteadyClock.millis();
      Person alice = log.load().person("g1");
      assertTrue(alice.goneSince() >= before);
    }
  }

  @Test
  void aLogIsMadeOnceAndKeepsItsName() throws Exception {
    Path folder = temp.resolve("a b?#%ü").resolve("data");
    String id;
    try (Log log = Log.open(folder, KEEP)) {
      assertTrue(log.created());
      assertEquals(0, log.last());
      id = log.id();
      assertTrue(id.matches("[0-9a-f]{32}"), id);
      log.setMeta("operator", "one");
      log.setMeta("operator", "two");
    }
    assertTrue(Files.exists(folder.resolve("log.db")));
    assertFalse(Files.exists(folder.resolve("log.db-wal")), "a closed log is one file");
    try (Log log = Log.open(folder, KEEP)) {
      assertFalse(log.created());
      assertEquals(id, log.id());
      assertEquals("two", log.meta("operator"));
      assertNull(log.meta("other"));
    }
    try (Log other = Log.open(temp.resolve("other"), KEEP)) {
      assertNotEquals(id, other.id());
    }
  }

  @Test
  void nobodyElseReadsTheFolder() throws Exception {
    Path folder = temp.resolve("data");
    try (Log log = Log.open(folder, KEEP)) {
      log.append(new Story(1).next(5));
      assertEquals("rwx------", mode(folder));
      for (String file : List.of("log.db", "log.db-wal", "log.db-shm", "lock")) {
        assertEquals("rw-------", mode(folder.resolve(file)), file);
      }
    }
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void eventsAreAppendedInTheirOrderOnly() throws Exception {
    List<Entry> entries = new Story(1).next(9);
    try (Log log = Log.open(temp, KEEP)) {
      log.append(entries.subList(0, 3));
      assertThrows(
          IllegalArgumentException.class, () -> log.append(entries.subList(4, 5)), "a gap");
      assertThrows(
          IllegalArgumentException.class, () -> log.append(entries.subList(2, 5)), "a double");
      log.append(List.of());
      log.append(entries.subList(3, 9));
      assertEquals(9, log.last());
    }
  }

  @Test
  void aNonceTellsWhatWasFirstSentUnderIt() throws Exception {
    Change.Said first = said("g1", "hi", "n");
    try (Log log = Log.open(temp, KEEP)) {
      log.append(
          List.of(
              new Entry(1, 10, first),
              new Entry(2, 20, said("g2", "ho", "n")),
              new Entry(3, 30, said("g2", "hu", null))));
      assertEquals(
          Map.of(
              new NonceKey("g1", "n"), new Sent(1, 10, ContentHash.of(first)),
              new NonceKey("g2", "n"), new Sent(2, 20, ContentHash.of(said("x", "ho", "y")))),
          log.sent(
              List.of(new NonceKey("g1", "n"), new NonceKey("g2", "n"), new NonceKey("g1", "m"))));
      log.forgetNonces(20);
      assertEquals(1, log.sent(List.of(new NonceKey("g1", "n"), new NonceKey("g2", "n"))).size());
    }
    try (Log log = Log.open(temp, KEEP)) {
      assertEquals(2, log.sent(List.of(new NonceKey("g2", "n"))).values().iterator().next().seq());
    }
  }

  @Test
  void noncesAreForgottenInTimeWithoutBeingAsked() throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (int seq = 1; seq <= 2_000; seq++) {
      entries.add(new Entry(seq, seq, said("g1", "hi", "n" + seq)));
    }
    try (Log log = Log.open(temp, 100)) {
      for (int i = 0; i < entries.size(); i += 100) {
        log.append(entries.subList(i, i + 100));
      }
      List<NonceKey> all = entries.stream().map(e -> new NonceKey("g1", "n" + e.seq())).toList();
      int kept = log.sent(all).size();
      assertTrue(kept >= 100 && kept < 600, "kept " + kept);
      assertEquals(100, log.sent(all.subList(1_900, 2_000)).size(), "those in time are all kept");
    }
  }

  private static Change.Said said(String person, String text, String nonce) {
    return new Change.Said(
        new Addressee.Room("lobby"), new Author(person, "name"), Content.of(text), nonce);
  }
}
