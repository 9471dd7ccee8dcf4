package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** What a person has set in chat.toml, at a terminal and for scripts. */
class SettingsIT {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path home;

  private static ServerProcess server;
  private static Guest bob;
  private static Path file;

  @BeforeAll
  static void aServerAndAFile() throws Exception {
    Programs.need("tmux");
    server = ServerProcess.shipped(home, "accounts.guests=on");
    server.start();
    bob = Guest.in(server.plain(), "bob");
    file = home.resolve(".config/parley/chat.toml");
    Files.createDirectories(file.getParent());
  }

  @AfterAll
  static void allGo() throws Exception {
    if (bob != null) {
      bob.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static void write(String more) throws IOException {
    Files.writeString(
        file,
        """
        default = "work"
        [servers.work] # where we are
        address = "127.0.0.1:%d"
        plain = true
        name = "alice"
        rooms = ["dev", "lobby"]
        [servers.half]
        address = "127.0.0.1:1"
        fingerprint = "SHA256:00"
        [servers.account]
        address = "127.0.0.1:%d"
        plain = true
        password-command = "touch '%s'; echo secret"
        """
                .formatted(server.plain(), server.plain(), home.resolve("ran"))
            + more);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static String hours() {
    LocalTime now = LocalTime.now(ZoneId.systemDefault());
    return TIME.format(now.minusHours(1)) + "-" + TIME.format(now.plusHours(1));
  }

  private static String last(String screen) {
    return screen.lines().toList().getLast();
  }

  @Test
  void theScreenIsAsTheFileSaysAndSetChangesBoth() throws Exception {
    write(
        """
        [screen]
        # as on paper
        theme = "light"
        colours = "256"
        thme = "dark"
        [notify]
        desktop = "osc9"
        quiet-hours = "%s"
        [keys]
        next = ["alt-j"]
        """
            .formatted(hours()));
    Path raw = home.resolve("raw");
    String chat = "sh -c 'sleep 0.2; exec " + Programs.bin("chat") + "'";
    try (Panes panes = new Panes(home, 120, 30, chat)) {
      panes.record(0, raw);
      String begun =
          panes.awaitScreen(0, "both rooms", s -> s.contains(" 2 lobby") && last(s).equals("dev›"));
      assertTrue(begun.contains("“screen.thme”"), begun);
      assertTrue(begun.contains("chat.toml:18:"), begun);
      Awaitility.await("colours for paper").until(() -> sent(raw, 0).contains("38;5;240m"));
      bob.say("alice: it is late");
      Awaitility.await("the title").until(() -> sent(raw, 0).contains("]2;(1!) dev"));
      assertFalse(sent(raw, 0).contains("]9;"), "a notification in quiet hours");
      panes.type(0, "/set notify.quiet-hours off");
      panes.awaitScreen(0, "it is set", s -> s.contains("notify.quiet-hours = off"));
      bob.say("alice: or is it early?");
      Awaitility.await("a notification")
          .until(() -> sent(raw, 0).contains("]9;bob in lobby: named you\033"));
      assertFalse(sent(raw, 0).contains("]9;bob in lobby: named you: "));
      panes.press(0, "M-j");
      panes.awaitScreen(0, "the next talk, by its new key", s -> last(s).equals("lobby›"));
      panes.type(0, "/set keys.next -");
      panes.awaitScreen(0, "the key from before", s -> s.contains("keys.next = ctrl-n"));
      panes.press(0, "C-n");
      panes.awaitScreen(0, "the next talk, by that", s -> last(s).equals("dev›"));
      panes.press(0, "M-2");
      panes.type(0, "/set screen.time seconds");
      panes.awaitScreen(
          0, "seconds", s -> s.lines().findFirst().orElse("").matches(".* \\d\\d:\\d\\d:\\d\\d *"));
      panes.type(0, "/quiet");
      panes.awaitScreen(0, "quiet", s -> s.contains("lobby never calls you"));
      panes.begin(0, "/set screen.th");
      panes.press(0, "Tab");
      panes.begin(0, "no");
      panes.press(0, "Tab");
      panes.press(0, "Enter");
      panes.awaitScreen(0, "no colours", s -> s.contains("screen.theme = none"));
      int before = sent(raw, 0).length();
      panes.press(0, "C-l");
      Awaitility.await("drawn anew").until(() -> sent(raw, before).contains("screen.theme = none"));
      assertFalse(sent(raw, before).contains("38;5;"));
      panes.type(0, "/quit");
    }
    String kept = Files.readString(file);
    assertTrue(kept.contains("# as on paper\ntheme = \"none\"\n"), kept);
    assertTrue(kept.contains("quiet-hours = \"off\"\nquiet = [\"work/lobby\"]\n[keys]\n"), kept);
    assertTrue(kept.contains("time = \"seconds\""), kept);
  }

  private static String sent(Path raw, int from) throws IOException {
    String all = Files.exists(raw) ? Files.readString(raw, StandardCharsets.ISO_8859_1) : "";
    return all.substring(Math.min(from, all.length()));
  }

  private static String run(int code, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.bin("chat")));
    command.addAll(List.of(words));
    Path said = home.resolve("said");
    Process process = Programs.start(home, said, said, command);
    assertTrue(process.waitFor(Duration.ofSeconds(60)));
    assertEquals(code, process.exitValue(), Files.readString(said));
    return Files.readString(said);
  }

  @Test
  void scriptsGoWhereTheFileSaysAndNowhereByHalfOfIt() throws Exception {
    write("");
    run(0, "send", "-s", "carol@work", "lobby", "by a short name");
    bob.event(
        Event.Message.class,
        said -> said.from().equals("carol") && said.text().equals("by a short name"));
    String half = run(2, "rooms", "half");
    assertTrue(half.contains("chat.toml:9: fingerprint can't be “SHA256:00”"), half);
    run(1, "rooms", "dora@account"); // nobody has that password
    assertTrue(Files.deleteIfExists(home.resolve("ran")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    String refused = run(2, "rooms", "dora@account");
    assertTrue(refused.contains("is not run. Others on this machine can change"), refused);
    assertFalse(Files.exists(home.resolve("ran")), "a command that others may have written ran");
    assertTrue(run(2, "config", "--json").contains("\"server\":\"work\""));
    assertTrue(run(2, "config", "--servers").startsWith("work\naccount\n"));
  }
}
