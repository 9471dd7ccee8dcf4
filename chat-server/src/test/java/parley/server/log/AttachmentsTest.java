package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.server.log.Model.Attached;
import parley.server.logfile.Attachments;
import parley.server.logfile.Database;
import parley.server.logfile.FileBytes;
import parley.server.logfile.LogFolder;
import parley.server.logfile.LoggedFile;
import parley.server.logfile.RetentionMarks;
import parley.server.state.Change;
import parley.server.state.Entry;

/** Which files there are to be kept, and who is told when one is not any more. */
class AttachmentsTest {
  private static final List<String> ROOMS = List.of("lobby", "café", "日本");

  @TempDir Path temp;

  private Map<Long, Attached> table() throws SQLException {
    Map<Long, Attached> rows = new TreeMap<>();
    try (Connection connection = Database.reader(temp.resolve(LogFolder.FILE));
        var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT seq, person, sha256, size FROM attachment")) {
      while (row.next()) {
        rows.put(row.getLong(1), new Attached(row.getString(2), row.getString(3), row.getLong(4)));
      }
    }
    return rows;
  }

  private static Set<String> digests(Collection<Attached> attached) {
    return attached.stream().map(Attached::sha256).collect(Collectors.toCollection(TreeSet::new));
  }

  private static long bytes(Collection<Attached> attached) {
    Map<String, Long> sizes = new TreeMap<>();
    attached.forEach(file -> sizes.put(file.sha256(), file.size()));
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  // ---- after any history

  /** A log whose story is told in batches, with retention and its erasing in between. */
  private final class Telling {
    final Log log;
    final Story story;
    final Model model = new Model();
    final List<String> told = new ArrayList<>();
    int dropped;

    Telling(Log log, Story story) {
      this.log = log;
      this.story = story;
      log.onRelease(told::add);
    }

    void batch() throws Exception {
      List<Entry> news = new ArrayList<>(story.next(1 + story.random().nextInt(20)));
      if (story.random().nextInt(12) == 0) {
        news.add(story.tell(drop()));
        dropped++;
      }
      news.forEach(model::add);
      watched(() -> log.append(news));
      if (story.random().nextInt(3) == 0) {
        while (log.erasureDue()) {
          watched(log::eraseSome);
        }
      }
    }

    /** Takes a little more than was taken already, by room or all but some rooms. */
    private Change.Dropped drop() throws InterruptedException {
      RetentionMarks floors = log.floors();
      String room = story.random().nextBoolean() ? null : story.any(ROOMS);
      long floor = room == null ? floors.rest() : floors.of(room);
      long upTo = floor + 1 + story.random().nextLong(story.state.nextSeq() - floor);
      List<String> except = room == null ? List.of(story.any(ROOMS)) : List.of();
      return new Change.Dropped(room, except, upTo);
    }

    /** Who keeps files is told of those that no message tells of any more, and of no others. */
    private void watched(Step step) throws Exception {
      Set<String> before = digests(table().values());
      told.clear();
      step.run();
      Set<String> after = digests(table().values());
      for (String released : told) {
        assertFalse(log.refersTo(released));
        assertFalse(after.contains(released));
      }
      before.removeAll(after);
      before.removeAll(told);
      assertEquals(Set.of(), before, "nobody was told of these");
      assertEquals(told.size(), new HashSet<>(told).size(), "once each");
    }

    void compare() throws Exception {
      Map<Long, Attached> expected = model.attached();
      Map<Long, Attached> there = table();
      if (log.erasureDue()) {
        assertTrue(there.entrySet().containsAll(expected.entrySet()));
        return;
      }
      assertEquals(expected, there);
      assertEquals(bytes(there.values()), log.fileBytes());
      for (String person : List.of("g1", "g2", "g3", "g99")) {
        List<Attached> own =
            there.values().stream().filter(file -> file.person().equals(person)).toList();
        assertEquals(bytes(own), log.fileBytes(person));
      }
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  @ParameterizedTest
  @ValueSource(longs = {73, 74, 75, 76, 77, 78})
  @Tag("campaign")
  void soTheyAreInOtherStories(long seed) throws Exception {
    theAttachmentsAreTheFilesOfTheMessagesThatAreStillThere(seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {71, 72})
  void theAttachmentsAreTheFilesOfTheMessagesThatAreStillThere(long seed) throws Exception {
    Model model;
    try (Log log = Log.open(temp, 0)) {
      Telling telling = new Telling(log, new Story(seed));
      for (int batch = 0; batch < 120; batch++) {
        telling.batch();
        telling.compare();
      }
      while (log.erasureDue()) {
        log.eraseSome();
        assertEquals(log.erasureDue(), log.toErase() > 0);
      }
      assertEquals(0, log.toErase());
      telling.compare();
      model = telling.model;
      assertTrue(telling.dropped > 3, "retention took something: " + telling.dropped);
      assertTrue(model.attached().size() > 3, "files are left: " + model.attached());
    }
    assertEquals(
        List.of(), Checkup.of(temp.resolve(LogFolder.FILE), null, Progress.NONE).findings());
    try (Log log = Log.open(temp, 0)) {
      assertEquals(model.attached(), table());
      assertEquals(bytes(model.attached().values()), log.fileBytes());
    }
  }

  // ---- by themselves

  private static FileInfo file(int which) {
    return new FileInfo("f" + which, which, "%064x".formatted(which));
  }

  private static Entry said(long seq, String person, FileInfo file) {
    return new Entry(
        seq,
        seq,
        new Change.Said(
            new Addressee.Person("ann", "g1"),
            new Author(person, "ann"),
            new Content("text", null, null, file),
            null));
  }

  private static Entry deleted(long seq, long target) {
    return new Entry(
        seq,
        seq,
        new Change.Deleted(
            target, new Addressee.Person("ann", "g1"), new Author("g1", "ann"), "ann"));
  }

  @Test
  void aFileIsReleasedWithTheLastMessageThatTellsOfIt() throws Exception {
    List<String> told = new ArrayList<>();
    try (Log log = Log.open(temp, 0)) {
      log.onRelease(told::add);
      log.append(List.of(said(1, "g1", file(7)), said(2, "g2", file(7)), said(3, "g1", null)));
      log.append(List.of(deleted(4, 1), deleted(5, 3)));
      assertEquals(List.of(), told);
      assertTrue(log.refersTo(file(7).sha256()));
      assertEquals(0, log.fileBytes("g1"));
      assertEquals(7, log.fileBytes("g2"));
      // Said again in the transaction that deletes the last: there was never none.
      log.append(List.of(deleted(6, 2), said(7, "g3", file(7))));
      assertEquals(List.of(), told);
      log.append(List.of(deleted(8, 7), said(9, "g3", file(8)), deleted(10, 9)));
      assertEquals(Set.of(file(7).sha256(), file(8).sha256()), Set.copyOf(told));
      assertEquals(2, told.size());
      assertEquals(0, log.fileBytes());
      assertEquals(List.of(), log.files("", 10));
    }
  }

  @Test
  void ofWhatWasRolledBackNobodyIsTold() throws Exception {
    List<String> told = new ArrayList<>();
    try (Log log = Log.open(temp, 0)) {
      log.onRelease(told::add);
      log.append(List.of(said(1, "g1", file(7))));
      List<Entry> tooMuch = new ArrayList<>(List.of(deleted(2, 1)));
      for (int seq = 3; seq < 3_000; seq++) {
        tooMuch.add(said(seq, "g1", file(seq)));
      }
      log.limitPages(60);
      assertThrows(RolledBackException.class, () -> log.append(tooMuch));
      log.limitPages(1 << 20);
      assertEquals(List.of(), told);
      assertEquals(7, log.fileBytes());
      log.append(List.of(said(2, "g1", null)));
      assertEquals(List.of(), told, "nor after it");
      log.append(List.of(deleted(3, 1)));
      assertEquals(List.of(file(7).sha256()), told);
    }
  }

  /** The sum too: nothing is sorted, and no row but those of the index is read. */
  @ParameterizedTest
  @ValueSource(strings = {FileBytes.SUM, Attachments.REFERS, Attachments.FILES})
  void everyQuestionIsOneRangeOfAnIndex(String sql) throws Exception {
    Log.open(temp, 0).close();
    try (Connection connection = Database.reader(temp.resolve(LogFolder.FILE))) {
      String plan = HistoryTest.plan(connection, sql);
      assertTrue(plan.contains("USING COVERING INDEX attachment_"), plan);
      assertFalse(plan.contains("TEMP B-TREE"), plan);
    }
  }

  @Test
  void filesAreListedOnceEachAndPageByPage() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      List<Entry> entries = new ArrayList<>();
      for (int seq = 1; seq <= 90; seq++) {
        entries.add(said(seq, "g1", file(seq % 30)));
      }
      log.append(entries);
      List<LoggedFile> all = new ArrayList<>();
      List<LoggedFile> page = log.files("", 7);
      while (!page.isEmpty()) {
        all.addAll(page);
        page = log.files(page.getLast().sha256(), 7);
      }
      assertEquals(30, all.size());
      for (int which = 0; which < 30; which++) {
        long newest = which == 0 ? 90 : 60 + which;
        assertEquals(new LoggedFile(file(which).sha256(), which, 3, newest), all.get(which));
      }
      assertEquals(29 * 30 / 2, log.fileBytes());
      assertEquals(29 * 30 / 2, log.fileBytes("g1"));
    }
  }
}
