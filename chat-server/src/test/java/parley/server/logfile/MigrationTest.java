package parley.server.logfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
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
import parley.server.config.Settings.Durability;
import parley.server.log.History;
import parley.server.log.Log;
import parley.server.logging.LoggedLines;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Person;
import parley.server.state.Place;
import parley.testkit.OwnJvm;

/**
 * A file that an earlier version wrote is opened, and keeps everything. {@code log-v1.db.gz} was
 * written by the last program that knew format 1, {@code log-v3.db.gz} by the last that knew format
 * 3, and {@code log-v9.db.gz} by the last that knew format 9: 300 random events and a fact beside
 * them. In the second, retention took what was said up to event 100, and has not erased it yet; in
 * the third, four people have accounts, in all that such have.
 */
class MigrationTest {
  private static final int EVENTS = 300;

  /** Of the two files. */
  private static final List<String> IDS =
      List.of(
          "bd3a530d0fe7064fbc74e28f2a75e798",
          "67b6fbc01b21f8ca10ca7b877c2c9523",
          "9c07171ead13e0653130cb4d7a4e5b48");

  /** What format 1 had, in its columns. */
  private static final List<String> QUERIES =
      List.of(
          "SELECT " + EventRow.COLUMNS + ", digest FROM event ORDER BY seq",
          "SELECT id, number, name, session, operator, muted_until, expired FROM person"
              + " ORDER BY id",
          "SELECT folded, name, topic, made FROM room ORDER BY folded",
          "SELECT person, from_seq, to_seq, room FROM membership ORDER BY 1, 2",
          "SELECT target, until, reason, by, since, seq FROM ban ORDER BY seq",
          "SELECT seq, at, person, nonce, content FROM nonce ORDER BY seq",
          "SELECT key, value FROM meta WHERE key NOT IN ('sum', 'nonce.forgotten',"
              + " 'rooms.guests') ORDER BY key");

  /** And format 9 beside it: people with accounts. */
  private static final List<String> QUERIES_9 =
      List.of(
          "SELECT network, person, until, by, since FROM mute ORDER BY network",
          "SELECT person, role, suspended, made FROM account ORDER BY person",
          "SELECT person, verifier FROM credential ORDER BY person",
          "SELECT number, person, session, device, since, used FROM signin ORDER BY number",
          "SELECT number, hash, name, person, role, rooms, until, uses, by, maker FROM invitation"
              + " ORDER BY number",
          "SELECT folded, name, person FROM keptname ORDER BY folded",
          "SELECT * FROM reaction ORDER BY 1, 2, 3",
          "SELECT * FROM readmark ORDER BY 1, 2",
          "SELECT * FROM partner ORDER BY 1, 2");

  @TempDir Path temp;

  private Path folder(String name) throws IOException {
    return folder(name, 1);
  }

  private Path folder(String name, int format) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    try (InputStream packed = MigrationTest.class.getResourceAsStream("log-v" + format + ".db.gz");
        InputStream file = new GZIPInputStream(packed)) {
      Files.copy(file, folder.resolve(LogFolder.FILE));
    }
    return folder;
  }

  private static long version(Path folder) throws SQLException {
    try (Connection connection = Database.reader(folder.resolve(LogFolder.FILE))) {
      return Schema.number(connection, "PRAGMA user_version");
    }
  }

  /** Every row that a file of a format had, of what this test compares. */
  private static List<String> rows(Path folder, int format) throws SQLException {
    List<String> queries = new ArrayList<>(QUERIES);
    if (format >= 9) {
      queries.addAll(QUERIES_9);
    }
    List<String> rows = new ArrayList<>();
    try (Connection connection = Database.reader(folder.resolve(LogFolder.FILE));
        Statement statement = connection.createStatement()) {
      for (String query : queries) {
        try (ResultSet row = statement.executeQuery(query)) {
          int columns = row.getMetaData().getColumnCount();
          while (row.next()) {
            StringBuilder all = new StringBuilder(query.substring(0, 12));
            for (int column = 1; column <= columns; column++) {
              byte[] bytes = row.getBytes(column);
              all.append('|')
                  .append(bytes == null ? "-" : java.util.HexFormat.of().formatHex(bytes));
            }
            rows.add(all.toString());
          }
        }
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9})
  void aFileOfAnEarlierFormatIsOpenedAndKeepsEverything(int format) throws Exception {
    Path folder = folder("earlier", format);
    assertEquals(format, version(folder));
    List<String> before = rows(folder, format);
    assertTrue(before.size() > EVENTS + 50);
    try (LoggedLines told = LoggedLines.of(Schema.class, Level.INFO)) {
      Log.open(folder, 0).close();
      String first = told.lines().getFirst();
      String what = "[from=\"%d\", to=\"%d\", seconds=".formatted(format, Schema.NEWEST);
      assertTrue(first.startsWith(what), first);
      Log.open(folder, 0).close();
      assertEquals(1, told.lines().size(), "the second start brings it nowhere");
    }
    assertEquals(Schema.NEWEST, version(folder));
    assertEquals(before, rows(folder, format));
    assertEquals(
        List.of(), Checkup.of(folder.resolve(LogFolder.FILE), null, Progress.NONE).findings());
    worksOn(folder);
  }

  /** The events of before are read, and what this version can do is done to them. */
  private static void worksOn(Path folder) throws Exception {
    Entry message;
    try (Log log = Log.open(folder, 0)) {
      assertEquals(EVENTS, log.last());
      assertTrue(IDS.contains(log.id()), log.id());
      assertEquals("hash", log.meta("operator"));
      assertTrue(
          log.load().rooms().stream().allMatch(room -> room.settings().takesGuests()),
          "who comes without an account goes on to");
      Person someone =
          log.load().people().stream().max(Comparator.comparingInt(p -> p.rooms().size())).get();
      String room = someone.rooms().iterator().next().name();
      History history = log.history(new Place.Room(room), null, null, 50, 1 << 20);
      message = history.entries().getLast();
      Change.Said said = (Change.Said) message.change();
      long bytes = log.fileBytes(said.person());
      log.append(
          List.of(
              new Entry(
                  EVENTS + 1,
                  message.at() + 1_000,
                  new Change.Edited(
                      message.seq(),
                      new Change.Said(
                          said.addressee(),
                          said.author(),
                          new Content("corrected", said.kind(), null, null),
                          null))),
              new Entry(
                  EVENTS + 2,
                  message.at() + 1_000,
                  new Change.Read(new Addressee.Room(room), someone.id(), EVENTS)),
              new Entry(
                  EVENTS + 3,
                  message.at() + 1_000,
                  new Change.Said(
                      new Addressee.Person("x", "g1"),
                      new Author(said.person(), said.name()),
                      new Content("f", null, null, new FileInfo("f", 3, "ab".repeat(32))),
                      null))));
      assertEquals(bytes + 3, log.fileBytes(said.person()));
      assertTrue(log.refersTo("ab".repeat(32)));
      Entry again = log.history(new Place.Room(room), null, null, 50, 1 << 20).entries().getLast();
      assertEquals(message.seq(), again.seq());
      assertEquals("corrected", ((Change.Said) again.change()).text());
      assertEquals(EVENTS, log.load().person(someone.id()).read(new Place.Room(room)));
    }
    try (Connection connection = Database.reader(folder.resolve(LogFolder.FILE))) {
      assertEquals(OptionalLong.empty(), Chain.faultInTail(connection, 1 << 20));
    }
  }

  /** Calls back before each statement of a migration, with its number. */
  private static Connection watched(Connection real, IntConsumer before) {
    int[] count = {0};
    return proxy(
        Connection.class,
        real,
        (name, result) ->
            name.equals("createStatement")
                ? proxy(Statement.class, (Statement) result, null, () -> before.accept(count[0]++))
                : result);
  }

  private interface Result {
    Object of(String method, Object result);
  }

  private static <T> T proxy(Class<T> type, T real, Result result) {
    return proxy(type, real, result, () -> {});
  }

  private static <T> T proxy(Class<T> type, T real, Result result, Runnable beforeExecute) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (method.getName().equals("execute")) {
                beforeExecute.run();
              }
              try {
                Object answer = method.invoke(real, arguments);
                return result == null ? answer : result.of(method.getName(), answer);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** What a kill leaves: the files as they are at that moment, without a word to SQLite. */
  @Test
  void killedBeforeAnyOfItsStatementsItLeavesOneFormatOrTheOther() throws Exception {
    Path folder = folder("killed");
    List<String> before = rows(folder, 1);
    List<Path> left = new ArrayList<>();
    try (Connection connection = Database.writer(folder.resolve(LogFolder.FILE), Durability.DISK)) {
      try (Statement statement = connection.createStatement()) {
        // So that what is not committed is in the files all the same.
        statement.execute("PRAGMA cache_size = 2");
      }
      Schema.migrate(
          watched(connection, n -> left.add(copied(folder, temp.resolve("left-" + n)))), folder);
      left.add(copied(folder, temp.resolve("left-done")));
    }
    assertTrue(left.size() > 8, "statements: " + left.size());
    List<Long> versions = new ArrayList<>();
    for (Path each : left) {
      WalRepair.rewrite(each.resolve(LogFolder.FILE + "-wal"));
      versions.add(version(each));
      assertEquals(before, rows(each, 1));
      worksOn(each);
    }
    assertEquals(versions.stream().sorted().toList(), versions);
    assertEquals(
        LongStream.rangeClosed(1, Schema.NEWEST).boxed().toList(),
        versions.stream().distinct().toList());
    assertEquals(Schema.NEWEST, versions.getLast());
    assertTrue(Collections.frequency(versions, 1L) > 8, "killed in the first step: " + versions);
  }

  private static Path copied(Path folder, Path to) {
    try {
      Files.createDirectories(to);
      for (String name : List.of(LogFolder.FILE, LogFolder.FILE + "-wal")) {
        Files.copy(folder.resolve(name), to.resolve(name));
      }
      return to;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aStatementThatFailsLeavesFormat1AndTheNextStartGoesOn() throws Exception {
    int statements = 0;
    boolean failed = true;
    while (failed) {
      Path folder = folder("failed-" + statements);
      List<String> before = rows(folder, 1);
      int failing = statements;
      try (Connection connection =
          Database.writer(folder.resolve(LogFolder.FILE), Durability.DISK)) {
        Connection broken =
            watched(
                connection,
                n -> {
                  if (n == failing) {
                    throw new IllegalStateException("the disk is gone");
                  }
                });
        failed = fails(broken, folder);
      }
      assertEquals(failed, version(folder) < Schema.NEWEST);
      assertEquals(before, rows(folder, 1));
      worksOn(folder);
      statements++;
    }
    assertTrue(statements > 8, "statements: " + statements);
  }

  private static boolean fails(Connection broken, Path folder) throws Exception {
    try {
      Schema.migrate(broken, folder);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** A process that dies between two statements of the second step, for real. */
  @Test
  void aProcessThatDiesInTheMiddleLeavesFormat1() throws Exception {
    Path folder = folder("dies");
    List<String> before = rows(folder, 1);
    List<String> command = new ArrayList<>(OwnJvm.command());
    command.addAll(List.of(Dying.class.getName(), folder.toString()));
    Process dying =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("dying.log").toFile())
            .start();
    assertEquals(
        Dying.STATUS, dying.waitFor(), () -> "it said: " + said(temp.resolve("dying.log")));
    assertEquals(1, version(folder));
    assertEquals(before, rows(folder, 1));
    worksOn(folder);
  }

  private static String said(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Its main migrates until the fifth statement and is gone without a word then. */
  static final class Dying {
    static final int STATUS = 99;

    private Dying() {}

    public static void main(String[] folder) throws Exception {
      Path data = Path.of(folder[0]);
      Connection connection = Database.writer(data.resolve(LogFolder.FILE), Durability.DISK);
      Connection dying =
          watched(
              connection,
              n -> {
                if (n == 5) {
                  Runtime.getRuntime().halt(STATUS);
                }
              });
      Schema.migrate(dying, data);
    }
  }
}
