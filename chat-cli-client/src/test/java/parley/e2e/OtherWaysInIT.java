package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/**
 * Programs that sign in by a token or a certificate: the client's commands, and the example bots.
 */
@Timeout(300)
class OtherWaysInIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path served;

  private static ServerProcess server;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private final List<Process> started = new ArrayList<>();
  private int runs;

  @BeforeAll
  static void aServer() throws Exception {
    server = ServerProcess.shipped(served);
    server.start();
  }

  @AfterEach
  void nothingRunsOn() throws Exception {
    for (Process each : started) {
      List<ProcessHandle> below = each.descendants().toList();
      each.destroyForcibly().waitFor();
      below.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @AfterAll
  static void allIsOver() {
    server.close();
  }

  private Path said() {
    return home.resolve("said-" + runs + ".txt");
  }

  private Process start(Map<String, String> environment, List<String> command) throws IOException {
    runs++;
    Process process = Programs.start(home, said(), said(), command, environment);
    started.add(process);
    return process;
  }

  /** Runs the client to its end; answers its exit code and what it printed. */
  private String chat(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.bin("chat")));
    command.addAll(List.of(words));
    Process process = start(environment, command);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends by itself");
    return process.exitValue() + "\n" + Files.readString(said());
  }

  /** The secret of a new token of an account that is made for it. */
  private static String token(String account, String... scope) throws Exception {
    server.admin("account", "add", account);
    List<String> words = new ArrayList<>(List.of("token", "add", account, "test"));
    words.addAll(List.of(scope));
    String told = server.admin(words.toArray(String[]::new));
    return told.substring(told.indexOf("parley_")).strip();
  }

  private Path kept(String name, String secret) throws IOException {
    Path file = home.resolve(name);
    Files.writeString(file, secret + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static String at() {
    return "127.0.0.1:" + server.tls();
  }

  @Test
  void scriptsSignInByAToken() throws Exception {
    try (Guest ann = Guest.in(server.plain(), "ann")) {
      String secret = token("deploy", "--rooms", "lobby");
      Path file = kept("token", secret);
      String sent =
          chat(Map.of(), "send", "-s", at(), "--token-file", file.toString(), "lobby", "by file");
      assertTrue(sent.startsWith("0\n"), sent);
      Event.Message first = ann.event(Event.Message.class, m -> m.text().equals("by file"));
      assertEquals("deploy", first.from());

      chat(Map.of("PARLEY_TOKEN", secret), "send", "-s", at(), "lobby", "by variable");
      assertEquals(
          first.fromId(),
          ann.event(Event.Message.class, m -> m.text().equals("by variable")).fromId());

      String place = home.resolve("place").toString();
      for (String text : List.of("by command", "once more")) {
        String told =
            chat(
                Map.of(),
                "send",
                "-s",
                at(),
                "--session-file",
                place,
                "--token-command",
                "cat " + file,
                "lobby",
                text);
        assertTrue(told.startsWith("0\n"), told);
        ann.event(Event.Message.class, m -> m.text().equals(text));
      }
      assertFalse(Files.readString(Path.of(place)).contains(secret), "it is not kept");

      String beyond =
          chat(Map.of("PARLEY_TOKEN", secret), "send", "-s", at(), "elsewhere", "not there");
      assertTrue(beyond.startsWith("1\n"), beyond);
      assertTrue(beyond.contains("The token is not for that."), beyond);
      String other = chat(Map.of("PARLEY_TOKEN", secret + "x"), "send", "-s", at(), "lobby", "no");
      assertTrue(other.startsWith("1\n") && other.contains("nobody's, or was revoked"), other);
    }
  }

  @Test
  void aPersonMakesOneListsItAndEndsItAtTheTerminal() throws Exception {
    Programs.need("tmux");
    server.admin("account", "add", "tina");
    String line = server.admin("account", "reset", "tina");
    String invitation = line.substring(line.indexOf("parley://")).split("['\\s]")[0];
    try (Panes panes = new Panes(home, List.of("bash --norc --noprofile"))) {
      panes.type(0, Programs.bin("chat") + " '" + invitation + "'");
      panes.await(0, "a question", shown -> shown.contains("New password"));
      panes.type(0, "correct horse");
      panes.await(0, "a question", shown -> shown.contains("once more"));
      panes.type(0, "correct horse");
      panes.await(0, "the room", shown -> shown.contains("You joined lobby"));
      panes.type(0, "/token build bot rooms=lobby may=post");
      panes.await(0, "the token", shown -> shown.contains("parley_"));
      panes.type(0, "/tokens");
      panes.await(0, "the list", shown -> shown.contains("build bot"));
      String listed = server.admin("token", "list", "tina");
      assertTrue(listed.contains("build bot") && listed.contains("post"), listed);
      String number =
          listed.lines().filter(l -> l.contains("build bot")).findFirst().orElseThrow().strip();
      Path copy = home.resolve("mine.ndjson");
      panes.type(0, "what tina says herself");
      panes.type(0, "/export " + copy);
      panes.await(0, "her copy", shown -> shown.contains("Exported 1 message,"));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
      List<String> types =
          Files.readAllLines(copy).stream().map(l -> l.split("\"")[3]).distinct().toList();
      assertEquals(List.of("account", "session", "token", "room", "message"), types);
      assertTrue(Files.readString(copy).contains("what tina says herself"));
      panes.type(0, "/export " + copy);
      panes.await(0, "a word", shown -> shown.contains("is there already"));
      panes.type(0, "/revoke " + number.split(" ")[0]);
      panes.await(0, "its end", shown -> shown.contains("has ended"));
      assertFalse(server.admin("token", "list").contains("build bot"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBotIsItsAccountByItsToken(ExampleBot which) throws Exception {
    Programs.need(which.needs());
    String name = "bot-" + which.name().toLowerCase(java.util.Locale.ROOT);
    String secret = token(name, "--rooms", "lobby");
    try (Guest ann = Guest.in(server.plain(), "guest-" + which.name().charAt(0))) {
      List<String> command = new ArrayList<>(which.command());
      command.addAll(
          List.of("localhost:" + server.tls(), server.authority().toString(), name, "lobby"));
      start(Map.of("PARLEY_TOKEN", secret), command);
      ann.event(Event.Joined.class, joined -> joined.name().equals(name));
      ann.ask(
          Reply.Sent.class,
          id -> Request.Send.toRoom(id, "lobby", name + ": {\"type\":\"SUM\",\"a\":2,\"b\":3}"));
      Event.Message answer = ann.event(Event.Message.class, m -> m.from().equals(name));
      assertEquals("5", answer.text());
      assertTrue(answer.fromId().startsWith("a"), answer.fromId());
    }
  }

  @Test
  void aCertificateSignsIn() throws Exception {
    server.admin("account", "add", "carla");
    Path base = home.resolve("carla");
    Process issue =
        start(
            Map.of(),
            List.of(
                Programs.bin("chat-server"),
                "certs",
                "issue",
                "--set",
                "data.dir=" + served.resolve("data"),
                "--client",
                "carla",
                "--out",
                base.toString()));
    assertTrue(issue.waitFor(60, TimeUnit.SECONDS) && issue.exitValue() == 0);
    server.admin("reload");
    String[] send = {
      "send", "-s", at(), "--cert", base + ".crt", "--key", base + ".key", "lobby", "by certificate"
    };
    try (Guest ann = Guest.in(server.plain(), "gerda")) {
      String sent = chat(Map.of(), send);
      assertTrue(sent.startsWith("0\n"), sent);
      Event.Message message =
          ann.event(Event.Message.class, m -> m.text().equals("by certificate"));
      assertEquals("carla", message.from());
      assertTrue(message.fromId().startsWith("a"), message.fromId());
    }
    Files.setPosixFilePermissions(
        Path.of(base + ".key"), PosixFilePermissions.fromString("rw-r--r--"));
    String open = chat(Map.of(), send);
    assertTrue(open.startsWith("2\n") && open.contains("chmod 600"), open);
  }
}
