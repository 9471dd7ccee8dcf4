package parley.server.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.server.log.Log;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;
import parley.server.state.Entry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that people sent are backed up, restored and checked with the log. */
class StoredFilesTest {
  private static final byte[] EMPTY = {};
  private static final byte[] SMALL = "the plan\n".getBytes(UTF_8);

  /** Of several pieces. */
  private static final byte[] LARGE = new byte[3_500_000];

  @TempDir Path temp;
  private Path data;
  private Path backup;
  private Shell shell;

  @BeforeEach
  void send() throws Exception {
    new Random(1).nextBytes(LARGE);
    data = temp.resolve("data");
    backup = temp.resolve("backup.db");
    shell = new Shell(data);
    try (Log log = Log.open(data, 0)) {
      append(log, new Change.Came("g1", "alice", "hash"));
      append(log, new Change.Joined("lobby", "g1", "alice"));
      for (byte[] file : List.of(EMPTY, SMALL, LARGE)) {
        append(log, said(file));
      }
      // Of one file a second message.
      append(log, said(SMALL));
    }
    for (byte[] file : List.of(EMPTY, SMALL, LARGE)) {
      store(data.resolve("files"), file);
    }
  }

  private static void append(Log log, Change.Lasting change) throws Exception {
    long seq = log.last() + 1;
    log.append(List.of(new Entry(seq, seq, change)));
  }

  private static Change.Said said(byte[] file) throws Exception {
    FileInfo info = new FileInfo("file-of-" + file.length, file.length, sha256(file));
    return new Change.Said(
        new Addressee.Room("lobby"),
        new Author("g1", "alice"),
        new Content(info.name(), null, null, info),
        null);
  }

  /** Message 5 has the large file. */
  private void deleteLarge() throws Exception {
    try (Log log = Log.open(data, 0)) {
      append(
          log,
          new Change.Deleted(5, new Addressee.Room("lobby"), new Author("g1", "alice"), "alice"));
    }
    Files.delete(stored(data.resolve("files"), LARGE));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static Path stored(Path folder, byte[] file) throws Exception {
    String name = sha256(file);
    return folder.resolve(name.substring(0, 2)).resolve(name);
  }

  private static void store(Path folder, byte[] file) throws Exception {
    Path path = stored(folder, file);
    Files.createDirectories(path.getParent());
    Files.write(path, file);
  }

  /** What a folder holds, by its paths. */
  private static Map<String, byte[]> contents(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return contents;
  }

  private static void assertHolds(Path folder, byte[]... files) throws Exception {
    Map<String, byte[]> there = contents(folder);
    Map<String, byte[]> expected = new TreeMap<>();
    for (byte[] file : files) {
      expected.put(folder.relativize(stored(folder, file)).toString(), file);
    }
    assertEquals(expected.keySet(), there.keySet());
    expected.forEach((path, bytes) -> assertArrayEquals(bytes, there.get(path), path));
  }

  private JsonNode json() {
    return JsonMapper.shared().readTree(shell.out);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void filesGoIntoABackupAndComeBack() throws Exception {
    assertEquals(0, shell.run("backup", backup.toString()), shell.err);
    Path files = temp.resolve("backup.db.files");
    assertTrue(shell.out.contains("Files: 3, 3.5 MB, in " + files), shell.out);
    assertHolds(files, EMPTY, SMALL, LARGE);
    assertEquals("rw-------", mode(stored(files, LARGE)));
    assertEquals("rwx------", mode(files));
    assertEquals("rwx------", mode(stored(files, LARGE).getParent()));
    assertEquals(0, shell.run("check", backup.toString()), shell.out);

    Path other = temp.resolve("other");
    Shell restore = new Shell(other);
    assertEquals(0, restore.run("restore", backup.toString()), restore.err);
    assertTrue(restore.out.contains("Files: 3, 3.5 MB."), restore.out);
    assertHolds(other.resolve("files"), EMPTY, SMALL, LARGE);
    assertEquals("rw-------", mode(stored(other.resolve("files"), SMALL)));
    assertEquals(0, restore.run("check"), restore.out);
    assertTrue(restore.out.contains("Files: 3, 3.5 MB, whole."), restore.out);
  }

  @Test
  void aFolderOfItsOwnFollowsTheLogAndASharedOneKeepsWhatOthersTellOf() throws Exception {
    Path shared = temp.resolve("shared");
    Path second = temp.resolve("second.db");
    assertEquals(0, shell.run("backup", backup.toString()), shell.err);
    assertEquals(
        0, shell.run("backup", "--files", shared.toString(), temp.resolve("first.db").toString()));
    var written = Files.getLastModifiedTime(stored(shared, SMALL));
    deleteLarge();
    assertEquals(0, shell.run("backup", "--force", backup.toString()), shell.err);
    assertHolds(temp.resolve("backup.db.files"), EMPTY, SMALL);
    assertEquals(0, shell.run("backup", "--files", shared.toString(), second.toString()));
    assertHolds(shared, EMPTY, SMALL, LARGE);
    assertEquals(written, Files.getLastModifiedTime(stored(shared, SMALL)), "not copied again");
    for (String each : List.of("first.db", "second.db")) {
      String file = temp.resolve(each).toString();
      assertEquals(0, shell.run("check", "--files", shared.toString(), file), shell.out);
    }
  }

  @Test
  void withoutFilesTheyAreLeftAlone() throws Exception {
    assertEquals(0, shell.run("backup", "--no-files", backup.toString()), shell.err);
    assertFalse(Files.exists(temp.resolve("backup.db.files")));
    assertEquals(3, shell.run("check", backup.toString()));
    assertTrue(shell.out.contains("and with it all files that messages tell of: 3"), shell.out);
    assertEquals(0, shell.run("check", "--no-files", backup.toString()), shell.out);

    Path other = temp.resolve("other");
    Shell restore = new Shell(other);
    assertEquals(1, restore.run("restore", backup.toString()));
    assertTrue(restore.err.contains("files that the backup's messages tell of: 3"));
    assertFalse(Files.exists(other.resolve(LogFolder.FILE)), "nothing was changed");
    assertEquals(0, restore.run("restore", "--no-files", backup.toString()), restore.err);
    assertTrue(Files.exists(other.resolve(LogFolder.FILE)));
    // Where the data folder still has them, no other folder is needed.
    assertEquals(0, shell.run("restore", "--force", backup.toString()), shell.err);
    assertEquals(0, shell.run("check"), shell.out);
    assertEquals(2, shell.run("backup", "--no-files", "--files", "x", temp.resolve("y") + ""));
  }

  @Test
  void whatIsMissingOrDamagedIsNamedAndTheRestIsSaved() throws Exception {
    Files.delete(stored(data.resolve("files"), SMALL));
    LARGE[2_000_000] ^= 1;
    Files.write(stored(data.resolve("files"), unbroken()), LARGE);
    String missing =
        "the file %s of event 6 is missing, or of another size".formatted(sha256(SMALL));
    String wrong = "the file %s of event 5 is not as it was sent".formatted(sha256(unbroken()));

    assertEquals(3, shell.run("check"));
    assertTrue(shell.out.contains(missing) && shell.out.contains(wrong), shell.out);
    assertEquals(3, shell.run("check", "--json"));
    assertFalse(json().get("whole").booleanValue());
    assertEquals(2, json().get("findings").size());
    assertEquals(3, json().at("/files/count").asInt());

    assertEquals(3, shell.run("backup", backup.toString()));
    assertTrue(shell.out.contains("missing or damaged: 2, one of them of event "));
    assertHolds(temp.resolve("backup.db.files"), EMPTY);
    Path other = temp.resolve("other");
    Shell restore = new Shell(other);
    assertEquals(3, restore.run("restore", "--json", backup.toString()), restore.err);
    assertEquals(2, JsonMapper.shared().readTree(restore.out).get("lost").size());
    assertHolds(other.resolve("files"), EMPTY);
    assertEquals(3, restore.run("check"), restore.out);
  }

  private static byte[] unbroken() {
    byte[] bytes = new byte[LARGE.length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatNoMessageTellsOfIsCountedAndNoFault() throws Exception {
    store(data.resolve("files"), "nobody's".getBytes(UTF_8));
    Files.createDirectories(data.resolve("files/partial"));
    Files.writeString(data.resolve("files/partial/half"), "of something");
    assertEquals(0, shell.run("check"), shell.out);
    assertTrue(shell.out.contains("no message tells of: 1, 8 bytes"), shell.out);
    assertEquals(0, shell.run("check", "--json"));
    assertEquals(1, json().at("/files/spare").asInt());
    assertEquals(0, shell.run("backup", backup.toString()), shell.err);
    assertHolds(temp.resolve("backup.db.files"), EMPTY, SMALL, LARGE);
  }

  @Test
  void aLogThatIsReplacedKeepsItsFilesAndIsABackupItself() throws Exception {
    assertEquals(0, shell.run("backup", backup.toString()), shell.err);
    byte[] later = "sent later".getBytes(UTF_8);
    try (Log log = Log.open(data, 0)) {
      append(log, said(later));
    }
    store(data.resolve("files"), later);
    assertEquals(0, shell.run("restore", "--json", "--force", backup.toString()), shell.err);
    Path replaced = Path.of(json().get("replaced").stringValue());
    // As the server does with what no message of its log tells of.
    Files.delete(stored(data.resolve("files"), later));
    assertEquals(0, shell.run("check", replaced.toString()), shell.out);
    assertEquals(0, shell.run("restore", "--force", replaced.toString()), shell.err);
    assertHolds(data.resolve("files"), EMPTY, SMALL, LARGE, later);
    assertEquals(0, shell.run("check"), shell.out);
  }

  @Test
  void whatIsWrongInTheDataFolderIsMadeGoodByARestore() throws Exception {
    assertEquals(0, shell.run("backup", backup.toString()), shell.err);
    Files.write(stored(data.resolve("files"), SMALL), "the plum\n".getBytes(UTF_8));
    assertEquals(3, shell.run("check"));
    assertEquals(0, shell.run("restore", "--force", backup.toString()), shell.err);
    assertHolds(data.resolve("files"), EMPTY, SMALL, LARGE);
  }

  @Test
  void anImportBringsTheFilesThatItIsTold() throws Exception {
    assertEquals(0, shell.run("export"), shell.err);
    byte[] export = shell.out.getBytes(UTF_8);
    Path files = data.resolve("files");
    Path other = temp.resolve("other");
    Shell into = new Shell(other);
    assertEquals(0, into.reading(export).run("import", "--files", files + ""), into.err);
    assertTrue(into.err.contains("has 6 events now. Start the server.\nFiles: 3."), into.err);
    assertHolds(other.resolve("files"), EMPTY, SMALL, LARGE);
    assertEquals(0, into.run("check"), into.out);

    Shell without = new Shell(temp.resolve("without"));
    byte[] marked = ("\ufeff" + shell.out).getBytes(UTF_8);
    assertEquals(0, without.reading(marked).run("import"), without.err);
    assertEquals(3, without.run("check"), without.out);
    Files.delete(stored(files, SMALL));
    Shell lacking = new Shell(temp.resolve("lacking"));
    assertEquals(3, lacking.reading(export).run("import", "--files", files + ""), lacking.err);
    assertHolds(temp.resolve("lacking/files"), EMPTY, LARGE);
  }

  @Test
  void anExportThatLeadsOutOfTheFolderIsRefused() throws Exception {
    assertEquals(0, shell.run("export"), shell.err);
    String hostile = shell.out.replace(sha256(SMALL), "../../../../etc/passwd");
    Shell into = new Shell(temp.resolve("other"));
    assertEquals(1, into.reading(hostile.getBytes(UTF_8)).run("import"));
    assertTrue(into.err.contains("Line 5 can't be imported"), into.err);
  }
}
