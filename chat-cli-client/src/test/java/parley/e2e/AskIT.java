package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** {@code chat ask} as a script of a person runs it, against the server as it is shipped. */
@Timeout(600)
class AskIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path home;

  private static ServerProcess server;
  private static int tests;

  /** Nobody from another test. */
  private String name;

  private Guest alice;
  private Process ask;

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.shipped(home);
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aliceComes() throws Exception {
    tests++;
    name = "alice" + tests;
    alice = Guest.in(server.plain(), name);
  }

  @AfterEach
  void allLeave() throws IOException {
    if (ask != null) {
      ask.destroyForcibly();
    }
    alice.close();
  }

  private void ask(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(Programs.bin("chat"), "ask"));
    line.addAll(List.of("--ca", server.authority().toString()));
    line.addAll(List.of("--server", "robot@localhost:" + server.tls()));
    line.addAll(List.of(arguments));
    ask = Programs.start(home, home.resolve("out"), home.resolve("err"), line);
  }

  /** What it printed. */
  private String ends(int code) throws Exception {
    assertTrue(ask.waitFor(60, TimeUnit.SECONDS), "it goes on for ever");
    assertEquals(code, ask.exitValue(), Files.readString(home.resolve("err")));
    return Files.readString(home.resolve("out"));
  }

  private Event.Message heard(String text) throws IOException {
    return alice.event(Event.Message.class, m -> m.text().equals(text));
  }

  @Test
  void aRestartInTheMiddleNeitherAsksTwiceNorMissesTheAnswer() throws Exception {
    alice.say("yes");
    ask("lobby", "deploy?", "--from", name);
    String question = "deploy? (yes or no, from " + name + ", within 10 min)";
    Event.Message asked = heard(question);
    alice.say("hm, let me see");
    server.kill();
    alice.close();
    server.start();
    alice = Guest.back(server.plain(), null, alice.place, asked.seq());
    Reply.Sent said =
        alice.ask(
            Reply.Sent.class,
            id -> new Request.Send(id, "lobby", null, " Robot, NO\n", null, null, asked.seq()));
    assertEquals("no\n", ends(12));
    Event.Message taken = heard("Taken: no, from " + name + ".");
    assertEquals(asked.seq(), taken.replyTo());
    assertTrue(taken.seq() > said.seq());
    assertEquals(1, alice.history().stream().filter(question::equals).count());
  }

  @Test
  void inPrivateInTimeAndTooLateAndGivenUp() throws Exception {
    ask("@" + name, "Lunch?", "--choices", "later,now", "--timeout", "50s", "--json");
    Event.Message asked = heard("Lunch? (later or now, within 50 s)");
    alice.ask(Reply.Sent.class, id -> new Request.Send(id, null, "robot", "LATER", null, null));
    String line = ends(0);
    assertTrue(
        line.startsWith("{\"choice\":\"later\",\"number\":1,\"from\":\"" + name + "\","), line);
    assertTrue(line.contains("\"question\":" + asked.seq() + ","), line);

    ask("@" + name, "And now?", "--timeout", "1s");
    heard("Nobody answered within 1 s; answers do not count any more.");
    assertEquals("", ends(124));

    ask("lobby", "Still?", "--timeout", "1h");
    heard("Still? (yes or no, within 1 h)");
    ask.destroy();
    heard("No longer asked; answers do not count any more.");
    ends(143);
  }
}
