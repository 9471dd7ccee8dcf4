package parley.server.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.log.Log;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;
import parley.testkit.OwnJvm;
import parley.testkit.Programs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BackupAndRestoreTest {
  @TempDir Path temp;

  private Shell shell(Path dataDir) {
    return new Shell(dataDir);
  }

  private Shell lasting(Path dataDir) {
    return new Shell(dataDir).lasting();
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
                      new Addressee.Room("lobby"),
                      new Author("g1", "alice"),
                      Content.of("message " + seq),
                      "n" + seq);
      entries.add(new Entry(seq, seq, change));
    }
    log.append(entries);
  }

  private static List<Entry> lobby(Log log) throws Exception {
    return log.history(new Place.Room("lobby"), null, 0L, 100_000, 1 << 30).entries();
  }

  @Test
  void aBackupOnTheServersOwnDiskLeavesWhatTheServerNeeds() throws Exception {
    try (Log log = Log.open(data(), 0)) {
      fill(log, 10);
    }
    long free = Files.getFileStore(temp).getUsableSpace() / 1_000_000;
    Shell backup = shell(data());
    String[] nearly = {
      "--set", "log.free-bytes=" + free / 10 * 9 + "MB", temp.resolve("b.db").toString()
    };
    assertEquals(1, backup.run("backup", nearly));
    assertTrue(backup.err.contains("has no room: the server needs "), backup.err);
    assertTrue(backup.err.contains("Write to another disk, or make room."), backup.err);
    assertFalse(Files.exists(temp.resolve("b.db")));

    Path told = temp.resolve("told.txt");
    List<String> export = new ArrayList<>(OwnJvm.command());
    export.addAll(List.of("parley.server.ChatServer", "export"));
    export.addAll(List.of("--set", "data.dir=" + data(), "--set", nearly[1]));
    Process exporting = Programs.start(temp, temp.resolve("all.ndjson"), told, export);
    assertEquals(1, exporting.waitFor());
    assertTrue(Files.readString(told).contains("The export is not whole: the server needs"));

    nearly[1] = "log.free-bytes=" + free / 10 * 5 + "MB";
    assertEquals(0, backup.run("backup", nearly), backup.err);
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
      long next = log.load().nextPerson();
      assertTrue(next > 1_000, "those who came after the backup keep their ids: " + next);
    }
    Shell check = shell(other);
    assertEquals(0, check.run("check"), check.out);
  }

  @Test
  void aBackupToMemoryIsRefusedUnlessItIsMeant() throws Exception {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isDirectory(memory) && Files.getFileStore(memory).type().equals("tmpfs"));
    Log.open(data(), 0).close();
    Path file = memory.resolve("parley-test-" + ProcessHandle.current().pid());
    Shell shell = lasting(data());
    try {
      assertEquals(1, shell.run("backup", file.toString()));
      assertTrue(shell.err.contains(file + " is on a tmpfs"), shell.err);
      assertFalse(Files.exists(file));
      assertEquals(0, shell.run("backup", "--temporary", file.toString()), shell.err);
      assertTrue(shell.err.contains("copy it away"), shell.err);
      assertTrue(Files.exists(file));
      Path files = memory.resolve("parley-test-files");
      assertEquals(
          1, shell.run("backup", "--files", files.toString(), temp.resolve("there").toString()));
    } finally {
      Files.deleteIfExists(file);
    }
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
    Path pipe = temp.resolve("pipe"); // as a device, which only root makes
    assertEquals(0, new ProcessBuilder("mkfifo", pipe + "").start().waitFor());
    assertEquals(1, shell.run("backup", "--force", pipe.toString()));
    assertTrue(shell.err.contains("is no ordinary file, and is not replaced."), shell.err);
    assertTrue(Files.readAttributes(pipe, BasicFileAttributes.class).isOther());
    assertEquals(1, shell(temp.resolve("nowhere")).run("backup", temp + "/x"));
    assertFalse(Files.exists(temp.resolve("nowhere")), "a backup makes no data folder");
  }

  @Test
  void aBackupIsNeverWrittenIntoTheDataFolder() throws Exception {
    try (Log log = Log.open(data(), 0)) {
      fill(log, 10);
      Path link = Files.createSymbolicLink(temp.resolve("link"), data().resolve(LogFolder.FILE));
      Path second = Files.createLink(temp.resolve("second"), data().resolve("log.db-wal"));
      Shell shell = shell(data());
      for (Path file :
          List.of(
              data().resolve(LogFolder.FILE),
              data().resolve("log.db-wal"),
              data().resolve("lock"),
              data().resolve("new"),
              link,
              second)) {
        assertEquals(1, shell.run("backup", "--force", file.toString()), file::toString);
        assertTrue(shell.err.contains("name a"), shell.err);
      }
      Path elsewhere = temp.resolve("backup");
      String files = data().resolve("files").toString();
      assertEquals(1, shell.run("backup", "--files", files, elsewhere.toString()));
      assertFalse(Files.exists(elsewhere));
      fill(log, 10);
    }
    try (Log log = Log.open(data(), 0)) {
      assertEquals(20, log.last());
    }
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
    Files.move(replaced, temp.resolve("old").resolve(LogFolder.FILE));
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
    for (Path damaged : List.of(file, data().resolve(LogFolder.FILE))) {
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
    assertFalse(Files.exists(temp.resolve("other").resolve(LogFolder.FILE)));
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
  void aRoomIsExportedUnderEverySpellingAndOneThatIsNotThereIsRefused() throws Exception {
    try (Log log = Log.open(data(), 0)) {
      fill(log, 20);
    }
    Shell shell = shell(data());
    assertEquals(0, shell.run("export", "--room", "lobby"));
    String lobby = shell.out;
    assertTrue(lobby.contains("message 20"), lobby);
    for (String spelling : List.of("#lobby", "LOBBY", "#Ｌobby")) {
      assertEquals(0, shell.run("export", "--room", spelling));
      assertEquals(lobby, shell.out);
    }
    assertEquals(1, shell.run("export", "--room", "lobbby"));
    assertEquals("chat-server: There is no room lobbby in this log.", shell.err.strip());
    assertEquals("", shell.out);
    assertEquals(2, shell.run("export", "--room", "a b"));
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
