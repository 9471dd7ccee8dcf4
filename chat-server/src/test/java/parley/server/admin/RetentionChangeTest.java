package parley.server.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.Server;
import parley.server.config.SettingsSources;
import parley.server.log.Log;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;
import parley.server.state.Entry;

/** A mistyped history.keep, at a running server: what would erase says how much, and asks. */
class RetentionChangeTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  @TempDir private Path dir;
  private Path file;
  private Server server;

  /** A message a day in each of two rooms, for 50 days. */
  @BeforeEach
  void start() throws Exception {
    try (Log log = Log.open(dir.resolve("data"), 0)) {
      List<Entry> entries = new ArrayList<>();
      long from = System.currentTimeMillis() - 50 * DAY;
      add(entries, from, new Change.Came("g1", "ann", "1"));
      add(entries, from, new Change.Joined("ops", "g1", "ann"));
      add(entries, from, new Change.Joined("den", "g1", "ann"));
      for (int day = 0; day < 50; day++) {
        for (String room : List.of("ops", "den")) {
          Change.Lasting said =
              new Change.Said(
                  new Addressee.Room(room),
                  new Author("g1", "ann"),
                  Content.of("day " + day),
                  room + day);
          add(entries, from + day * DAY + DAY / 2, said);
        }
      }
      log.append(entries);
    }
    file = dir.resolve("server.toml");
    settings("keep = \"90d\"");
    Files.createDirectories(dir.resolve("home"));
    server =
        Server.start(
            new SettingsSources(
                    Optional.of(file),
                    List.of(
                        "data.dir=" + dir.resolve("data"),
                        "listen.plain=127.0.0.1:0",
                        "accounts.guests=on",
                        "listen.tls=off",
                        "listen.metrics=off"),
                    Map.of(),
                    dir.resolve("home"),
                    "host")
                .load());
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private static void add(List<Entry> entries, long at, Change.Lasting change) {
    entries.add(new Entry(entries.size() + 1L, at, change));
  }

  private void settings(String... history) throws Exception {
    Files.writeString(file, "[history]\n" + String.join("\n", history) + "\n");
  }

  @Test
  void aReloadAsksBeforeItErases() throws Exception {
    settings("keep = \"9d\"");
    String asked = run("reload", AdminResult.ASKS);
    assertTrue(asked.contains("82 messages for good"), asked);
    assertTrue(asked.contains("Nothing was changed; with --yes it is done."), asked);
    assertEquals("90d", inForce());
    run("reload --json", AdminResult.ASKS);
    assertTrue(run("reload --yes", 0).contains("history.keep"));
    assertEquals("9d", inForce());
    awaitErased(82);
  }

  @Test
  void aDryRunTellsAndErasesNothingAlsoWithYes() throws Exception {
    settings("keep = \"9d\"");
    String told = run("reload --dry-run", 0);
    assertTrue(told.contains("erase 82 messages for good"), told);
    assertTrue(told.contains("once --yes is given"), told);
    assertTrue(told.contains("change history.keep from 90d to 9d"), told);
    assertTrue(run("reload --yes --dry-run", 0).contains("82 messages"));
    assertTrue(run("limits set history.keep 9d --yes --dry-run", 0).contains("82 messages"));
    assertEquals("90d", inForce());
    assertTrue(run("reload", AdminResult.ASKS).contains("82 messages"), "nothing is agreed to");
  }

  @Test
  void aLimitThatIsSetAsksAsWell() throws Exception {
    assertTrue(run("limits set history.keep 10d", AdminResult.ASKS).contains("80 messages"));
    String rooms = run("limits set history.rooms ops=10d", AdminResult.ASKS);
    assertTrue(rooms.contains("40 messages for good (40 in ops)"), rooms);
    assertEquals("90d", inForce());
    run("limits set history.keep 80d", 0);
    run("limits set history.keep 10d --yes", 0);
    awaitErased(80);
  }

  @Test
  void aRoomThatLosesItsExceptionAsksAsWell() throws Exception {
    settings("keep = \"10d\"", "rooms = [\"ops=forever\"]");
    run("reload --yes", 0);
    awaitErased(40);
    settings("keep = \"10d\"");
    String asked = run("reload", AdminResult.ASKS);
    assertTrue(asked.contains("40 messages"), asked);
    run("limits set history.rooms ops=20d", AdminResult.ASKS);
    settings("keep = \"10d\"", "rooms = [\"ops=90d\"]");
    run("reload", 0);
  }

  private String inForce() {
    return server.settings().current().history().keep().text();
  }

  private void awaitErased(int messages) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              try (Connection log =
                      DriverManager.getConnection(
                          "jdbc:sqlite:" + dir.resolve("data").resolve(LogFolder.FILE));
                  Statement select = log.createStatement();
                  ResultSet row =
                      select.executeQuery(
                          "SELECT count(*) FROM event WHERE kind = 'said' AND body NOT NULL")) {
                assertEquals(100 - messages, row.getInt(1));
              }
            });
  }

  private String run(String line, int exitCode) {
    AdminResult result = server.admin().run(line, Caller.console());
    assertEquals(exitCode, result.exitCode(), () -> line + ": " + result.text());
    return result.text();
  }
}
