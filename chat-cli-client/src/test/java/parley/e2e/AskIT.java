package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
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
@Timeout(180)
class AskIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private ServerProcess server;
  private Guest alice;
  private Process ask;

  @BeforeEach
  void start() throws Exception {
    server = ServerProcess.shipped(home);
    server.start();
    alice = Guest.in(server.plain(), "alice");
  }

  @AfterEach
  void stop() throws IOException {
    if (ask != null) {
      ask.destroyForcibly();
    }
    alice.close();
    server.close();
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
    ask("lobby", "deploy?", "--from", "alice");
    String question = "deploy? (yes or no, from alice, within 10 min)";
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
    Event.Message taken = heard("Taken: no, from alice.");
    assertEquals(asked.seq(), taken.replyTo());
    assertTrue(taken.seq() > said.seq());
    assertEquals(1, alice.history().stream().filter(question::equals).count());
  }

  @Test
  void inPrivateInTimeAndTooLateAndGivenUp() throws Exception {
    ask("@alice", "Lunch?", "--choices", "later,now", "--timeout", "5s", "--json");
    Event.Message asked = heard("Lunch? (later or now, within 5 s)");
    alice.ask(Reply.Sent.class, id -> new Request.Send(id, null, "robot", "LATER", null, null));
    String line = ends(0);
    assertTrue(line.startsWith("{\"choice\":\"later\",\"number\":1,\"from\":\"alice\","), line);
    assertTrue(line.contains("\"question\":" + asked.seq() + ","), line);

    ask("@alice", "And now?", "--timeout", "1s");
    heard("Nobody answered within 1 s; answers do not count any more.");
    assertEquals("", ends(124));

    ask("lobby", "Still?", "--timeout", "1h");
    heard("Still? (yes or no, within 1 h)");
    ask.destroy();
    heard("No longer asked; answers do not count any more.");
    ends(143);
  }
}
