package parley.server.retention;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.RoomWords;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.server.config.Settings;
import parley.server.decide.Act;
import parley.server.log.Log;
import parley.server.log.RawBytes;
import parley.server.logfile.LogFolder;
import parley.server.logfile.LogHead;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.NonceKey;
import parley.server.state.Place;

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
    start();
    List<Change.Lasting> first = new ArrayList<>();
    first.add(new Change.Came("g1", "ann", "1"));
    first.add(new Change.Came("g2", "bob", "2"));
    ROOMS.forEach(room -> first.add(new Change.Joined(room, "g1", "ann")));
    for (Change.Lasting change : first) {
      append(change);
    }
  }

  private void start() {
    retention = new Retention(log, this::decide, () -> keep, () -> today, () -> {});
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

  private Reply decide(Act act) {
    Act.Drop drop = (Act.Drop) act;
    try {
      append(new Change.Dropped(drop.inRoom(), drop.except(), drop.upTo()));
      return new Reply.Done(null);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void days(int count) throws Exception {
    List<Entry> all = new ArrayList<>();
    for (int day = 0; day < count; day++) {
      today += DAY;
      List<Change.Lasting> said = new ArrayList<>();
      for (String room : ROOMS) {
        said.add(said(room, null, "day-%03d-in-%s".formatted(today / DAY, room)));
      }
      said.add(said(null, "g2", "day-%03d-to-bob".formatted(today / DAY)));
      said.forEach(one -> all.add(new Entry(log.last() + 1 + all.size(), today, one)));
    }
    log.append(all);
  }

  private static Change.Said said(String room, String to, String text) {
    return new Change.Said(
        Addressee.ofFields(room, to == null ? null : "bob", to),
        new Author("g1", "ann"),
        Content.of(text),
        nonce(text));
  }

  /** Does not hold the text, which is to be looked for. */
  private static String nonce(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private void pass(String... settings) throws Exception {
    keep = Settings.of(settings).history();
    retention.permit(keep);
    retention.pass();
    while (log.erasureDue()) {
      log.eraseSome();
    }
  }

  private List<String> texts(Place place) throws Exception {
    return log.history(place, null, null, 1_000, 1 << 30).entries().stream()
        .map(entry -> ((Change.Said) entry.change()).text())
        .toList();
  }

  private int left(String room) throws Exception {
    return texts(new Place.Room(room)).size();
  }

  private Checkup.Result check(LogHead head) throws Exception {
    return Checkup.of(temp.resolve(LogFolder.FILE), head, Progress.NONE);
  }

  private void assertGone(String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertEquals(List.of(), RawBytes.holding(temp, text)));
  }

  @Test
  void byDefaultAllIsKept() throws Exception {
    days(400);
    pass();
    assertEquals(400, left("lobby"));
    assertEquals(400, texts(new Place.Talk("g1", "g2")).size());
    assertEquals(0, check(null).erased());
  }

  @Test
  void whatIsTooOldGoesByRoomAndTheChainHolds() throws Exception {
    days(100);
    LogHead before = check(null).head();
    pass("history.keep=30d", "history.rooms=OPS=forever,random=5d");
    assertEquals(31, left("lobby"), "from the day 30 days ago");
    assertEquals(100, left("ops"));
    assertEquals(6, left("random"));
    List<String> talk = texts(new Place.Talk("g1", "g2"));
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

  private void keeps(String room, String days) throws Exception {
    append(new Change.RoomSet(room, "g1", "ann", RoomWords.change("keep", days)));
  }

  @Test
  void whatARoomsOwnerLetsGoGoesADayAfterItIsSaid() throws Exception {
    days(100);
    keeps("ops", "30");
    pass();
    today += DAY - 1;
    pass();
    assertEquals(100, left("ops"), "it may be a slip");
    keeps("ops", "10");
    pass();
    assertEquals(100, left("ops"), "and so may the next");
    today += DAY;
    pass();
    assertEquals(9, left("ops"));
    assertEquals(100, left("lobby"));
    assertEquals(100, texts(new Place.Talk("g1", "g2")).size());
    assertGone("day-091-in-ops");
    assertEquals(List.of(), check(null).findings());

    keeps("ops", "off");
    days(100);
    start();
    pass();
    assertEquals(109, left("ops"), "what is here now stays");
  }

  @Test
  void aRoomKeepsNothingThatTheServerTakes() throws Exception {
    keeps("lobby", "60");
    keeps("ops", "5");
    days(100);
    pass("history.keep=30d");
    assertEquals(31, left("lobby"));
    assertEquals(6, left("ops"));
    assertEquals(31, left("random"));
    today += 10 * DAY;
    pass("history.keep=30d");
    assertEquals(21, left("lobby"));
    assertEquals(0, left("ops"));
  }

  @Test
  void aClockThatMayBeWrongTakesNothingOfARoomOnItsFirstDay() throws Exception {
    days(100);
    keeps("ops", "30");
    today += 365 * DAY;
    start();
    pass();
    assertEquals(100, left("ops"));
    today += DAY;
    pass();
    assertEquals(0, left("ops"), "nobody put it right");
  }

  @Test
  void whatAStartBringsWaitsADay() throws Exception {
    days(100);
    keep = Settings.of("history.keep=9d", "history.rooms=ops=forever").history();
    assertEquals(
        "270 messages for good (90 in random, 180 in other places)",
        retention
            .going(Settings.of("history.keep=9d", "history.rooms=ops=forever,random=9d").history())
            .toString());
    retention.begin();
    retention.pass();
    assertEquals(100, left("lobby"), "it may be a mistake");
    today += Duration.ofHours(23).toMillis();
    retention.pass();
    start();
    retention.begin();
    retention.pass();
    assertEquals(100, left("lobby"), "another start does not make it right");
    today += Duration.ofHours(2).toMillis();
    start();
    retention.pass();
    assertEquals(8, left("lobby"), "nor does it begin the day again");
    assertEquals(100, left("ops"));
  }

  @Test
  void settingsThatArePutRightEraseNothing() throws Exception {
    days(100);
    keep = Settings.of("history.keep=9d").history();
    retention.pass();
    keep = Settings.of("history.keep=120d").history();
    start();
    retention.pass();
    today += 2 * DAY;
    keep = Settings.of("history.keep=9d").history();
    start();
    retention.pass();
    assertEquals(100, left("lobby"), "the same mistake waits for a day of its own");
    retention.permit(keep);
    retention.pass();
    assertEquals(8, left("lobby"), "unless somebody says that it is none");
  }

  @Test
  void whatKeepsMoreOrTakesNothingNeedsNoWord() throws Exception {
    days(20);
    pass("history.keep=30d");
    days(20);
    retention.pass();
    assertEquals(31, left("lobby"));
    keep = Settings.of("history.keep=60d").history();
    days(30);
    start();
    retention.pass();
    assertEquals(61, left("lobby"), "what was there then, and what came since");
    keep = Settings.of("history.keep=60d", "history.rooms=ops=30d").history();
    assertEquals(30, retention.going(keep).messages());
    retention.pass();
    assertEquals(61, left("ops"), "a room counts as well");
  }

  /** The clock was a year ahead for ten days, and was set right: the log goes by the right one. */
  @Test
  void whatWasToldAWrongTimeIsAsOldAsWhatCameAfter() throws Exception {
    days(20);
    today += 365 * DAY;
    days(10);
    today -= 365 * DAY;
    days(20);
    assertEquals(50, today / DAY);
    pass("history.keep=15d");
    assertEquals(16, left("lobby"));
    days(10);
    log.close();
    log = Log.open(temp, 0);
    start();
    pass("history.keep=15d");
    assertEquals(16, left("lobby"), "also after a restart");
    assertEquals(List.of(), check(null).findings());
  }

  @Test
  void aClockThatIsYearsAheadErasesNothingAtOnce() throws Exception {
    days(20);
    pass("history.keep=30d");
    long right = today;
    today += 3_650 * DAY;
    start();
    retention.begin();
    retention.pass();
    assertEquals(20, left("lobby"));
    today = right + DAY;
    start();
    retention.pass();
    assertEquals(20, left("lobby"));
    today += 3_650 * DAY;
    start();
    retention.pass();
    today += DAY + 1;
    retention.pass();
    assertEquals(0, left("lobby"), "after a day of warnings it is believed");
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
    List<String> lobby = texts(new Place.Room("lobby"));
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
    retention.permit(keep);
    retention.pass();
    assertNull(log.targets(List.of(first)).get(first), "as if it never was, before it is erased");
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
        new Addressee.Room("lobby"),
        new Author("g1", "ann"),
        new Content(file.name(), null, null, file),
        null);
  }

  @Test
  void anEditedMessageGoesWithItsNewestText() throws Exception {
    today = 0;
    long seq = append(said("lobby", null, "first-text"));
    days(20);
    append(
        new Change.Edited(
            seq,
            new Change.Said(
                new Addressee.Room("lobby"),
                new Author("g1", "ann"),
                Content.of("second-text"),
                null)));
    pass("history.keep=10d");
    assertGone("second-text");
    assertGone("first-text");
    assertEquals(11, left("lobby"));
    assertEquals(List.of(), check(null).findings());
  }
}
