package parley.server.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.log.Log;
import parley.server.log.Story;
import parley.server.logfile.LogFolder;
import parley.server.logfile.LogHead;
import parley.server.state.Change;
import parley.server.state.Entry;

public class CheckupTest {
  private static final int EVENTS = 1_000;

  @TempDir Path temp;
  private LogHead head;

  @BeforeEach
  void fill() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      log.append(new Story(5).next(EVENTS));
    }
    Checkup.Result found = check(null);
    assertEquals(List.of(), found.findings());
    head = found.head();
    assertEquals(EVENTS, head.seq());
    assertEquals(EVENTS, found.events());
  }

  private Checkup.Result check(LogHead expected) throws Exception {
    return Checkup.of(temp.resolve(LogFolder.FILE), expected, Progress.NONE);
  }

  private void sql(String... lines) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + temp.resolve(LogFolder.FILE));
        var statement = connection.createStatement()) {
      for (String line : lines) {
        statement.execute(line);
      }
    }
  }

  private static List<String> texts(Checkup.Result found) {
    return found.findings().stream().map(Checkup.Finding::text).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ## ",
      value = {
        "at = at + 1 ## event 500 is not as it was written",
        "person = ifnull(person, '') || 'x' ## event 500 is not as it was written",
        "digest = CAST(iif(substr(digest, 1, 1) = x'00', x'01', x'00') || substr(digest, 2) AS"
            + " BLOB) ## event 500 is whole, but its digest is not what was written",
        "body = replace(body, 'change', 'chance') ## the content of event 500 is not as it was"
            + " written",
        "salt = NULL ## the content of event 500 is not as it was written",
      })
  void aChangedRowIsNamedAndOnlyThatOne(String change, String finding) throws Exception {
    sql("UPDATE event SET " + change + " WHERE seq = 500");
    assertEquals(List.of(finding), texts(check(null)));
  }

  @Test
  void missingRowsAreNamed() throws Exception {
    sql("DELETE FROM event WHERE seq IN (10, 700, 701, 702)");
    List<String> found = texts(check(null));
    assertTrue(found.contains("event 10 is missing"), found.toString());
    assertTrue(found.contains("events 700 to 702 are missing"), found.toString());
  }

  @Test
  void rowsCutOffAtTheEndShowAgainstAHead() throws Exception {
    sql(
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM event WHERE seq > 990",
        "DELETE FROM nonce WHERE seq > 990");
    assertEquals(
        List.of("events 991 to 1000 are cut off: the head noted down is of event 1000"),
        texts(check(head)).stream().filter(text -> text.contains("cut off")).toList());
  }

  @Test
  void aChainWrittenAnewShowsAgainstAHead() throws Exception {
    Path other = temp.resolve("other");
    try (Log log = Log.open(other, 0)) {
      log.append(new Story(5).next(EVENTS + 50));
    }
    Checkup.Result found = Checkup.of(other.resolve(LogFolder.FILE), head, Progress.NONE);
    assertEquals(
        List.of("event 1000, or one before it, is not the one of the head noted down"),
        texts(found));
  }

  /** As a turned bit can make it, which no constraint of the table keeps from happening. */
  @Test
  void aDigestThatIsNotThereIsNamed() throws Exception {
    String change = "UPDATE sqlite_schema SET sql = replace(sql, '%s', '%s') WHERE name = 'event'";
    String sound = "digest BLOB NOT NULL";
    String lax = "digest BLOB";
    sql("PRAGMA writable_schema = ON", change.formatted(sound, lax));
    sql("UPDATE event SET digest = NULL WHERE seq = 1000");
    sql("PRAGMA writable_schema = ON", change.formatted(lax, sound));
    List<String> found = texts(check(head));
    assertTrue(found.contains("event 1000 is not as it was written"), found.toString());
    assertTrue(
        found.contains("event 1000, or one before it, is not the one of the head noted down"),
        found.toString());
  }

  @Test
  void anEarlierHeadHoldsAfterMoreWasWritten() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      log.append(List.of(new Entry(EVENTS + 1, Long.MAX_VALUE, new Change.Unbanned("x", "y"))));
    }
    Checkup.Result found = check(head);
    assertEquals(List.of(), found.findings());
    assertEquals(EVENTS + 1, found.head().seq());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ## ",
      value = {
        "UPDATE person SET name = 'mallory' WHERE number = 3 ## the table person",
        "UPDATE person SET operator = 1 - operator WHERE number = 2 ## the table person",
        "UPDATE membership SET from_seq = from_seq - 1 WHERE rowid IS NULL OR from_seq = (SELECT"
            + " min(from_seq) FROM membership) ## the table membership",
        "UPDATE room SET topic = 'mine' WHERE made = (SELECT min(made) FROM room) ## the table"
            + " room",
        "INSERT INTO ban VALUES ('eve', 0, '', 'x', 1, 1, '[]') ## the table ban",
        "UPDATE nonce SET content = replace(content, 'a', 'b') WHERE seq = (SELECT max(seq) FROM"
            + " nonce) ## the nonce of event",
        "UPDATE nonce SET person = 'g99999' WHERE seq = (SELECT max(seq) FROM nonce) ## the nonce"
            + " of event",
        "UPDATE meta SET value = 'x' WHERE key = 'log.id' ## the table meta",
        "INSERT INTO readmark VALUES ('g1', '#nowhere', 3) ## the table readmark",
        "DELETE FROM attachment WHERE seq = (SELECT min(seq) FROM attachment) ## the table"
            + " attachment is not what the events make of it (rows of it that are wrong: 0,"
            + " that are missing: 1)",
        "UPDATE attachment SET size = size + 1 WHERE seq = (SELECT max(seq) FROM attachment) ##"
            + " the table attachment",
        "INSERT INTO attachment VALUES (2, 'g1', 'abc', 3) ## the table attachment",
      })
  void aTableThatIsNotWhatTheEventsMakeOfItIsNamed(String change, String finding) throws Exception {
    sql(change.replace("rowid IS NULL OR ", ""));
    List<String> found = texts(check(null));
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.getFirst().startsWith(finding), found.toString());
  }

  @Test
  void aTextThatWasErasedWithoutAnEventIsNamed() throws Exception {
    sql(
        """
        UPDATE event SET body = NULL, salt = NULL WHERE seq =
          (SELECT max(seq) FROM event
           WHERE kind = 'said' AND latest IS NULL AND deleted IS NULL)\
        """);
    List<String> found = texts(check(head));
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.getFirst().endsWith("was erased, and no event says so"), found.toString());
  }

  @Test
  void aDeletionAndAnEditLeaveTheChainWholeAndTheHeadValid() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      long seq = log.last();
      log.append(
          List.of(
              new Entry(seq + 1, 1L << 50, said("a first text")),
              new Entry(seq + 2, 1L << 50, said("another first text"))));
      LogHead before = check(head).head();
      log.append(
          List.of(
              new Entry(seq + 3, 1L << 50, edited(seq + 1, "a second text")),
              new Entry(seq + 4, 1L << 50, edited(seq + 1, "a third text")),
              new Entry(
                  seq + 5,
                  1L << 50,
                  new Change.Deleted(
                      seq + 2, new Addressee.Room("lobby"), new Author("g1", "ann"), "ann"))));
      Checkup.Result found = check(before);
      assertEquals(List.of(), found.findings());
      assertTrue(found.erased() >= 3, "erased " + found.erased());
      assertFalse(found.head().equals(before));
    }
  }

  static Change.Said said(String text) {
    return new Change.Said(
        new Addressee.Room("lobby"),
        new Author("g1", "ann"),
        Content.of(text),
        "n" + text.hashCode());
  }

  public static Change.Edited edited(long target, String text) {
    return new Change.Edited(
        target,
        new Change.Said(
            new Addressee.Room("lobby"),
            new Author("g1", "ann"),
            Content.of(text),
            "e" + text.hashCode()));
  }
}
