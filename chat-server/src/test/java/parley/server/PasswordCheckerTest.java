package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.admin.Guest;
import parley.server.config.UserError;
import tools.jackson.databind.JsonNode;

/** A program of the operator's that says whether a name and a password belong together. */
class PasswordCheckerTest {
  private static final String HERE = "127.0.0.1";
  private static final String SAYS_ALICE =
      """
      read -r line
      printf '%s\\n' "$line" >> "$0.asked"
      case $line in
        '{"name":"alice","password":"open sesame"}') echo '{"ok":true}' ;;
        '{"name":"a-lice","password":"open sesame"}') echo '{"ok":true,"name":"alice"}' ;;
        *) echo '{"ok":false,"reason":"no"}' ;;
      esac
      """;

  @TempDir Path folder;

  private TestServer server;
  private final List<AutoCloseable> open = new ArrayList<>();

  private void start(String script, String... more) throws UserError, IOException {
    Path program = folder.resolve("checker");
    Files.writeString(program, "#!/bin/bash\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "accounts.checker=" + program,
                "accounts.password-memory=7168",
                "accounts.password-passes=1"));
    settings.addAll(List.of(more));
    server = TestServer.in(folder, settings.toArray(String[]::new));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    server.close();
  }

  private String console(String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  private String asked() throws IOException {
    Path file = folder.resolve("checker.asked");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private JsonNode hello(String name, String password) throws IOException {
    return hello(HERE, name, password);
  }

  private JsonNode hello(String from, String name, String password) throws IOException {
    Guest guest = Guest.silent(server.plain(), from);
    open.add(guest);
    return password == null
        ? guest.ask("hello", "name", name)
        : guest.ask("hello", "name", name, "password", password);
  }

  private static String outcome(JsonNode reply) {
    return reply.get("type").asString().equals("error")
        ? reply.get("code").asString()
        : reply.get("type").asString();
  }

  @Test
  void itLetsAnAccountInThatIsThere() throws Exception {
    start(SAYS_ALICE);
    assertEquals("bad-password", outcome(hello("alice", "open sesame")), "there is none yet");
    console("account add Alice");
    JsonNode welcome = hello("ALICE", "open sesame");
    assertEquals("welcome", outcome(welcome), welcome::toString);
    assertEquals("Alice", welcome.get("account").asString());
    assertEquals("bad-password", outcome(hello("alice", "open sesam")));
    assertEquals("name-owned", outcome(hello("alice", null)));
    console("account suspend alice --reason noise");
    assertEquals("forbidden", outcome(hello("alice", "open sesame")));
    assertEquals("forbidden", outcome(hello("aLiCe", "open sesame")), "however it is spelt");
  }

  /** A password that was set here is the one that counts, and goes to nobody else. */
  @Test
  void whoHasAPasswordHereIsAskedAboutNowhereElse() throws Exception {
    start(SAYS_ALICE);
    String told = console("account add alice");
    String secret = told.substring(told.indexOf('#') + 1);
    Guest made = Guest.silent(server.plain(), HERE);
    open.add(made);
    made.ask(
        "register",
        "password",
        "a password here",
        "invitation",
        secret.substring(0, secret.indexOf('.')));
    assertEquals("welcome", outcome(hello("alice", "a password here")));
    assertEquals("bad-password", outcome(hello("alice", "open sesame")));
    assertEquals("", asked());
  }

  @Test
  void itMakesAccountsOnlyWhereASettingSaysSo() throws Exception {
    start(SAYS_ALICE, "accounts.checker-makes=on", "accounts.guests=off");
    assertEquals("name-owned", outcome(hello("alice", null)), "so that a password is asked for");
    assertEquals("bad-password", outcome(hello("alice", "guess")));
    assertFalse(console("account").contains("alice"));
    JsonNode welcome = hello("Alice", "open sesame");
    assertEquals("welcome", outcome(welcome), welcome::toString);
    assertEquals("Alice", welcome.get("account").asString());
    assertEquals(welcome.get("id"), hello("ALICE", "open sesame").get("id"), "no second one");
    assertEquals(1, console("account").lines().filter(l -> l.contains("Alice")).count());
    assertEquals(
        "bad-password", outcome(hello("a-lice", "open sesame")), "it is alice to the directory");
    console("account delete alice");
    assertEquals("name-taken", outcome(hello("alice", "open sesame")), "the name is kept");
  }

  @Test
  void nobodyNewLooksLikeSomebodyWhoIsThere() throws Exception {
    start("read -r line; echo '{\"ok\":true}'", "accounts.checker-makes=on");
    console("account add olivia");
    console("account add kim");
    console("account delete kim");
    for (String name : List.of("oIivia", "olivla", "kim", "KIM", "klm", "admin")) {
      assertEquals("name-taken", outcome(hello(name, "any password")), name);
    }
    assertEquals("welcome", outcome(hello("bert", "any password")));
  }

  /** Operators of the chat run no programs of theirs on the server's machine. */
  @Test
  void nobodyInTheChatSaysWhichProgramItIs() throws Exception {
    start(SAYS_ALICE);
    for (String setting : List.of("accounts.checker /bin/sh", "accounts.checker-makes on")) {
      AdminResult result = server.server.admin().run("limits set " + setting, Caller.console());
      assertFalse(result.ok(), result::text);
      assertTrue(result.text().contains("where it is set"), result::text);
    }
  }

  /** What a program in C would read another end from. */
  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u0000x", "open sesame\u0000", "open\nsesame", "\r"})
  void aPasswordThatCouldReadAsAnotherNeverReachesIt(String password) throws Exception {
    start(SAYS_ALICE);
    console("account add alice");
    assertEquals("bad-password", outcome(hello("alice", password)));
    assertEquals("bad-request", outcome(hello("alice", "")));
    assertEquals("", asked());
  }

  @Test
  void whatIsInAPasswordIsNoSyntax() throws Exception {
    start(SAYS_ALICE);
    console("account add alice");
    String odd = "\"},{\"name\":\"bob\\: * $(id) 'x";
    assertEquals("bad-password", outcome(hello("alice", odd)));
    JsonNode line = parley.protocol.Json.MAPPER.readTree(asked());
    assertEquals(odd, line.get("password").asString());
    assertEquals("alice", line.get("name").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 1",
        "echo yes",
        "echo '{}'",
        "echo '{\"ok\":1}'",
        "echo 'null'",
        "head -c 100000 /dev/zero",
        "echo '{\"ok\":true}' >&2",
        "exec /nonexistent"
      })
  void oneThatDoesNotDoItsWorkLetsNobodyInAndAsksForLater(String script) throws Exception {
    start(script);
    console("account add alice");
    JsonNode refused = hello("alice", "open sesame");
    assertEquals("rate-limited", outcome(refused), refused::toString);
    assertEquals(5, refused.get("retryAfter").asInt());
  }

  /** With what it started, also where that has let go of it and keeps its output open. */
  @Test
  void oneThatTakesTooLongIsKilled() throws Exception {
    start(
        "setsid sleep 1000 & sleep 1000 & echo $! > \"$0.pid\"; wait", "accounts.checker-time=1s");
    console("account add alice");
    assertEquals("rate-limited", outcome(hello("alice", "open sesame")));
    long child = Long.parseLong(Files.readString(folder.resolve("checker.pid")).strip());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  /** Not more than four, whoever asks; and nobody in the rooms waits for them. */
  @Test
  void aFewRunAtOnce() throws Exception {
    start(
        """
        read -r line; mkdir -p "$0.run"; touch "$0.run/$$"
        ls "$0.run" | wc -l >> "$0.counts"; sleep 0.3; rm "$0.run/$$"; echo '{"ok":false}'
        """);
    console("account add alice");
    List<Future<String>> tries = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        String from = "127.0.1." + i;
        Callable<String> one = () -> outcome(hello(from, "alice", "guess"));
        tries.add(threads.submit(one));
      }
      Guest bob = new Guest(server.plain(), "bob");
      open.add(bob);
      bob.ask("join", "room", "lobby");
      assertEquals("ok", outcome(bob.ask("send", "room", "lobby", "text", "hi")));
      assertTrue(tries.stream().anyMatch(t -> !t.isDone()), "while they are asked about");
      for (Future<String> each : tries) {
        assertEquals("bad-password", each.get());
      }
    }
    List<String> counts = Files.readAllLines(folder.resolve("checker.counts"));
    assertEquals(12, counts.size());
    assertTrue(counts.stream().mapToInt(c -> Integer.parseInt(c.strip())).max().getAsInt() <= 4);
  }

  /** Ten wrong ones of a network, as with passwords that are kept here. */
  @Test
  void guessingCountsAsEver() throws Exception {
    start(SAYS_ALICE);
    console("account add alice");
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      answers.add(outcome(hello("alice", "guess " + i)));
    }
    assertTrue(answers.contains("rate-limited"), answers::toString);
    assertTrue(asked().lines().count() < 12);
    assertEquals("welcome", outcome(hello("127.0.0.2", "alice", "open sesame")), "not locked out");
  }
}
