package parley.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.Settings.LogFormat;
import parley.server.config.Settings.LogLevel;

class SettingsTest {
  @TempDir Path home;

  @Test
  void defaultsAreThoseOfTheManual() throws Exception {
    Settings settings = load(Map.of());

    assertEquals(Optional.of(address("127.0.0.1", 7070)), settings.listen().plain());
    assertEquals(Optional.of(address("0.0.0.0", 7443)), settings.listen().tls());
    assertEquals(Optional.of(address("127.0.0.1", 7090)), settings.listen().metrics());
    assertEquals("testhost", settings.server().name());
    assertEquals(home.resolve(".local/share/parley"), settings.data().dir());
    assertEquals(home.resolve(".local/share/parley/certs"), settings.certs().dir());
    assertEquals(
        new Settings.Tls(List.of(), Optional.empty(), Optional.empty(), Optional.empty()),
        settings.tls());
    assertEquals(
        new Settings.Limits(
            10_000,
            256,
            100,
            65_536,
            262_144,
            20,
            200,
            1_000,
            50,
            10,
            20_000,
            10_000,
            3_000,
            300,
            50_000_000,
            500_000_000,
            10_000),
        settings.limits());
    assertEquals(
        new Settings.Timeout(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(30),
            Duration.ofMinutes(2)),
        settings.timeout());
    assertEquals(Duration.ofSeconds(60), settings.session().grace());
    assertEquals(Duration.ofDays(30), settings.nonce().keep());
    assertEquals(
        new Settings.Files(
            Settings.Switch.ON,
            4_000_000_000L,
            20_000_000_000L,
            20_000_000_000L,
            100_000_000_000L,
            1_000_000_000L,
            32,
            100_000_000L),
        settings.files());
    assertEquals(Duration.ofMinutes(1), settings.stats().logEvery());
    assertEquals(
        new Settings.Log(
            LogLevel.INFO,
            LogFormat.HUMAN,
            Optional.empty(),
            50_000_000L,
            5,
            256_000_000L,
            Settings.Durability.DISK),
        settings.log());
    settings.origins().values().forEach(origin -> assertEquals("default", origin.toString()));
  }

  @Test
  void flagOverrulesEnvironmentOverrulesFileOverrulesDefault() throws Exception {
    Path file = file("[limits]\nrooms = 1\nguests = 1\nreplay = 1\n");
    Map<String, String> environment =
        Map.of("PARLEY_LIMITS_GUESTS", "2", "PARLEY_LIMITS_REPLAY", "2");

    Settings settings =
        load(environment, "limits.replay=9", "limits.replay=3", "log.level = debug");

    assertEquals(50, settings.limits().roomsPerPerson());
    assertEquals(1, settings.limits().rooms());
    assertEquals(2, settings.limits().guests());
    assertEquals(3, settings.limits().replay());
    assertEquals(LogLevel.DEBUG, settings.log().level());
    Map<Key<?>, Origin> origins = settings.origins();
    assertEquals(Origin.Source.DEFAULT, origins.get(Keys.LIMITS_ROOMS_PER_PERSON).source());
    assertEquals(file + ":2", origins.get(Keys.LIMITS_ROOMS).place());
    assertEquals("PARLEY_LIMITS_GUESTS", origins.get(Keys.LIMITS_GUESTS).place());
    assertEquals("--set", origins.get(Keys.LIMITS_REPLAY).place());
  }

  @Test
  void whatAnEditorPutFirstIsNoPartOfTheFile() throws Exception {
    file("\ufefflimits.rooms = 3\n");
    assertEquals(3, load(Map.of()).limits().rooms());
    file("\ufeff[limits]\r\nrooms = 4\r\n");
    assertEquals(4, load(Map.of()).limits().rooms());
  }

  @Test
  void everyFormOfTomlIsRead() throws Exception {
    file(
        """
        limits.rooms = 1_000
        limits . "guests" = 7 # a comment
        session = { grace = '5s' }
        [tls]
        names = [
          "chat.example.org",
          "10.0.0.5", "::1",
        ]
        [listen]
        metrics = "off"
        tls = "[::1]:0"
        """);

    Settings settings = load(Map.of());

    assertEquals(1_000, settings.limits().rooms());
    assertEquals(7, settings.limits().guests());
    assertEquals(Duration.ofSeconds(5), settings.session().grace());
    assertEquals(List.of("chat.example.org", "10.0.0.5", "::1"), settings.tls().names());
    assertEquals(Optional.empty(), settings.listen().metrics());
    assertEquals(Optional.of(address("::1", 0)), settings.listen().tls());
    assertTrue(settings.origins().get(Keys.LIMITS_GUESTS).place().endsWith("server.toml:2"));
    assertTrue(settings.origins().get(Keys.TLS_NAMES).place().endsWith("server.toml:5"));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          limits.conections = 5           | 1 | unknown key "limits.conections"; did you mean "limits.connections"?
          limit.rooms = 5                 | 1 | unknown key "limit.rooms"; did you mean "limits.rooms"?
          timeout.hello.x = 5             | 1 | unknown key "timeout.hello.x"; did you mean "timeout.hello"?
          zzzzzz = 5                      | 1 | unknown key "zzzzzz"; "chat-server config --default" lists them all.
          limits.frame-bytes = 49151      | 1 | limits.frame-bytes is "49151"; it must be a whole number of bytes from 49152 to 16777215.
          timeout.idle = 10               | 1 | timeout.idle is "10"; it must be a time with its unit, such as 10s or 2m, from 100ms to 365d.
          log.level = "loud"              | 1 | log.level is "loud"; it must be error, warn, info, debug or trace.
          """,
      delimiter = '|',
      quoteCharacter = '`')
  void aFaultNamesFileLineAndTheNearestKey(String line, int number, String sentence)
      throws Exception {
    Path file = file(line + "\n");
    assertEquals(file + ":" + number + ": " + sentence, refusal(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[limits\nrooms = 1", "rooms", "[[limits]]\nrooms = 1", "[nothing]", "\0"})
  void whatIsNoSettingsFileIsRefusedInOneLine(String text) throws Exception {
    Path file = file(text);
    String refusal = refusal(Map.of());
    assertTrue(refusal.startsWith(file.toString()), refusal);
    assertEquals(1, refusal.lines().count());
  }

  @Test
  void aFileThatWasNamedMustBeReadable() {
    SettingsSources sources = sources(Map.of("PARLEY_CONFIG", home.resolve("none").toString()));
    UserError refusal = assertThrows(UserError.class, sources::load);
    assertEquals(
        "The settings file %s can't be read: no such file or folder."
            .formatted(home.resolve("none")),
        refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen.plain=7070",
        "listen.plain=127.0.0.1:70700",
        "listen.plain=::1:7070",
        "listen.plain=127.0.0.1:-1",
        "limits.rooms=-1",
        "limits.rooms=1000000001",
        "limits.rooms=99999999999999",
        "limits.rooms=",
        "limits.rooms=1.5",
        "limits.outbox-bytes=0",
        "limits.outbox-bytes=67108865",
        "timeout.hello=0",
        "timeout.hello=10",
        "timeout.hello=-1s",
        "timeout.hello=999999999999d",
        "timeout.hello=1 fortnight",
        "log.format=xml",
        "server.name=a\u001b[31mb",
        "data.dir=a\0b",
        "tls.names=a b",
        "tls.names=-a.example",
        "tls.names=a..example",
        "server.address=my_chat",
        "server.address=https://chat.example",
        "server.address=chat.example:",
        "server.address=chat.example:0",
        "server.address=chat.example:65536",
        "server.address=:443",
        "server.address=[::1",
        "server.address=[chat.example]:443",
        "server.address=[]:443",
        "server.address=fe80::1%1",
        "server.address=*.chat.example",
        "tls.names=300.1.1.1",
        "tls.names=1.2.3.4.5",
        "tls.names=my_chat",
        "tls.names=a.example,b_c.example",
        "tls.names=a-.example",
        "tls.names=*",
        "tls.names=*.",
        "tls.names=*.*.example",
        "tls.names=a.*.example",
        "tls.names=*.127.0.0.1",
        "tls.names=b\ufffd\ufffdcher.test",
        "tls.names=.",
        "tls.names=fe80::1%1",
      })
  void badValuesAreRefusedBySentence(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('='));
    String refusal = refusal(Map.of(), assignment);
    assertTrue(refusal.startsWith("--set: " + key + " is \""), refusal);
    assertTrue(refusal.contains("it must be "), refusal);
    assertTrue(refusal.chars().noneMatch(Character::isISOControl), refusal);
  }

  @Test
  void theEnvironmentIsCheckedToo() throws Exception {
    assertEquals(
        "Environment: unknown setting \"PARLEY_LISTEN_TSL\"; did you mean \"PARLEY_LISTEN_TLS\"?",
        refusal(Map.of("PARLEY_LISTEN_TSL", "x")));
    // The terminal client's, and what container platforms add for a service called parley.
    load(
        Map.of(
            "PARLEY_SERVER", "chat.example.org",
            "PARLEY_TOKEN", "secret",
            "PARLEY_NAME", "alice",
            "PARLEY_INLINE", "1",
            "PARLEY_PASSWORD", "secret",
            "PARLEY_INVITATION", "parley://chat.example.org/#secret.plain",
            "PARLEY_PORT", "tcp://10.0.0.1:7443",
            "PARLEY_PORT_7443_TCP_ADDR", "10.0.0.1",
            "PARLEY_SERVICE_HOST", "10.0.0.1",
            "PATH", "/bin"));
  }

  @Test
  void noSecretOfTheEnvironmentIsKept() {
    SettingsSources sources = sources(Map.of("PARLEY_TOKEN", "s3cret", "OTHER", "s3cret"));
    assertTrue(!sources.toString().contains("s3cret"));
  }

  @Test
  void pathsAreRelativeToTheirFileAndKnowHome() throws Exception {
    Path file = file("[data]\ndir = 'store'\n[certs]\ndir = '~/keys'\n");
    Settings settings = load(Map.of("PARLEY_TLS_KEY", "here.key"));
    assertEquals(file.resolveSibling("store"), settings.data().dir());
    assertEquals(home.resolve("keys"), settings.certs().dir());
    assertEquals(Optional.of(Path.of("here.key").toAbsolutePath()), settings.tls().key());
  }

  @Test
  void foldersFollowTheXdgRules() throws Exception {
    Path config = home.resolve("c/parley/server.toml");
    Files.createDirectories(config.getParent());
    Files.writeString(config, "limits.rooms = 3");
    Settings settings =
        load(
            Map.of(
                "XDG_CONFIG_HOME", home.resolve("c").toString(),
                "XDG_DATA_HOME", home.resolve("d").toString()));
    assertEquals(3, settings.limits().rooms());
    assertEquals(home.resolve("d/parley"), settings.data().dir());
    assertEquals(
        home.resolve(".local/share/parley"),
        load(Map.of("XDG_DATA_HOME", "relative")).data().dir());
    assertEquals(
        home.resolve("e/certs"), load(Map.of(), "data.dir=" + home.resolve("e")).certs().dir());
  }

  @Test
  void zeroMeansNoLimit() throws Exception {
    Settings settings = load(Map.of(), "limits.messages-per-second=0");
    assertEquals(Settings.NONE, settings.limits().messagesPerSecond());
    assertTrue(2 * Settings.NONE > Settings.NONE, "the burst fits an int");
    assertEquals("0", settings.text(Keys.LIMITS_MESSAGES_PER_SECOND));
  }

  @Test
  void aRunningServerChangesWhatItCan() throws Exception {
    Settings settings = load(Map.of());

    Settings changed = settings.with("limits.rooms", "7");

    assertEquals(7, changed.limits().rooms());
    assertEquals(1_000, settings.limits().rooms());
    assertEquals(Origin.Source.COMMAND, changed.origins().get(Keys.LIMITS_ROOMS).source());
    assertEquals(
        "command: unknown key \"limits.room\"; did you mean \"limits.rooms\"?",
        assertThrows(UserError.class, () -> settings.with("limits.room", "7")).getMessage());
    assertThrows(UserError.class, () -> settings.with("limits.rooms", "many"));
    UserError fixed = assertThrows(UserError.class, () -> settings.with("listen.tls", "off"));
    assertTrue(fixed.getMessage().startsWith("listen.tls can't change while the server runs"));
  }

  @Test
  void reloadTakesOverWhatItCanAndNamesTheRest() throws Exception {
    Path file = file("[limits]\nrooms = 1\nguests = 5\n");
    Settings running = load(Map.of("PARLEY_LIMITS_GUESTS", "6")).with("limits.replay", "5");
    Files.writeString(
        file, "[limits]\nrooms = 2\nguests = 7\n[listen]\ntls = 'off'\n[log]\nformat = 'human'\n");

    Settings.Reload reload = running.reload();

    assertEquals(List.of(Keys.LIMITS_ROOMS, Keys.LIMITS_REPLAY), reload.changed());
    assertEquals(List.of(Keys.LISTEN_TLS), reload.needRestart());
    assertEquals(2, reload.settings().limits().rooms());
    assertEquals(6, reload.settings().limits().guests());
    assertEquals(10_000, reload.settings().limits().replay());
    assertEquals(running.listen(), reload.settings().listen());

    Files.writeString(file, "[limits]\nroms = 3\n");
    assertThrows(UserError.class, running::reload);
  }

  private Settings load(Map<String, String> environment, String... assignments) throws UserError {
    return sources(environment, assignments).load();
  }

  private String refusal(Map<String, String> environment, String... assignments) {
    SettingsSources sources = sources(environment, assignments);
    return assertThrows(UserError.class, sources::load).getMessage();
  }

  private SettingsSources sources(Map<String, String> environment, String... assignments) {
    return new SettingsSources(
        Optional.empty(), List.of(assignments), environment, home, "testhost");
  }

  private Path file(String text) throws IOException {
    Path file = home.resolve(".config/parley/server.toml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  @Test
  void aRoomWithSettingsOfItsOwnIsReadAsPeopleWriteIt() throws Exception {
    Settings settings = load(Map.of("PARLEY_HISTORY_ROOMS", "#Ops=forever,Straße=5d"));
    assertEquals(Set.of("ops", "strasse"), settings.history().rooms().keySet());
    for (String wrong : List.of("#ops=1d,OPS=forever", "a b=1d", "##ops=1d", "#=1d", "=1d")) {
      assertTrue(refusal(Map.of("PARLEY_HISTORY_ROOMS", wrong)).contains("history.rooms"), wrong);
    }
  }
}
