package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** Words go to whom they were typed for, and to nobody else. */
class RightPlaceIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private ServerProcess server;
  private Typed bob;

  @BeforeEach
  void bobIsThere() throws Exception {
    Programs.need("nc");
    server = ServerProcess.shipped(home);
    server.start();
    bob = come("bob");
  }

  @AfterEach
  void allIsOver() {
    bob.close();
    server.close();
  }

  private Typed come(String name) throws Exception {
    Typed person = new Typed(home, name, "nc", "127.0.0.1", "" + server.plain());
    // Again where the name is not free yet.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              if (!person.shown().contains("lobby")) {
                person.type(name);
              }
              return person.shown().contains("lobby");
            });
    return person;
  }

  /** alice types these lines, all at once; what the client shows. */
  private String alice(String... lines) throws Exception {
    Path typed = Files.writeString(home.resolve("typed.txt"), String.join("\n", lines) + "\n");
    Path shown = home.resolve("shown.txt");
    String chat = Programs.bin("chat") + " --plain alice@127.0.0.1:" + server.plain();
    Process process = Programs.start(home, shown, shown, List.of("sh", "-c", chat + " <" + typed));
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends with its input");
    return Files.readString(shown);
  }

  private String history(String room) throws Exception {
    return run(0, "history", room);
  }

  private String run(int expected, String command, String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(Programs.bin("chat"), command, "--plain"));
    line.addAll(List.of("-s", "eve@127.0.0.1:" + server.plain()));
    line.addAll(List.of(words));
    Path said = home.resolve("said.txt");
    Process process = Programs.start(home, said, said, line);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(expected, process.exitValue(), Files.readString(said));
    return Files.readString(said);
  }

  @Test
  void whoLeavesARoomLandsInNoTalkWithAPerson() throws Exception {
    String shown = alice("/msg bob hi", "/leave", "for nobody");
    assertTrue(shown.contains("this was not sent: for nobody"), shown);
    bob.await("hi");
    assertFalse(bob.shown().contains("for nobody"), bob.shown());
    assertFalse(history("lobby").contains("for nobody"));
  }

  @Test
  void whoLeavesGoesOnInARoomAndNotInATalk() throws Exception {
    alice("/msg bob hi", "/join ops", "/leave", "for all");
    assertTrue(history("lobby").contains("alice: for all"));
    alice("/room @bob", "/leave", "for all again");
    assertTrue(history("lobby").contains("alice: for all again"));
    assertFalse(history("lobby").contains("<alice> hi"));
  }

  @Test
  void whatFailedLeavesNoTalkToLandIn() throws Exception {
    String shown = alice("/msg nobody1 hi", "/room @nobody1", "/room");
    assertFalse(shown.contains(": @nobody1"), shown);
    assertTrue(shown.contains("nobody1"), shown);
  }

  @Test
  void linesFollowTheTurnThatWasTypedBeforeThemOrGoNowhere() throws Exception {
    alice("/join ops", "for ops");
    assertTrue(history("ops").contains("alice: for ops"));
    String shown = alice("/join no/room", "/join @bob", "/join ad\u00admin", "/join root", "lost");
    assertFalse(history("lobby").contains("lost"), shown);
    alice("/room @bob", "for bob");
    bob.await("for bob");
    assertFalse(history("lobby").contains("for "), history("lobby"));
  }

  /** The lines behind it do not wait for ever either. */
  @Test
  void whoIsNotTheOneThatWasMeantIsNoTalkToLandIn() throws Exception {
    String shown = alice("/room @bob:g999", "for that bob alone", "and this");
    assertTrue(
        shown.contains("Not said, because it was typed for another talk: for that bob alone"),
        shown);
    assertFalse(history("lobby").contains("for that bob"), history("lobby"));
    assertFalse(bob.shown().contains("for that bob"), bob.shown());
  }

  @Test
  void aTalkStopsWhereAnotherHasTheName() throws Exception {
    Typed alice = new Typed(home, "alice", Programs.bin("chat"), "--plain", where("alice"));
    alice.await("You joined lobby");
    alice.type("/room @bob");
    alice.await("@bob ━━");
    bob.type("/quit");
    bob.await("Goodbye");
    try (Typed mallory = come("bob")) {
      alice.type("the key is under the mat");
      alice.await("Not sent to @bob: the key is under the mat");
      mallory.type("/msg alice hello");
      alice.await("is not the one from before");
      alice.type("still for bob");
      alice.await("Not sent to @bob: still for bob");
      assertFalse(mallory.shown().contains("the mat"), mallory.shown());
      assertFalse(mallory.shown().contains("still"), mallory.shown());
    } finally {
      alice.close();
    }
  }

  private String where(String name) {
    return name + "@127.0.0.1:" + server.plain();
  }

  @Test
  void namesAreReadOneWayEverywhere() throws Exception {
    run(0, "send", "#ops", "one");
    assertTrue(run(0, "history", "#OPS").contains("one"));
    assertTrue(run(0, "search", "--room", "#ops", "--from", "@eve", "one").contains("one"));
    assertTrue(run(0, "search", "--room", "ops", "from:@eve room:#ops one").contains("one"));
    Path answer = home.resolve("answer.txt");
    Process asking =
        Programs.start(
            home,
            answer,
            answer,
            List.of(
                Programs.bin("chat"),
                "ask",
                "--plain",
                "-s",
                where("robot"),
                "#lobby",
                "deploy?",
                "--from",
                "@bob"));
    bob.await("from bob");
    bob.type("@Robot: yes");
    assertTrue(asking.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, asking.exitValue(), Files.readString(answer));
    run(2, "tail", "@bob");
    run(2, "send", "a b", "text");
    bob.type("/whois @bob");
    bob.await("-- bob is g");
    assertTrue(server.admin("whois", "@bob").startsWith("bob ("));
    assertTrue(server.admin("kick", "@bob").contains("bob was kicked"));
  }
}
