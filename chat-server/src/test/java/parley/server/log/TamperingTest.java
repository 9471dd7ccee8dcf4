package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.RoomBar;
import parley.protocol.RoomWords;
import parley.protocol.TokenRight;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.server.config.UserError;
import parley.server.logfile.Database;
import parley.server.logfile.LogFolder;
import parley.server.logfile.Schema;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Scope;
import parley.server.state.ServerRole;

/** Of each table a row is deleted, changed and added by hand: {@code check} finds every one. */
class TamperingTest {
  /** By table, what is done to it; each is to be found. {@code #} is the number of a message. */
  private static final Map<String, List<String>> CASES =
      Map.ofEntries(
          Map.entry(
              "event",
              List.of(
                  "DELETE FROM event WHERE seq = 30",
                  "UPDATE event SET at = at + 1 WHERE seq = 30",
                  "UPDATE event SET latest = 40 WHERE seq = 30",
                  "UPDATE event SET deleted = 40 WHERE seq = 30",
                  "UPDATE event SET body = NULL, salt = NULL WHERE seq = 30",
                  "UPDATE event SET latest = NULL WHERE latest NOTNULL",
                  "UPDATE event SET deleted = NULL WHERE deleted NOTNULL",
                  "INSERT INTO event SELECT max(seq) + 1, at, kind, room, person, recipient, body,"
                      + " salt, content, digest, NULL, NULL FROM event")),
          Map.entry("person", rows("person", "operator = 1 - operator")),
          Map.entry("account", rows("account", "role = 'owner'")),
          Map.entry("signin", rows("signin", "session = session || 'x'")),
          Map.entry("unsaying", rows("unsaying", "seq = 2")),
          Map.entry("token", rows("token", "scope = '{\"rooms\":[],\"may\":[\"read\"]}'")),
          Map.entry("invitation", rows("invitation", "uses = 9")),
          Map.entry("keptname", rows("keptname", "person = 'g1'")),
          Map.entry("room", rows("room", "settings = '{\"private\":true}'")),
          Map.entry("keptroom", rows("keptroom", "closed = closed + 1")),
          Map.entry("roombar", rows("roombar", "until = 9")),
          Map.entry("roominvitation", rows("roominvitation", "person = 'g1'")),
          Map.entry("membership", rows("membership", "to_seq = 3")),
          Map.entry("mute", rows("mute", "until = until + 1")),
          Map.entry("ban", rows("ban", "until = until + 1")),
          Map.entry("reaction", rows("reaction", "seq = seq + 1")),
          Map.entry("readmark", rows("readmark", "seq = seq + 1")),
          Map.entry("floor", rows("floor", "seq = seq - 1")),
          Map.entry("erasure", rows("erasure", "seq = seq - 5")),
          Map.entry("attachment", rows("attachment", "size = size + 1")),
          Map.entry("gap", rows("gap", "digests = zeroblob(length(digests))")),
          Map.entry(
              "nonce",
              List.of(
                  "DELETE FROM nonce",
                  "DELETE FROM nonce WHERE seq = (SELECT min(seq) FROM nonce WHERE content <> '')",
                  "DELETE FROM nonce WHERE seq = (SELECT max(seq) FROM nonce)",
                  "UPDATE nonce SET nonce = nonce || 'x' WHERE seq = (SELECT max(seq) FROM nonce)",
                  "UPDATE nonce SET content = '' WHERE seq = (SELECT max(seq) FROM nonce)",
                  "UPDATE nonce SET at = at + 1 WHERE seq = (SELECT max(seq) FROM nonce)",
                  "INSERT INTO nonce VALUES (1, 0, 'g1', 'new', 'x')")),
          Map.entry(
              "meta",
              List.of(
                  "DELETE FROM meta",
                  "DELETE FROM meta WHERE key = 'sum'",
                  "DELETE FROM meta WHERE key = 'log.id'",
                  "DELETE FROM meta WHERE key = 'operator.token'",
                  "DELETE FROM meta WHERE key = 'nonce.forgotten'",
                  "UPDATE meta SET value = value || '1' WHERE key = 'nonce.forgotten'",
                  "UPDATE meta SET value = 'x' WHERE key = 'operator.token'",
                  "INSERT INTO meta VALUES ('new', 'x')")));

  @TempDir Path temp;

  /** Where a table has one row or more: that is gone, another one, or there twice. */
  private static List<String> rows(String table, String change) {
    return List.of(
        "DELETE FROM " + table + " WHERE (SELECT count(*) FROM " + table + ") > 0",
        "UPDATE " + table + " SET " + change,
        switch (table) {
          case "person" -> "INSERT INTO person VALUES ('g99', 99, 'eve', 'x', 1, 0, NULL, NULL)";
          case "account" -> "INSERT INTO account VALUES ('g1', 'owner', NULL, 3)";
          case "signin" -> "INSERT INTO signin VALUES (99, 'g1', 'x', NULL, 1, 1)";
          case "unsaying" -> "INSERT INTO unsaying VALUES ('g9', 'x', 3)";
          case "token" -> "INSERT INTO token VALUES (99, 'g1', 'x', 'x', '{}', 1, 'x', 0, 0)";
          case "invitation" ->
              "INSERT INTO invitation VALUES (99, 'x', NULL, NULL, 'owner', '[]', 0, 1, 'x', NULL)";
          case "keptname" -> "INSERT INTO keptname VALUES ('eve', 'eve', 'g1')";
          case "room" -> "INSERT INTO room VALUES ('new', 'new', '', 1, '{}')";
          case "membership" ->
              "INSERT INTO membership VALUES ('g1', 99, NULL, 'elsewhere', 'owner')";
          case "keptroom" -> "INSERT INTO keptroom VALUES ('new', 9)";
          case "roombar" ->
              "INSERT INTO roombar VALUES ('lobby', 'ban', 'g9', 'x', 0, '', 'x', '[]', 9)";
          case "roominvitation" -> "INSERT INTO roominvitation VALUES ('lobby', 'g9', 9)";
          case "mute" -> "INSERT INTO mute VALUES ('10.0.0.0/24', 'g1', 0, 'x', 1)";
          case "ban" -> "INSERT INTO ban VALUES ('eve', 0, '', 'x', 1, 99, '[]')";
          case "reaction" -> "INSERT INTO reaction VALUES (30, '+', 'g2', 31)";
          case "readmark" -> "INSERT INTO readmark VALUES ('g1', '#elsewhere', 3)";
          case "floor" -> "INSERT INTO floor VALUES ('elsewhere', 3)";
          case "erasure" -> "INSERT INTO erasure VALUES ('elsewhere', 3)";
          case "gap" -> "INSERT INTO gap VALUES (30, 30, zeroblob(32))";
          case "attachment" ->
              "INSERT INTO attachment VALUES (30, 'g1', '" + "a".repeat(64) + "', 1)";
          default -> throw new IllegalArgumentException(table);
        });
  }

  private final List<Entry> entries = new ArrayList<>();

  private void tell(Change.Lasting change) {
    entries.add(new Entry(entries.size() + 1, 1_000 + entries.size(), change));
  }

  private static Change.Said said(String text, String nonce, FileInfo file) {
    return new Change.Said(
        new Addressee.Room("lobby"),
        new Author("g1", "ann"),
        new Content(text, null, null, file),
        nonce);
  }

  /** A log with a row in every table. */
  private Path fill() throws Exception {
    tell(new Change.Came("g1", "ann", "hash1"));
    tell(new Change.Came("g2", "ben", "hash2"));
    tell(new Change.Joined("lobby", "g1", "ann"));
    tell(new Change.Joined("lobby", "g2", "ben"));
    while (entries.size() < 40) {
      tell(said("message " + entries.size(), "n" + entries.size(), null));
    }
    tell(
        new Change.Reacted(
            30, new Addressee.Room("lobby"), new Author("g1", "ann"), "+", false, "ann"));
    tell(new Change.Read(new Addressee.Room("lobby"), "g1", 30));
    tell(new Change.Banned("mallory", 0, "noise", "console"));
    tell(new Change.Muted("g2", "ben", 0, "console", List.of("127.0.0.3")));
    tell(said("a file", "f1", new FileInfo("f", 3, "ab".repeat(32))));
    tell(
        new Change.Edited(
            32,
            new Change.Said(
                new Addressee.Room("lobby"),
                new Author("g1", "ann"),
                Content.of("corrected"),
                "e1")));
    tell(new Change.Deleted(33, new Addressee.Room("lobby"), new Author("g1", "ann"), "ann"));
    tell(new Change.AccountMade("g2", "ben", ServerRole.MEMBER, "console", null));
    tell(new Change.PasswordSet("g2", "ben", "ben", null, "a verifier"));
    tell(new Change.RoomSet("lobby", "g2", "ben", RoomWords.change("slow", "5")));
    tell(new Change.Came("g90", "dee", "hash90"));
    tell(new Change.RoomInvited("lobby", "g90", "dee", "ben", false));
    tell(
        new Change.RoomBarred(
            "lobby", RoomBar.MUTE, "g90", "dee", 0, "noise", "ben", List.of("192.0.2.1")));
    tell(new Change.Joined("vault", "g2", "ben"));
    tell(new Change.RoomSet("vault", "g2", "ben", RoomWords.change("private", "on")));
    tell(new Change.Left("vault", "g2", "ben", "closed"));
    tell(new Change.RoomClosed("vault", "console"));
    tell(new Change.SessionOpened("g2", "a session", "laptop"));
    Scope scope = new Scope(List.of("ops"), Set.of(TokenRight.POST));
    tell(new Change.ErasureBegun("g2", "ben", 20, "console"));
    tell(new Change.TokenMade("g2", "a token", "ci", scope, "ben"));
    tell(new Change.Named("g2", "ben", "benno"));
    tell(
        new Change.InvitationMade(
            "hash", null, null, ServerRole.MEMBER, List.of("ops"), 0, 2, "console", null));
    // A nonce that was kept long enough, and is used again.
    tell(said("again", "n20", null));
    tell(new Change.Dropped(null, List.of(), 20));
    // Two who only looked in: of the newest guest the number is kept, of the other nothing.
    for (String guest : List.of("g3", "g4")) {
      tell(new Change.Came(guest, "cat", "hash " + guest));
      tell(new Change.Joined("lobby", guest, "cat"));
      tell(new Change.Left("lobby", guest, "cat", "quit"));
      tell(new Change.Expired(guest, "cat", true));
    }
    Path data = temp.resolve("data");
    try (Log log = Log.open(data, 0)) {
      log.setMeta("operator.token", "a hash");
      log.append(entries);
      while (log.erasureDue()) {
        log.eraseSome();
      }
      try (Leftovers leftovers = log.leftovers()) {
        tell(leftovers.next(log.last(), 100));
        log.append(List.of(entries.getLast()));
      }
      log.forgetNonces(1_006);
    }
    return data.resolve(LogFolder.FILE);
  }

  private static List<Checkup.Finding> check(Path file) throws Exception {
    return Checkup.of(file, null, Progress.NONE).findings();
  }

  private static void sql(Path file, String line) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(line);
    }
  }

  @Test
  void everyChangeByHandIsFoundInEveryTable() throws Exception {
    Path whole = fill();
    assertEquals(List.of(), check(whole));
    Set<String> tables = new HashSet<>();
    try (Connection connection = Database.reader(whole);
        var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE"
                    + " 'sqlite\\_%' ESCAPE '\\'")) {
      while (row.next()) {
        if (Set.of("partner", "credential").contains(row.getString(1))) {
          // The first helps to refuse, and forgets by itself: erased messages can't make it again.
          // No event tells of the other, so that nothing is left of a password that is replaced.
          continue;
        }
        tables.add(row.getString(1));
        long rows = Schema.number(connection, "SELECT count(*) FROM " + row.getString(1));
        assertFalse(rows == 0, "no row of " + row.getString(1) + " to tamper with");
      }
    }
    assertEquals(CASES.keySet(), tables, "every table has its cases");
    for (Map.Entry<String, List<String>> table : CASES.entrySet()) {
      for (String change : table.getValue()) {
        Path copy = Files.copy(whole, temp.resolve("copy"));
        sql(copy, change);
        assertFalse(check(copy).isEmpty(), "not found: " + change);
        Files.delete(copy);
      }
    }
  }

  @Test
  void aServerDoesNotStartOnFactsThatWereTakenAway() throws Exception {
    Path file = fill();
    sql(file, "DELETE FROM meta");
    assertThrows(UserError.class, () -> Log.open(file.getParent(), 0));
  }

  /** However often they are forgotten, what is left is what must be there. */
  @Test
  void whatWasForgottenInTimeIsNotMissed() throws Exception {
    Path file = fill();
    try (Log log = Log.open(file.getParent(), 0)) {
      for (long before = 1_006; before < 1_060; before += 7) {
        log.forgetNonces(before);
        assertEquals(List.of(), check(file), "before " + before);
      }
    }
  }
}
