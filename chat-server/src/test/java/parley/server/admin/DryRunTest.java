package parley.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Json;
import parley.server.Server;
import parley.server.config.SettingsSources;
import parley.server.logfile.LogFolder;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** What every admin command that changes something says it would do, and does not. */
class DryRunTest {
  private static final String SETTINGS =
      """
      listen = { plain = "127.0.0.1:0", tls = "127.0.0.1:0", metrics = "off" }
      accounts = { guests = "on", password-memory = 7168, password-passes = 1 }
      limits = { connections = %d }
      %s
      """;

  /** By command: one of its kind, and what is said of it. */
  private static final Map<String, List<String>> DEEDS =
      Map.ofEntries(
          deed("say", "say --dry-run good morning", "tell everyone: good morning"),
          deed("topic", "topic --dry-run den a better one", "set the topic of den: a better one"),
          deed("kick", "kick mallory den --dry-run", "put mallory out of den"),
          deed("mute", "mute mallory --for 1d --dry-run", "mute mallory until 2"),
          deed("unmute", "unmute quiet --dry-run", "unmute quiet"),
          deed("room set", "room set den slow 10 --dry-run", "make den slow (10 s)"),
          deed("room role", "room role den ann moderator --dry-run", "make ann a moderator of den"),
          deed("room invite", "room invite den bob --dry-run", "invite bob into den"),
          deed("room bar", "room bar den mallory ban --dry-run", "ban mallory from den"),
          deed("room erase", "room erase den --dry-run", "erase what was said in den"),
          deed("close-room", "close-room den --erase --dry-run", "erase 1 message of den"),
          deed(
              "ban",
              "ban mallory --reason adverts --dry-run",
              "ban mallory with newcomers from 127.0.0.1 for ever: adverts"),
          deed("unban", "unban 192.0.2.7 --dry-run", "end the ban of 192.0.2.7"),
          deed("account add", "account add zoe --dry-run", "make the account zoe, a member"),
          deed("account role", "account role ann operator --dry-run", "make ann an operator"),
          deed("account rename", "account rename ann anna --dry-run", "rename ann to anna"),
          deed("account suspend", "account suspend ann --dry-run", "suspend ann"),
          deed("account resume", "account resume bob --dry-run", "let bob sign in again"),
          deed("account sign-out", "account sign-out ann --dry-run", "of the account ann"),
          deed("account reset", "account reset ann --dry-run", "let ann choose a new password"),
          deed("account delete", "account delete ann --dry-run", "delete the account ann"),
          deed(
              "token add",
              "token add ann hook --dry-run",
              "make the token hook of the account ann"),
          deed(
              "token revoke",
              "token revoke $TOKEN --dry-run",
              "end token $TOKEN of the account ann"),
          deed("invite", "invite carol --room den --dry-run", "invite carol into den"),
          deed("uninvite", "uninvite $INVITATION --dry-run", "end invitation $INVITATION"),
          deed("operator", "operator mallory --dry-run", "make mallory an operator"),
          deed("operator-token", "operator-token --dry-run", "make a new operator's token"),
          deed("limits set", "limits set rooms 7 --dry-run", "change limits.rooms from 1000 to 7"),
          deed("log-level", "log-level debug --dry-run", "change log.level from info to debug"),
          deed("reload", "reload --dry-run", "change limits.connections from 100 to 200"),
          deed("shutdown", "shutdown --in 1h --dry-run", "stop the server in 1h"));

  /** Those that change nothing anyway, or from here not. */
  private static final Set<String> LOOKS =
      Set.of(
          "stats",
          "connections",
          "rooms",
          "who",
          "whois",
          "files",
          "mutes",
          "room",
          "bans",
          "audit",
          "explain",
          "account",
          "token",
          "token list",
          "invitations",
          "claim",
          "limits",
          "help");

  @TempDir private Path dir;
  private Server server;
  private Guest mallory;
  private String token;
  private String invitation;

  private static Map.Entry<String, List<String>> deed(String command, String line, String said) {
    return Map.entry(command, List.of(line, said));
  }

  @BeforeEach
  void start() throws Exception {
    write(100, "");
    server =
        Server.start(
            new SettingsSources(
                    Optional.of(dir.resolve("server.toml")),
                    List.of("data.dir=" + dir.resolve("data")),
                    Map.of(),
                    dir,
                    "host.test")
                .load());
    mallory = new Guest(server.plainAddress().orElseThrow(), "mallory");
    mallory.ask("join", "room", "den");
    mallory.ask("send", "room", "den", "text", "hello");
    try (Guest _ = new Guest(server.plainAddress().orElseThrow(), "quiet")) {
      done("mute quiet --alone");
    }
    done("ban 192.0.2.7");
    done("account add ann");
    done("account add bob");
    done("account suspend bob");
    // Somebody who is signed in.
    try (Guest guest = Guest.silent(server.plainAddress().orElseThrow(), "127.0.0.1")) {
      String line = json("account reset ann --json").get("token").asString();
      guest.ask("register", "name", "ann", "password", "a long password", "invitation", line);
      guest.ask("hello", "name", "ann", "password", "a long password", "device", "laptop");
      guest.ask("join", "room", "den");
    }
    token = "" + json("token add ann ci --json").get("token").asLong();
    String told = json("invite --room den --json").get("token").asString();
    assertFalse(told.isEmpty());
    invitation = "" + json("invitations --json").get(1).get("number").asLong();
  }

  /** Nobody means to say it. */
  @Test
  void behindATextItIsRefused() throws Exception {
    for (String line :
        List.of("say hi --dry-run", "topic den hi --dry-run", "topic den --dry-run")) {
      AdminResult refused = server.admin().run(line, Caller.console());
      assertFalse(refused.ok(), line);
      assertTrue(refused.text().contains("before the text"), refused::text);
    }
    done("topic den -- --dry-run");
    mallory.ask("ping");
    assertTrue(mallory.passed().toString().contains("--dry-run"));
  }

  @AfterEach
  void stop() throws IOException {
    mallory.close();
    server.stop();
  }

  private void write(int connections, String more) throws IOException {
    Files.writeString(dir.resolve("server.toml"), SETTINGS.formatted(connections, more));
  }

  /** All commands by their names, those that have parts with those behind a blank. */
  private static Map<String, Object> commands() {
    Map<String, Object> all = new TreeMap<>();
    collect(AdminConsole.commandLine(new AdminCommands(null, null), ""), "", all);
    return all;
  }

  private static void collect(CommandLine of, String before, Map<String, Object> all) {
    of.getSubcommands()
        .forEach(
            (name, command) -> {
              all.put(before + name, command.getCommand());
              collect(command, before + name + " ", all);
            });
  }

  @Test
  void everyCommandOnlyLooksOrCanBeTried() {
    Set<String> deeds = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    commands().forEach((name, it) -> (it instanceof Deed ? deeds : others).add(name));
    assertEquals(new TreeSet<>(DEEDS.keySet()), deeds);
    assertEquals(new TreeSet<>(LOOKS), others);
    assertTrue(run("help ban").text().contains("--dry-run"), run("help ban")::text);
  }

  @Test
  void eachSaysWhatItWouldDoAndDoesNothing() throws Exception {
    write(200, "");
    List<String> wrong = new ArrayList<>();
    String before = digest();
    for (String command : new TreeSet<>(DEEDS.keySet())) {
      String line = named(DEEDS.get(command).getFirst());
      AdminResult result = run(line);
      String said = named(DEEDS.get(command).getLast());
      if (!result.ok()
          || !result.text().startsWith("Nothing was changed.")
          || !result.text().contains("\n  ")
          || !result.text().substring(result.text().indexOf('\n')).contains(said)) {
        wrong.add(line + ": " + result.text());
      }
      JsonNode json = json(line.replaceFirst("--dry-run", "--dry-run --json"));
      if (!json.get("dryRun").asBoolean() || json.get("changes").isEmpty()) {
        wrong.add(line + ": " + json);
      }
      String after = digest();
      if (!after.equals(before)) {
        wrong.add(line + " changed something");
        before = after;
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals("ok", mallory.ask("send", "room", "den", "text", "here").get("type").asString());
    assertEquals(List.of(), mallory.passed().stream().filter(m -> !isOwn(m)).toList());
    assertEquals("No shutdown is planned.", run("shutdown --cancel").text());
  }

  private static boolean isOwn(JsonNode message) {
    return Set.of("joined", "message", "offline").contains(message.get("type").asString());
  }

  @Test
  void whatIsRefusedIsRefusedAlsoAsATry() {
    assertEquals(1, run("kick nobody --dry-run").exitCode());
    assertEquals(run("kick nobody").text(), run("kick nobody --dry-run").text());
    assertEquals(2, run("bans --dry-run").exitCode());
    assertEquals("No shutdown is planned.", run("shutdown --cancel --dry-run").text());
    String nothing = run("account role ann member --dry-run").text();
    assertEquals("Nothing was changed. “account role ann member” would change nothing.", nothing);
  }

  @Test
  void whatWouldBeDoneIsToldByTheCommandAsItCanBeGivenAgain() throws Exception {
    String line = "ban mallory --reason \"no \\\"adverts\\\" here\"";
    String said = done(line + " --dry-run --alone");
    assertTrue(said.startsWith("Nothing was changed. “" + line + " --alone” would:\n"), said);
  }

  @Test
  void aReloadIsForetoldWithItsRestartsAndItsFaults() throws Exception {
    write(300, "log = { format = \"json\" }");
    String said = done("reload --dry-run");
    assertTrue(said.contains("change limits.connections from 100 to 300"), said);
    assertTrue(said.contains("after a restart: change log.format from human to json"), said);
    assertTrue(said.contains("the one in force stays: SHA256:"), said);
    assertTrue(done("limits").matches("(?s).*limits.connections +100 .*"));
    Files.writeString(dir.resolve("server.toml"), "[limits]\nconections = 3\n");
    AdminResult fault = run("reload --dry-run");
    assertEquals(1, fault.exitCode());
    assertTrue(fault.text().contains("server.toml:2: unknown key"), fault.text());
  }

  // ---- parts ----------------------------------------------------------------------------------

  private String named(String text) {
    return text.replace("$TOKEN", token).replace("$INVITATION", invitation);
  }

  private AdminResult run(String line) {
    return server.admin().run(line, Caller.console());
  }

  private String done(String line) {
    AdminResult result = run(line);
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  private JsonNode json(String line) {
    return Json.MAPPER.readTree(done(line));
  }

  /** Of all rows of the log, all other files, and the settings in force. */
  private String digest() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(done("limits --json").getBytes(UTF_8));
    Path data = dir.resolve("data");
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve(LogFolder.FILE));
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
          int columns = rows.getMetaData().getColumnCount();
          while (rows.next()) {
            for (int i = 1; i <= columns; i++) {
              byte[] value = rows.getBytes(i);
              digest.update(value == null ? new byte[] {0} : value);
            }
          }
        }
      }
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        // SQLite's own are what is read above, and an index of it.
        if (!file.getFileName().toString().matches("(log|search)\\.db.*")) {
          digest.update(file.toString().getBytes(UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
