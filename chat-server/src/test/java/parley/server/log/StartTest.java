package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.UserError;
import parley.server.logfile.Database;
import parley.server.logfile.LogFolder;
import parley.server.logfile.Schema;
import parley.server.logfile.WalRepair;

/** Why a log is not opened: one sentence for each reason. */
class StartTest {
  private static final int EVENTS = 400;

  @TempDir Path temp;

  private Path file() {
    return temp.resolve(LogFolder.FILE);
  }

  private String refusal() {
    String sentence = assertThrows(UserError.class, () -> Log.open(temp, 0)).getMessage();
    assertFalse(sentence.contains("\n"), sentence);
    assertTrue(sentence.endsWith("."), sentence);
    return sentence;
  }

  private void fill() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      log.append(new Story(5).next(EVENTS));
    }
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at = at + 1",
        "kind = upper(kind)",
        "room = ifnull(room, '') || 'x'",
        "person = ifnull(person, '') || 'x'",
        "recipient = ifnull(recipient, 'g1') || 'x'",
        "body = replace(body, 'change', 'chance')",
        "body = NULL",
        "salt = NULL",
        // To another byte than it is, which is a random one.
        "salt = CAST(iif(substr(salt, 1, 1) = x'00', x'01', x'00') || substr(salt, 2) AS BLOB)",
        "content = CAST(substr(content, 1, 31) || iif(substr(content, 32) = x'00', x'01', x'00')"
            + " AS BLOB)",
        "digest = CAST(iif(substr(digest, 1, 1) = x'00', x'01', x'00') || substr(digest, 2)"
            + " AS BLOB)"
      })
  void aChangedRowOfTheTailIsFound(String change) throws Exception {
    fill();
    for (long seq : new long[] {EVENTS, EVENTS - 100, EVENTS - 255}) {
      Files.copy(file(), temp.resolve("kept"));
      sql("UPDATE event SET " + change + " WHERE seq = " + seq);
      String sentence = refusal();
      assertTrue(sentence.contains("is damaged: event " + seq + " "), sentence);
      Files.delete(file());
      Files.move(temp.resolve("kept"), file());
    }
    Log.open(temp, 0).close();
  }

  @Test
  void aMissingOrMovedRowIsFound() throws Exception {
    fill();
    sql("DELETE FROM event WHERE seq = 390");
    assertTrue(refusal().contains("event 390 "));
    sql("UPDATE event SET seq = 390 WHERE seq = 391");
    assertTrue(refusal().contains("event 390 "));
  }

  @Test
  void anErasedBodyLeavesTheChainWhole() throws Exception {
    fill();
    sql("UPDATE event SET body = NULL, salt = NULL WHERE seq BETWEEN 300 AND 350");
    try (Log log = Log.open(temp, 0)) {
      assertEquals(EVENTS, log.last());
      for (int person = 1; person < 5; person++) {
        log.visible("g" + person, 0, EVENTS, 1 << 20);
      }
    }
  }

  @Test
  void bytesOfTheFileThatAreNoMoreWhatTheyWere() throws Exception {
    fill();
    byte[] whole = Files.readAllBytes(file());
    Random random = new Random(9);
    byte[] damaged = whole.clone();
    for (int i = 4096; i < damaged.length; i += 4096) {
      damaged[i] = (byte) random.nextInt();
      damaged[i + 1] = (byte) random.nextInt();
    }
    Files.write(file(), damaged);
    assertTrue(refusal().endsWith("is damaged; restore a backup."));
  }

  @Test
  void anotherProgramsFile() throws Exception {
    Files.writeString(file(), "Dear diary, this is no database at all.\n".repeat(200));
    assertTrue(refusal().contains("is not a log of Parley"));
    Files.delete(file());
    sql("CREATE TABLE bookmark(url TEXT)");
    assertTrue(refusal().contains("belongs to another program"));
  }

  @Test
  void aNewerVersionsFile() throws Exception {
    fill();
    sql("PRAGMA user_version = 99");
    assertTrue(refusal().contains("its format is 99, this program knows " + Schema.NEWEST));
  }

  @Test
  void aFolderThatAServerOfThisProcessUses() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      assertTrue(refusal().contains("Another server (this process)"));
      log.append(new Story(1).next(3));
    }
    Log.open(temp, 0).close();
  }

  @Test
  void aFolderThatAnotherProcessUses() throws Exception {
    try (Child child = new Child(temp, Map.of())) {
      child.answer();
      assertTrue(refusal().contains("Another server (process " + child.pid() + ")"));
      assertEquals("ok", child.ask("append 3").outcome());
      assertTrue(refusal().contains("process " + child.pid()), "asking takes nothing away");
      child.kill(3);
    }
    try (Log log = Log.open(temp, 0)) {
      assertEquals(3, log.last());
    }
  }

  @Test
  void aFolderThatIsAFile() throws Exception {
    Path notes = Files.writeString(temp.resolve("notes"), "x");
    String sentence = assertThrows(UserError.class, () -> Log.open(notes, 0)).getMessage();
    assertTrue(sentence.contains("is a file"), sentence);
    sentence = assertThrows(UserError.class, () -> Log.open(notes.resolve("data"), 0)).getMessage();
    assertTrue(sentence.contains("can't be made"), sentence);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatCantBeWritten() {
    String sentence =
        assertThrows(UserError.class, () -> Log.open(Path.of("/proc/self"), 0)).getMessage();
    assertTrue(sentence.contains("can't be"), sentence);
    assertFalse(sentence.contains("null"), sentence);
  }

  @Test
  void theBytesOfAWriteAheadLogStayAsTheyAre() throws Exception {
    byte[] bytes = new byte[3_000_001];
    new Random(1).nextBytes(bytes);
    Path wal = Files.write(temp.resolve("some-wal"), bytes);
    WalRepair.rewrite(wal);
    assertArrayEquals(bytes, Files.readAllBytes(wal));
    WalRepair.rewrite(temp.resolve("none-wal"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.51.2", "3.51.10", "3.52.0", "3.100", "4.0.0"})
  void newEnough(String version) {
    assertTrue(Database.isEnough(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.51.1", "3.51", "3.9.9", "2.99.99"})
  void tooOld(String version) {
    assertFalse(Database.isEnough(version));
  }
}
