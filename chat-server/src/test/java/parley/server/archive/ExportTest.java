package parley.server.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ReplyTo;
import parley.server.config.UserError;
import parley.server.log.Log;
import parley.server.log.Story;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Person;
import parley.server.state.Place;
import parley.server.state.State;

class ExportTest {
  @TempDir Path temp;

  private List<String> export(Path folder, String room, long since) throws Exception {
    List<String> lines = new ArrayList<>();
    Export.of(folder, room, since, lines::add, Progress.NONE);
    return lines;
  }

  private static void read(Path folder, List<String> lines) throws Exception {
    try (Import into = Import.into(folder)) {
      for (String line : lines) {
        into.line(line);
      }
      into.end();
    }
    assertEquals(
        List.of(), Checkup.of(folder.resolve(LogFolder.FILE), null, Progress.NONE).findings());
  }

  private static List<String> said(Log log, String room) throws Exception {
    return log.history(new Place.Room(room), null, null, 10_000, 1 << 30).entries().stream()
        .filter(entry -> !entry.fate().deleted())
        .map(
            entry -> {
              Change.Said c = (Change.Said) entry.change();
              return entry.at() + " " + c.person() + c.name() + c.kind() + c.text();
            })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void aWholeExportComesBackAsTheSameLog(long seed) throws Exception {
    Story story = Story.ofRequests(seed).accounts();
    Path first = temp.resolve("first");
    Path second = temp.resolve("second");
    try (Log log = Log.open(first, 0)) {
      log.append(story.next(2_000));
    }
    List<String> lines = export(first, null, 0);
    assertTrue(lines.size() > 1_500, "of 2,000, but for what was deleted and edited again");
    read(second, lines);
    try (Log one = Log.open(first, 0);
        Log two = Log.open(second, 0)) {
      assertFalse(one.id().equals(two.id()));
      assertEquals(said(one, "lobby"), said(two, "lobby"));
      assertEquals(members(one.load()), members(two.load()));
    }
    List<String> before = unnumbered(lines);
    List<String> after = unnumbered(export(second, null, 0));
    for (int i = 0; i < before.size(); i++) {
      assertEquals(before.get(i), after.get(i));
    }
    assertEquals(before.size(), after.size());
  }

  private static List<String> members(State state) {
    return state.rooms().stream()
        .map(room -> room.name() + room.topic() + room.members().stream().map(Person::id).toList())
        .toList();
  }

  /** Numbers are given anew, and what concerns only what is gone goes. */
  private static List<String> unnumbered(List<String> lines) {
    return lines.subList(1, lines.size()).stream()
        .filter(line -> !line.matches(".*\"change\":\"(reacted|read)\".*"))
        .map(
            line ->
                line.replaceAll(",?\"(seq|target|upTo|replyTo)\":(\\d+|null)", "")
                    .replaceAll(",?\"replyName\":(\"[^\"]*\"|null)", ""))
        .toList();
  }

  @Test
  void messagesAreExportedAsTheyStandAndNumbersFollow() throws Exception {
    Path first = temp.resolve("first");
    Path second = temp.resolve("second");
    try (Log log = Log.open(first, 0)) {
      long at = 1_000;
      List<Change.Lasting> changes =
          List.of(
              new Change.Came("g1", "ann", "hash"),
              new Change.Joined("lobby", "g1", "ann"),
              CheckupTest.said("is deleted"),
              CheckupTest.said("is edited"),
              new Change.Deleted(3, new Addressee.Room("lobby"), new Author("g1", "ann"), "ann"),
              CheckupTest.edited(4, "was edited"),
              new Change.Said(
                  new Addressee.Room("lobby"),
                  new Author("g1", "ann"),
                  new Content("an answer", null, new ReplyTo(4L, "ann"), null),
                  null));
      List<Entry> entries = new ArrayList<>();
      changes.forEach(change -> entries.add(new Entry(entries.size() + 1, at, change)));
      log.append(entries);
      List<String> lines = export(first, null, 0);
      assertTrue(lines.stream().noneMatch(line -> line.contains("is ")), lines.toString());
      read(second, lines);
    }
    try (Log log = Log.open(second, 0)) {
      List<Entry> all = log.history(new Place.Room("lobby"), null, null, 10, 1 << 20).entries();
      assertEquals(2, all.size());
      assertEquals("was edited", ((Change.Said) all.getFirst().change()).text());
      assertEquals(all.getFirst().seq(), ((Change.Said) all.getLast().change()).replyTo());
    }
  }

  @Test
  void oneRoomOrWhatIsNewComesBackWithTheSameMessages() throws Exception {
    Story story = Story.ofRequests(24);
    Path first = temp.resolve("first");
    try (Log log = Log.open(first, 0)) {
      log.append(story.next(2_000));
      long since = story.entries.get(1_200).at();
      read(temp.resolve("room"), export(first, "LOBBY", 0));
      read(temp.resolve("new"), export(first, null, since));
      try (Log room = Log.open(temp.resolve("room"), 0);
          Log fresh = Log.open(temp.resolve("new"), 0)) {
        assertEquals(said(log, "lobby"), said(room, "lobby"));
        assertEquals(List.of(), said(room, "café"));
        List<String> newer =
            said(log, "lobby").stream()
                .filter(line -> Long.parseLong(line.split(" ")[0]) >= since)
                .toList();
        assertFalse(newer.isEmpty());
        assertEquals(newer, said(fresh, "lobby"));
      }
    }
  }

  @Test
  void whatIsNoExportOrNotEmptyIsRefused() throws Exception {
    Path folder = temp.resolve("x");
    assertThrows(UserError.class, () -> read(folder, List.of("{\"a\":1}")));
    assertThrows(UserError.class, () -> read(folder, List.of("hello")));
    assertThrows(UserError.class, () -> read(folder, List.of()));
    String head = "{\"parley\":\"export\",\"version\":1}";
    assertThrows(UserError.class, () -> read(folder, List.of(head, "{\"seq\":1}")));
    assertThrows(
        UserError.class, () -> read(folder, List.of("{\"parley\":\"export\",\"version\":2}")));
    try (Log log = Log.open(folder, 0)) {
      log.append(Story.ofRequests(1).next(3));
    }
    String refused = assertThrows(UserError.class, () -> read(folder, List.of(head))).getMessage();
    assertTrue(refused.contains("is not empty"), refused);
  }
}
