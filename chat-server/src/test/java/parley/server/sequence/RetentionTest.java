package parley.server.sequence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.FileInfo;
import parley.server.config.Settings;
import parley.server.decide.Command;
import parley.server.log.Checkup;
import parley.server.log.Head;
import parley.server.log.Log;
import parley.server.log.NonceKey;
import parley.server.log.Progress;
import parley.server.log.RawBytes;
import parley.server.log.Scope;
import parley.server.state.Change;
import parley.server.state.Entry;

/** With a clock that is given: the n-th message of a room is from day n. */
class RetentionTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final List<String> ROOMS = List.of("lobby", "ops", "random");

  @TempDir Path temp;
  private Log log;
  private Settings.History keep;
  private long today;
  private Retention retention;

  @BeforeEach
  void open() throws Exception {
    log = Log.open(temp, 0);
    retention = new Retention(log, this::decide, () -> keep, () -> today);
    List<Change.Lasting> first = new ArrayList<>();
    first.add(new Change.Came("g1", "ann", "1"));
    first.add(new Change.Came("g2", "bob", "2"));
    ROOMS.forEach(room -> first.add(new Change.Joined(room, "g1", "ann")));
    for (Change.Lasting change : first) {
      append(change);
    }
  }

  @AfterEach
  void close() {
    log.close();
  }

  private long append(Change.Lasting change) throws Exception {
    long seq = log.last() + 1;
    log.append(List.of(new Entry(seq, today, change)));
    return seq;
  }

  private void decide(Command command) {
    Command.Drop drop = (Command.Drop) command;
    try {
      append(new Change.Dropped(drop.inRoom(), drop.except(), drop.upTo()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void days(int count) throws Exception {
    for (int day = 0; day < count; day++) {
      today += DAY;
      for (String room : ROOMS) {
        append(said(room, null, "day-%03d-in-%s".formatted(today / DAY, room)));
      }
      append(said(null, "g2", "day-%03d-to-bob".formatted(today / DAY)));
    }
  }

  private static Change.Said said(String room, String to, String text) {
    return new Change.Said(
        room, to, to == null ? null : "bob", "g1", "ann", text, null, nonce(text));
  }

  /** Does not hold the text, which is to be looked for. */
  private static String nonce(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private void pass(String... settings) throws Exception {
    keep = Settings.of(settings).history();
    retention.pass();
    while (log.erasureDue()) {
      log.eraseSome();
    }
  }

  private List<String> texts(Scope scope) throws Exception {
    return log.history("g1", scope, null, null, 1_000, 1 << 30).entries().stream()
        .map(entry -> ((Change.Said) entry.change()).text())
        .toList();
  }

  private int left(String room) throws Exception {
    return texts(new Scope.Room(room)).size();
  }

  private Checkup.Result check(Head head) throws Exception {
    return Checkup.of(temp.resolve(Log.FILE), head, Progress.NONE);
  }

  private void assertGone(String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertEquals(List.of(), RawBytes.holding(temp, text)));
  }

  @Test
  void byDefaultAllIsKept() throws Exception {
    days(400);
    pass();
    assertEquals(400, left("lobby"));
    assertEquals(400, texts(new Scope.With("g2")).size());
    assertEquals(0, check(null).erased());
  }

  @Test
  void whatIsTooOldGoesByRoomAndTheChainHolds() throws Exception {
    days(100);
    Head before = check(null).head();
    pass("history.keep=30d", "history.rooms=OPS=forever,random=5d");
    assertEquals(31, left("lobby"), "from the day 30 days ago");
    assertEquals(100, left("ops"));
    assertEquals(6, left("random"));
    List<String> talk = texts(new Scope.With("g2"));
    assertEquals(31, talk.size());
    assertEquals("day-070-to-bob", talk.getFirst());
    List<Entry> visible = log.visible("g1", 0, log.last(), 1 << 30).entries();
    assertEquals(
        31 + 100 + 6 + 31,
        visible.stream().filter(e -> e.change() instanceof Change.Said).count(),
        "the same by a replay");

    Checkup.Result found = check(before);
    assertEquals(List.of(), found.findings());
    assertEquals(69 + 94 + 69, found.erased());
    for (String gone : List.of("day-069-in-lobby", "day-094-in-random", "day-069-to-bob")) {
      assertGone(gone);
    }
    assertTrue(!RawBytes.holding(temp, "day-001-in-ops").isEmpty());
    assertEquals(
        1, log.sent(List.of(new NonceKey("g1", nonce("day-001-in-lobby")))).size(), "nonces stay");
    long last = log.last();
    pass("history.keep=30d", "history.rooms=ops=forever,random=5d");
    assertEquals(last, log.last(), "nothing new to drop, so no event");
  }

  @Test
  void aRoomThatGetsARetentionOfItsOwnKeepsWhatItHad() throws Exception {
    days(50);
    pass("history.keep=10d");
    assertEquals(11, left("ops"));
    days(10);
    pass("history.keep=10d", "history.rooms=ops=forever");
    assertEquals(21, left("ops"), "no more, and no less");
    assertEquals(11, left("lobby"));
    days(10);
    pass("history.keep=10d");
    assertEquals(11, left("ops"), "and as the others again");
    assertEquals(List.of(), check(null).findings());
  }

  @Test
  void theNewestThatFitASizeAreKept() throws Exception {
    days(1_500);
    long bytes = log.weigh(0, log.last()).values().stream().mapToLong(Long::longValue).sum();
    pass("history.keep=300KB", "history.rooms=ops=50KB");
    long kept =
        log.weigh(0, log.last()).entrySet().stream()
            .filter(place -> !place.getKey().equals("ops"))
            .mapToLong(java.util.Map.Entry::getValue)
            .sum();
    assertTrue(bytes > 600_000, "there was more: " + bytes);
    assertTrue(kept <= 300_000 + 150_000, "at most that and one block: " + kept);
    assertTrue(kept > 100_000, "but not much less: " + kept);
    assertTrue(left("ops") < left("lobby"), left("ops") + " and " + left("lobby"));
    List<String> lobby = texts(new Scope.Room("lobby"));
    assertEquals("day-1500-in-lobby", lobby.getLast(), "the newest");
    assertGone("day-001-in-");
    assertEquals(List.of(), check(null).findings());
  }

  @Test
  void aMessagesFileGoesWithIt() throws Exception {
    today = 0;
    List<String> released = new ArrayList<>();
    log.onRelease(released::add);
    FileInfo old = new FileInfo("old-plans.pdf", 700, "0".repeat(64));
    FileInfo shared = new FileInfo("shared-plans.pdf", 50, "1".repeat(64));
    long first = append(sent(old));
    append(sent(shared));
    days(20);
    append(sent(shared));
    assertEquals(750, log.fileBytes("g1"));
    assertEquals(old, log.targets(List.of(first)).get(first).said().file());

    keep = Settings.of("history.keep=10d").history();
    retention.pass();
    assertNotNull(
        log.targets(List.of(first)).get(first).deleted(), "as if deleted, before it is erased");
    pass("history.keep=10d");
    assertGone("old-plans.pdf");
    assertEquals(List.of(old.sha256()), released, "the other one is another message's too");
    assertEquals(50, log.fileBytes("g1"));
    assertEquals(50, log.fileBytes());
    assertFalse(log.refersTo(old.sha256()));
    assertTrue(log.refersTo(shared.sha256()));
    assertEquals(List.of(), check(null).findings());
  }

  private static Change.Said sent(FileInfo file) {
    return new Change.Said(
        "lobby", null, null, "g1", "ann", file.name(), null, null, null, null, file);
  }

  @Test
  void anEditedMessageGoesWithItsNewestText() throws Exception {
    today = 0;
    long seq = append(said("lobby", null, "first-text"));
    days(20);
    append(
        new Change.Edited(
            seq, "lobby", null, null, "g1", "ann", "second-text", null, null, null, null, null));
    pass("history.keep=10d");
    assertGone("second-text");
    assertGone("first-text");
    assertEquals(11, left("lobby"));
    assertEquals(List.of(), check(null).findings());
  }
}
