package parley.server.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.server.Server;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.logging.LoggedLines;
import parley.server.state.Asker;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Every command, against a running server with people on real sockets. */
class AdminCommandsTest {
  @TempDir private Path dir;
  private Server server;

  @BeforeEach
  void start() throws UserError {
    server =
        Server.start(
            Settings.of(
                "data.dir=" + dir,
                "listen.plain=127.0.0.1:0",
                "accounts.guests=on",
                "listen.tls=off",
                "listen.metrics=off",
                "limits.messages-per-second=0",
                "limits.messages-per-second-per-address=0"));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void filesShowWhatIsStoredAndWhatIsOnItsWay() throws Exception {
    String first = "0 stored, 0 B; 0 carried now";
    assertTrue(done("files").contains(first), done("files"));
    try (Guest alice = come("alice");
        Socket carrying =
            new Socket(
                server.plainAddress().orElseThrow().getAddress(),
                server.plainAddress().orElseThrow().getPort())) {
      alice.ask("join", "room", "lobby");
      // The size is a number, which only a line of JSON can have here.
      JsonNode ok =
          alice.askJson(
              "{\"type\":\"upload\",\"id\":\"u\",\"room\":\"lobby\",\"name\":\"a\\u001b[2Jb\","
                  + "\"size\":100,\"sha256\":\""
                  + "0f".repeat(32)
                  + "\"}",
              "u");
      String line = "/transfer " + ok.get("ticket").stringValue() + "\nhalf of it";
      carrying.getOutputStream().write(line.getBytes(UTF_8));
      await().until(() -> json("files --json").at("/carried/0/done").asInt() == 10);
      String table = done("files");
      assertTrue(table.contains("0 stored, 0 B; 1 carried now"), table);
      assertTrue(table.contains("100 B"), table);
      assertTrue(table.contains("10 %"), table);
      assertTrue(table.contains("a_[2Jb"), table);
      assertEquals("in", json("files --json").at("/carried/0/way").stringValue());
      assertTrue(done("stats").contains("\nfiles         0 stored, 0 B; 1 carried now"));
    }
  }

  @Test
  void statsShowWhatHappened() throws Exception {
    try (Guest alice = come("alice")) {
      alice.ask("join", "room", "lobby");
      alice.ask("send", "room", "lobby", "text", "hi");
      await().until(() -> done("stats").contains("\nmessages      1, delivered 1 time;"));
      JsonNode figures = json("stats --json");
      assertEquals(1, figures.get("connections").get("ndjson").intValue());
      assertEquals(1, figures.get("messages").get("accepted").intValue());
      assertEquals(
          List.copyOf(server.figures().keySet()),
          figures.propertyNames().stream().toList(),
          "the same as the stats request");
    }
  }

  @Test
  void connectionsAndWho() throws Exception {
    try (Guest alice = come("alice");
        Guest bob = come("bob")) {
      bob.ask("join", "room", "den");
      String[] lines = done("connections").split("\n");
      assertEquals(3, lines.length);
      assertTrue(lines[0].matches(" *#  NAME +MODE +TLS +ADDRESS.*"), lines[0]);
      assertTrue(lines[1].matches(" *\\d+  alice  ndjson  -    127\\.0\\.0\\.1 .*"), lines[1]);
      JsonNode first = json("connections --json").get(0);
      assertEquals("alice", first.get("name").stringValue());
      assertTrue(first.get("bytesOut").longValue() > 0);
      assertTrue(done("who").matches("(?s)NAME .*alice .*bob .*"), done("who"));
      assertEquals("NAME  STATE   ROLE\nbob   online  -", done("who den"));
      assertTrue(done("rooms").contains("\nden "), done("rooms"));
      assertTrue(done("whois BOB").startsWith("bob (g2), online\n"), done("whois BOB"));
      assertTrue(refused("whois nobody").contains("nobody"), refused("whois nobody"));
      assertEquals(
          "alice", alice.ask("whois", "name", "alice").get("person").get("name").asString());
    }
  }

  @Test
  void sayReachesEveryoneOrARoom() throws Exception {
    try (Guest alice = come("alice");
        Guest bob = come("bob")) {
      bob.ask("join", "room", "den");
      done("say --room den only you, it's --json");
      done("say everyone");
      JsonNode first = bob.next("notice");
      assertEquals("only you, it's --json", first.get("text").stringValue());
      assertEquals("console", first.get("from").stringValue());
      assertEquals("everyone", bob.next("notice").get("text").stringValue());
      assertEquals("everyone", alice.next("notice").get("text").stringValue());
      refused("say --room nowhere hi");
    }
  }

  @Test
  void topicAndCloseRoom() throws Exception {
    try (Guest alice = come("alice")) {
      alice.ask("join", "room", "den");
      done("topic den bring \"your own\" cups");
      assertEquals("bring your own cups", alice.next("topic").get("text").stringValue());
      assertTrue(refused("topic den " + "x".repeat(2_000)).contains("topic"));
      done("close-room den");
      assertEquals("closed", alice.next("left").get("reason").stringValue());
      refused("close-room den");
      refused("close-room den --erase");
    }
  }

  @Test
  void anEndIsNeitherNowNorInAnotherAge() {
    assertTrue(refused("ban mallory --for 0s").contains("over at once"));
    assertTrue(refused("ban 1.2.3").contains("no address"));
    assertTrue(refused("ban 127.0.7.0/33").contains("no address"));
    assertTrue(wrong("ban mallory --for 999999999w").contains("36500d"));
    assertEquals("Nobody is banned.", done("bans"));
    assertTrue(done("ban mallory --for 36500d").contains("is banned until 21"));
  }

  @Test
  void aClosedRoomsPastIsToldOfOrErased() throws Exception {
    try (Guest alice = come("alice");
        Guest bob = come("bob")) {
      alice.ask("join", "room", "Den");
      alice.ask("send", "room", "den", "text", "the first secret");
      long second = alice.ask("send", "room", "den", "text", "the 2nd secret").get("seq").asLong();
      // What is erased of an edited message is two texts, and it is one message.
      assertEquals(
          "ok",
          alice.askNumbered("edit", "" + second, "text", "a better secret").get("type").asString());
      String said = done("close-room den");
      assertTrue(said.contains("2 messages") && said.contains("close-room den --erase"), said);
      bob.ask("join", "room", "den");
      assertEquals(2, history(bob));
      bob.ask("send", "room", "den", "text", "the third secret");
      bob.ask("leave", "room", "den");
      for (String erasing : List.of("close-room DEN --erase", "room erase den")) {
        String asked = run(erasing, AdminResult.ASKS);
        assertTrue(asked.contains("would erase 3 messages of"), asked);
      }
      assertTrue(done("close-room DEN --erase --yes").contains("3 messages"));
      // Also before all of it is taken out of the file.
      refused("close-room den --erase");
      bob.ask("join", "room", "den");
      assertEquals(0, history(bob));
      bob.ask("send", "room", "den", "text", "a new page");
      assertEquals(1, history(bob));
      done("close-room den");
      assertTrue(
          done("close-room den --erase --yes").contains("1 message"), "a closed one as well");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                for (Path file : List.of(dir.resolve("log.db"), dir.resolve("log.db-wal"))) {
                  String bytes = Files.readString(file, ISO_8859_1);
                  assertFalse(bytes.contains("secret") || bytes.contains("a new page"));
                }
              });
      refused("close-room den --erase");
    }
  }

  private static int history(Guest guest) throws IOException {
    return guest.ask("history", "room", "den").get("messages").size();
  }

  @Test
  void kickFromARoomAndFromTheServer() throws Exception {
    try (Guest mallory = come("mallory")) {
      mallory.ask("join", "room", "den");
      done("kick mallory den");
      assertEquals("kicked", mallory.next("left").get("reason").stringValue());
      assertEquals("ok", mallory.ask("join", "room", "den").get("type").stringValue());
      done("kick mallory --reason \"no adverts\"");
      JsonNode bye = mallory.next("bye");
      assertEquals("kicked", bye.get("reason").stringValue());
      assertTrue(bye.get("message").stringValue().contains("no adverts"));
    }
  }

  @Test
  void aBannedNameStaysOutUntilItMayComeIn() throws Exception {
    try (Guest mallory = come("mallory")) {
      assertTrue(
          done("ban mallory --for 1d --reason adverts").startsWith("mallory is banned until"));
      assertEquals("banned", mallory.next("bye").get("reason").stringValue());
    }
    assertThrows(IOException.class, () -> come("Mallory"));
    assertTrue(done("bans").contains("mallory"), done("bans"));
    assertEquals("adverts", json("bans --json").get(0).get("reason").stringValue());
    done("unban MALLORY");
    assertEquals("Nobody is banned.", done("bans"));
    come("mallory").close();
    refused("unban mallory");
  }

  @Test
  void anotherNameLetsNobodyInFromThereWhoWasBanned() throws Exception {
    try (Guest mallory = from("127.0.0.2", "mallory");
        Guest neighbour = from("127.0.0.2", "neighbour")) {
      String told = done("ban mallory --for 1d");
      assertTrue(
          told.contains(
              "guests who come for the first time from 127.0.0.2, but not who is here already:"
                  + " neighbour."),
          told);
      assertEquals("banned", mallory.next("bye").get("reason").stringValue());
      assertThrows(IOException.class, () -> from("127.0.0.2", "innocent"));
      come("elsewhere").close();
      assertEquals("ok", neighbour.ask("join", "room", "den").get("type").asString());
      assertTrue(done("bans").matches("(?s).*mallory +127\\.0\\.0\\.2 +2.*"), done("bans"));
      JsonNode ban = json("bans --json").get(0);
      assertEquals("127.0.0.2", ban.get("newcomersFrom").get(0).asString());
      assertTrue(refused("unban 127.0.0.2").contains("unban mallory"));
      done("unban mallory");
      from("127.0.0.2", "innocent").close();
      from("127.0.0.2", "mallory").close();
      assertTrue(done("ban mallory --alone").endsWith("is banned for ever."));
      from("127.0.0.2", "another").close();
    }
  }

  private Guest from(String address, String name) throws IOException {
    return new Guest(server.plainAddress().orElseThrow(), address, name);
  }

  @Test
  void aBannedAddressIsPutOutAndKeptOut() throws Exception {
    try (Guest alice = come("alice")) {
      assertEquals("127.0.0.1 is banned for ever; 1 connection was ended.", done("ban 127.0.0.1"));
      assertEquals("banned", alice.next("bye").get("reason").stringValue());
    }
    assertThrows(IOException.class, () -> come("bob"));
    done("unban 127.0.0.1");
    await().ignoreExceptions().until(() -> closed(come("bob")));
  }

  @Test
  void theMutedMayNotSpeak() throws Exception {
    try (Guest bob = come("bob")) {
      bob.ask("join", "room", "den");
      done("mute bob --for 10m");
      assertEquals("muted", bob.ask("send", "room", "den", "text", "hi").get("code").asString());
      done("unmute bob");
      assertEquals("ok", bob.ask("send", "room", "den", "text", "hi").get("type").asString());
    }
  }

  /** A line may have waited for a thread while the role was taken. */
  @Test
  void theRoleIsLookedAtWhenACommandRuns() throws Exception {
    try (Guest olga = come("olga")) {
      done("operator olga");
      Caller caller = new Caller("olga", Asker.person("g1"), 1L);
      assertTrue(server.admin().run("limits set connections 77", caller).ok());
      done("operator olga --take");
      for (String line :
          List.of("limits set connections 78", "operator-token", "connections", "shutdown")) {
        AdminResult result = server.admin().run(line, caller);
        assertFalse(result.ok(), line);
        assertEquals("Only operators may do that.", result.text(), line);
      }
      assertEquals(
          "77", json("limits --json").get("limits.connections").get("value").stringValue());
      assertEquals("ok", olga.ask("whois", "name", "olga").get("type").stringValue());
    }
  }

  @Test
  void limitsChangeWhileItRuns() throws Exception {
    try (Guest alice = come("alice")) {
      assertEquals("limits.connections is 1 now; it was 10000.", done("limits set connections 1"));
      assertThrows(IOException.class, () -> come("bob"));
      assertTrue(done("limits").contains("limits.connections "), done("limits"));
      assertEquals("1", json("limits --json").get("limits.connections").get("value").stringValue());
      assertTrue(refused("limits set conections 5").contains("did you mean"));
      refused("limits set connections many");
      refused("limits set data.dir /tmp");
      refused("limits set tls.names x");
      assertTrue(done("reload").startsWith("Changed: limits.connections.\nThere is no TLS"));
      come("bob").close();
      assertEquals("pong", alice.ask("ping").get("type").stringValue());
    }
  }

  /** Whoever says who a connection is from, or what guards passwords, could pose as others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen.proxies 0.0.0.0/0",
        "server.address evil.example.org",
        "accounts.password-memory 7168",
        "accounts.password-passes 1",
        "accounts.checker /bin/true",
        "tls.client-ca /tmp/ca.pem",
        "log.free-bytes 0",
        "files.free-bytes 0",
        "--dry-run listen.proxies 0.0.0.0/0"
      })
  void whomTheServerTrustsIsNoOperatorsToSay(String setting) {
    Settings before = server.settings().current();
    assertTrue(refused("limits set " + setting).contains("where it is set, and then reload"));
    assertEquals(before, server.settings().current());
  }

  @Test
  void theAuditTellsHowLongItIsKept() throws Exception {
    done("log-level DEBUG");
    assertFalse(done("audit").contains("audit.keep"));
    server.settings().set("audit.keep", "30d");
    String told = done("audit");
    assertTrue(told.contains("log-level DEBUG"), told);
    assertTrue(told.endsWith("bans that are over are kept for 30d (audit.keep)."), told);
  }

  @Test
  void logLevel() {
    done("log-level DEBUG");
    assertEquals(Settings.LogLevel.DEBUG, server.settings().current().log().level());
    refused("log-level loud");
  }

  @Test
  void theTokenMakesAnOperatorAndIsKeptNowhere() throws Exception {
    String token = server.freshOperatorToken().orElseThrow();
    try (Guest alice = come("alice")) {
      assertEquals("forbidden", admin(alice, "stats").get("code").stringValue());
      assertEquals("forbidden", admin(alice, "claim " + "0".repeat(32)).get("code").stringValue());
      assertEquals("ok", admin(alice, "claim " + token).get("type").stringValue());
      assertTrue(admin(alice, "who").get("text").stringValue().contains("alice"));
      assertTrue(
          admin(alice, "help kick").get("text").stringValue().startsWith("Usage: /admin kick"));
      done("operator alice --take");
      assertEquals("forbidden", admin(alice, "stats").get("code").stringValue());
      done("operator alice");
      String fresh = json("operator-token --json").get("token").stringValue();
      done("operator alice --take");
      assertEquals("forbidden", admin(alice, "claim " + token).get("code").stringValue());
      assertEquals("ok", admin(alice, "claim " + fresh).get("type").stringValue());
    }
    refused("claim " + token);
    server.stop();
    try (var files = java.nio.file.Files.walk(dir)) {
      for (Path file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
        String bytes =
            java.nio.file.Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(token), file::toString);
      }
    }
    start();
    assertTrue(server.freshOperatorToken().isEmpty(), "it is shown once");
  }

  @Test
  void theLogTellsWhoDidWhatAndNoToken() throws Exception {
    List<String> lines;
    String token = server.freshOperatorToken().orElseThrow();
    try (LoggedLines log = LoggedLines.of(AdminConsole.class, Level.INFO);
        Guest alice = come("alice")) {
      admin(alice, "claim " + token);
      admin(alice, "clam " + token);
      admin(alice, "\"claim\" " + token);
      admin(alice, "mute alice --for 1s");
      done("unmute alice");
      lines = log.lines();
    }
    assertEquals(5, lines.size(), lines::toString);
    assertTrue(lines.stream().noneMatch(line -> line.contains(token)), lines::toString);
    assertTrue(lines.getFirst().endsWith("admin command: claim"), lines.getFirst());
    assertTrue(lines.get(3).contains("by=\"alice\""), lines.get(3));
    assertTrue(lines.get(3).endsWith("admin command: mute alice --for 1s"), lines.get(3));
    assertTrue(lines.get(4).contains("by=\"console\""), lines.get(4));
  }

  @Test
  void anAnswerThatIsTooLongForAFrameIsRefused() throws Exception {
    try (Guest alice = come("alice")) {
      done("operator alice");
      for (int i = 0; i < 30; i++) {
        alice.ask("join", "room", "room" + i);
        done("topic room" + i + " " + "😀".repeat(100));
      }
      JsonNode answer = admin(alice, "rooms --json");
      assertTrue(answer.toString().contains("too long"), answer::toString);
      assertTrue(done("rooms --json").length() > 16_384);
    }
  }

  @Test
  void shutdownIsAnnouncedAndCanBeCalledOff() throws Exception {
    try (Guest alice = come("alice")) {
      done("shutdown --in 30s");
      assertEquals("The server stops in 30s.", alice.next("notice").get("text").stringValue());
      done("shutdown --cancel");
      assertEquals("The server goes on.", alice.next("notice").get("text").stringValue());
      refused("shutdown --cancel");
      done("shutdown");
      server.awaitStopAsked();
    }
  }

  @Test
  void textFromPeopleSpeaksToNoTerminal() throws Exception {
    try (Guest alice = come("alice")) {
      alice.ask("join", "room", "den");
      done("topic den \u001b[2J\u202eevil".replace("\u001b", ""));
      assertFalse(done("rooms").contains("\u202e"), done("rooms"));
      String json = server.admin().run("rooms --json", Caller.console()).text();
      assertTrue(json.chars().allMatch(c -> c >= ' ' && c < 0x7f), json);
      assertTrue(
          wrong("kick --\u001b[2J\u202e").chars().allMatch(c -> c == '\n' || c >= ' '),
          "a wrong command is not repeated raw");
    }
  }

  static List<String> commands() {
    return AdminConsole.commands().stream().filter(name -> !name.equals("help")).sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfAndTakesJson(String command) {
    String help = done("help " + command);
    assertTrue(help.startsWith("Usage: " + command), help);
    assertTrue(help.contains("--json"), help);
    assertEquals(help, done(command + " --help"));
    assertTrue(done("help").contains("\n  " + command + " "), done("help"));
  }

  static List<String> parts() {
    return parts(AdminConsole.commandLine(new AdminCommands(null, null), ""), "");
  }

  private static List<String> parts(CommandLine of, String path) {
    List<String> all = new ArrayList<>();
    of.getSubcommands()
        .forEach(
            (name, part) -> {
              all.add(path + name);
              all.addAll(parts(part, path + name + " "));
            });
    return all;
  }

  @Test
  void helpTellsOfEachPartOfACommandAsThePartDoes() {
    List<String> nested = parts().stream().filter(path -> path.contains(" ")).toList();
    assertTrue(nested.contains("account suspend"), nested::toString);
    for (String path : nested) {
      String help = done("help " + path);
      assertTrue(help.startsWith("Usage: " + path), help);
      assertEquals(done(path + " --help"), help);
    }
    assertEquals(done("help account"), done("account --help"));
    JsonNode suspend = json("help --json").at("/commands/account/commands/suspend/options");
    assertTrue(suspend.toString().contains("\"--reason\""), suspend::toString);
    int bytes = done("help --json").length();
    assertTrue(bytes < Limits.TEXT_BYTES * 3 / 4, bytes + " bytes, and it has to fit in an answer");
    assertTrue(
        wrong("help account suspnd")
            .startsWith("There is no command account suspnd; account suspend?"));
    assertTrue(wrong("help hlep").startsWith("There is no command hlep; help?"));
  }

  @Test
  void aWrongCommandIsToldHowItGoes() {
    assertTrue(wrong("kick").contains("NAME"), wrong("kick"));
    assertTrue(wrong("kick").endsWith("Try: help kick"), wrong("kick"));
    assertTrue(wrong("kik bob").endsWith("Try: help"), wrong("kik bob"));
    assertTrue(wrong("limits set x").endsWith("Try: help limits set"), wrong("limits set x"));
    assertTrue(wrong("ban bob --for ever").contains("30s, 10m"), wrong("ban bob --for ever"));
    assertTrue(wrong("say \"hello").contains("double quote"));
    assertTrue(wrong("stats @/etc/passwd").contains("@/etc/passwd"), "files are not read");
  }

  private Guest come(String name) throws IOException {
    InetSocketAddress address = server.plainAddress().orElseThrow();
    return new Guest(address, name);
  }

  private static boolean closed(Guest guest) throws IOException {
    guest.close();
    return true;
  }

  private static JsonNode admin(Guest guest, String line) throws IOException {
    return guest.ask("admin", "line", line);
  }

  private String done(String line) {
    return run(line, 0);
  }

  private String refused(String line) {
    return run(line, 1);
  }

  private String wrong(String line) {
    return run(line, 2);
  }

  private JsonNode json(String line) {
    return Json.MAPPER.readTree(done(line));
  }

  private String run(String line, int exitCode) {
    AdminResult result = server.admin().run(line, Caller.console());
    assertEquals(exitCode, result.exitCode(), () -> line + ": " + result.text());
    return result.text();
  }
}
