package parley.server.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.log.Log;
import parley.server.log.Scope;
import parley.server.state.Change;
import parley.server.state.Entry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BackupAndRestoreTest {
  @TempDir Path temp;

  private Shell shell(Path dataDir) {
    return new Shell(dataDir);
  }

  private Path data() {
    return temp.resolve("data");
  }

  private static void fill(Log log, int count) throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (long seq = log.last() + 1; entries.size() < count; seq++) {
      Change.Lasting change =
          seq == 1
              ? new Change.Came("g1", "alice", "hash")
              : seq == 2
                  ? new Change.Joined("lobby", "g1", "alice")
                  : new Change.Said(
                      "lobby", null, null, "g1", "alice", "message " + seq, null, "n" + seq);
      entries.add(new Entry(seq, seq, change));
    }
    log.append(entries);
  }

  private static List<Entry> lobby(Log log) throws Exception {
    return log.history("g1", new Scope.Room("lobby"), null, 0L, 100_000, 1 << 30).entries();
  }

  @Test
  void aBackupMadeWhileOthersWriteIsOneMomentAndComesBackUnderANewId() throws Exception {
    Path file = temp.resolve("backup.db");
    String id;
    List<Entry> said;
    try (Log log = Log.open(data(), 0)) {
      id = log.id();
      fill(log, 3_000);
      AtomicBoolean stop = new AtomicBoolean();
      AtomicReference<Exception> failed = new AtomicReference<>();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (!stop.get()) {
                        fill(log, 20);
                      }
                    } catch (Exception e) {
                      failed.set(e);
                    }
                  });
      Shell backup = shell(data());
      long before = log.last();
      assertEquals(0, backup.run("backup", file.toString()), backup.err);
      long after = log.last();
      stop.set(true);
      writer.join();
      assertEquals(null, failed.get());
      assertTrue(after > before, "events came while it was made");
      said = lobby(log);
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (Stream<Path> left = Files.list(temp)) {
      assertEquals(List.of(file, data()), left.sorted().toList(), "nothing else is left");
    }

    Path other = temp.resolve("other");
    Shell restore = shell(other);
    assertEquals(0, restore.run("restore", file.toString()), restore.err);
    try (Log log = Log.open(other, 0)) {
      assertNotEquals(id, log.id());
      assertTrue(log.last() >= 3_000);
      assertEquals(said.subList(0, lobby(log).size()), lobby(log));
      fill(log, 10);
      assertEquals(log.last() - 2, lobby(log).size(), "it goes on where the backup ended");
    }
    Shell check = shell(other);
    assertEquals(0, check.run("check"), check.out);
  }

  @Test
  void aBackupReplacesNothingUnlessForced() throws Exception {
    Log.open(data(), 0).close();
    Path file = Files.writeString(temp.resolve("there"), "my diary");
    Shell shell = shell(data());
    assertEquals(1, shell.run("backup", file.toString()));
    assertTrue(shell.err.contains("exists; name another file, or replace it"), shell.err);
    assertEquals("my diary", Files.readString(file));
    assertEquals(0, shell.run("backup", "--force", file.toString()), shell.err);
    assertEquals(0, shell.run("check", file.toString()), shell.out);
    assertEquals(1, shell(temp.resolve("nowhere")).run("backup", temp + "/x"));
    assertFalse(Files.exists(temp.resolve("nowhere")), "a backup makes no data folder");
  }

  @Test
  void aRestoreReplacesNothingUnlessForcedAndNeverUnderARunningServer() throws Exception {
    Path file = temp.resolve("backup.db");
    String id;
    try (Log log = Log.open(data(), 0)) {
      fill(log, 10);
      id = log.id();
      Shell shell = shell(data());
      assertEquals(0, shell.run("backup", file.toString()), shell.err);
      fill(log, 5);
      assertEquals(1, shell.run("restore", "--force", file.toString()));
      assertTrue(shell.err.contains("Another server"), shell.err);
    }
    Shell shell = shell(data());
    assertEquals(1, shell.run("restore", file.toString()));
    assertTrue(shell.err.contains("has a log already"), shell.err);

    Files.writeString(data().resolve("search.db"), "of the old log");
    assertEquals(0, shell.run("restore", "--json", "--force", file.toString()), shell.err);
    JsonNode done = JsonMapper.shared().readTree(shell.out);
    Path replaced = Path.of(done.get("replaced").stringValue());
    assertFalse(Files.exists(data().resolve("search.db")), "an index of the old log");
    try (Log log = Log.open(data(), 0)) {
      assertEquals(10, log.last());
      assertNotEquals(id, log.id());
    }
    Files.createDirectories(temp.resolve("old"));
    Files.move(replaced, temp.resolve("old").resolve(Log.FILE));
    try (Log log = Log.open(temp.resolve("old"), 0)) {
      assertEquals(15, log.last());
      assertEquals(id, log.id());
    }
  }

  @Test
  void whatIsDamagedIsNeitherBackedUpNorRestored() throws Exception {
    try (Log log = Log.open(data(), 0)) {
      fill(log, 1_000);
    }
    Path file = temp.resolve("backup.db");
    Shell shell = shell(data());
    assertEquals(0, shell.run("backup", file.toString()));
    for (Path damaged : List.of(file, data().resolve(Log.FILE))) {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + damaged);
          var statement = connection.createStatement()) {
        statement.execute("UPDATE event SET body = replace(body, '5', '6') WHERE seq = 50");
      }
    }
    assertEquals(1, shell.run("backup", temp.resolve("second").toString()));
    assertTrue(shell.err.contains("the content of event 50 is not"), shell.err);
    assertFalse(Files.exists(temp.resolve("second")));
    Shell other = shell(temp.resolve("other"));
    assertEquals(1, other.run("restore", file.toString()));
    assertTrue(other.err.contains("the content of event 50 is not"), other.err);
    assertFalse(Files.exists(temp.resolve("other").resolve(Log.FILE)));
    assertEquals(3, shell.run("check"));
    assertTrue(shell.out.contains("the content of event 50 is not as it was written"), shell.out);
    assertEquals(3, shell.run("check", "--json"));
    assertEquals(50, JsonMapper.shared().readTree(shell.out).at("/findings/0/event").asInt());
  }

  @Test
  void aHeadIsPrintedAndChecked() throws Exception {
    try (Log log = Log.open(data(), 0)) {
      fill(log, 20);
    }
    Shell shell = shell(data());
    assertEquals(0, shell.run("check", "--json"));
    String head = JsonMapper.shared().readTree(shell.out).get("head").stringValue();
    assertTrue(head.matches("20:[0-9a-f]{64}"), head);
    assertEquals(0, shell.run("check", "--head", head), shell.out);
    String other = head.substring(0, head.length() - 1) + (head.endsWith("0") ? "1" : "0");
    assertEquals(3, shell.run("check", "--head", other), shell.out);
    assertEquals(2, shell.run("check", "--head", "20:abc"));
    assertTrue(shell.err.contains("64 hexadecimal digits"), shell.err);
  }

  @Test
  void progressIsABarThatNeverPassesItsEnd() {
    assertEquals("copying [############............]  50 %", ProgressLine.line("copying", 5, 10));
    assertEquals("copying [########################] 100 %", ProgressLine.line("copying", 12, 10));
    assertEquals("looking …", ProgressLine.line("looking", 12, 0));
    assertEquals("999 bytes", ProgressLine.bytes(999));
    assertEquals("1.5 GB", ProgressLine.bytes(1_500_000_000));
  }
}
