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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** Words go to whom they were typed for, and to nobody else. */
class RightPlaceIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path home;

  private static ServerProcess server;
  private static int tests;

  /** Nobody from another test. */
  private String alice;

  private String bobsName;
  private Typed bob;

  @BeforeAll
  static void aServer() throws Exception {
    Programs.need("nc");
    server = ServerProcess.shipped(home);
    server.start();
  }

  @AfterAll
  static void theServerEnds() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void bobIsThere() throws Exception {
    tests++;
    alice = "alice" + tests;
    bobsName = "bob" + tests;
    bob = come(bobsName);
  }

  @AfterEach
  void bobGoes() {
    bob.close();
  }

  private static Typed come(String name) throws Exception {
    Typed person =
        new Typed(home, name + "-" + System.nanoTime(), "nc", "127.0.0.1", "" + server.plain());
    person.await("Enter your username: ");
    person.type(name);
    // Again where whoever had the name has only just left.
    Awaitility.await()
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              if (person.shown().endsWith("Enter your username: ")) {
                person.type(name);
              }
              return person.shown().contains("-- you are in lobby");
            });
    return person;
  }

  /** alice types these lines, all at once; what the client shows. */
  private String types(String... lines) throws Exception {
    Path typed = Files.writeString(home.resolve("typed.txt"), String.join("\n", lines) + "\n");
    Path shown = home.resolve("shown.txt");
    String chat = Programs.bin("chat") + " --plain " + where(alice);
    Process process = Programs.start(home, shown, shown, List.of("sh", "-c", chat + " <" + typed));
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends with its input");
    return Files.readString(shown);
  }

  /** What alice said in a room. */
  private List<String> said(String room) throws Exception {
    return Guest.messages(server.plain(), room).stream()
        .filter(message -> message.from().equals(alice))
        .map(Event.Message::text)
        .toList();
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
    String shown = types("/msg " + bobsName + " hi", "/leave", "for nobody");
    assertTrue(shown.contains("this was not sent: for nobody"), shown);
    bob.await("hi");
    assertFalse(bob.shown().contains("for nobody"), bob.shown());
    assertEquals(List.of(), said("lobby"));
  }

  @Test
  void whoLeavesGoesOnInARoomAndNotInATalk() throws Exception {
    types(
        "/msg " + bobsName + " hi",
        "/join ops",
        "/leave",
        "for all",
        "/room @" + bobsName,
        "/leave",
        "for all again");
    assertEquals(List.of("for all", "for all again"), said("lobby"));
  }

  @Test
  void whatFailedLeavesNoTalkToLandIn() throws Exception {
    String shown = types("/msg nobody1 hi", "/room @nobody1", "/room");
    assertFalse(shown.contains(": @nobody1"), shown);
    assertTrue(shown.contains("nobody1"), shown);
  }

  @Test
  void linesFollowTheTurnThatWasTypedBeforeThemOrGoNowhere() throws Exception {
    types(
        "/join ops",
        "for ops",
        "/join no/room",
        "/join @" + bobsName,
        "/join ad\u00admin",
        "/join root",
        "lost",
        "/room @" + bobsName,
        "for bob");
    bob.await("for bob");
    assertEquals(List.of("for ops"), said("ops"));
    assertFalse(bob.shown().contains("lost"), bob.shown());
    assertEquals(List.of(), said("lobby"));
  }

  /** The lines behind it do not wait for ever either. */
  @Test
  void whoIsNotTheOneThatWasMeantIsNoTalkToLandIn() throws Exception {
    String shown = types("/room @" + bobsName + ":g999", "for that bob alone", "and this");
    assertTrue(
        shown.contains("Not said, because it was typed for another talk: for that bob alone"),
        shown);
    assertEquals(List.of(), said("lobby"));
    assertFalse(bob.shown().contains("for that bob"), bob.shown());
  }

  @Test
  void aTalkStopsWhereAnotherHasTheName() throws Exception {
    Typed person = new Typed(home, alice, Programs.bin("chat"), "--plain", where(alice));
    person.await("You joined lobby");
    person.type("/room @" + bobsName);
    person.await("@" + bobsName + " ━━");
    bob.type("/quit");
    bob.await("Goodbye");
    try (Typed mallory = come(bobsName)) {
      person.type("the key is under the mat");
      person.await("Not sent to @" + bobsName + ": the key is under the mat");
      mallory.type("/msg " + alice + " hello");
      person.await("is not the one from before");
      person.type("still for bob");
      person.await("Not sent to @" + bobsName + ": still for bob");
      assertFalse(mallory.shown().contains("the mat"), mallory.shown());
      assertFalse(mallory.shown().contains("still"), mallory.shown());
    } finally {
      person.close();
    }
  }

  private String where(String name) {
    return name + "@127.0.0.1:" + server.plain();
  }

  @Test
  void namesAreReadOneWayEverywhere() throws Exception {
    run(0, "send", "--create", "#ops", "one");
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
                "@" + bobsName));
    bob.await("from " + bobsName);
    bob.type("@Robot: yes");
    assertTrue(asking.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, asking.exitValue(), Files.readString(answer));
    run(2, "tail", "@bob");
    run(2, "send", "a b", "text");
    bob.type("/whois @" + bobsName);
    bob.await("-- " + bobsName + " is g");
    assertTrue(server.adminInShell("whois", "@" + bobsName).startsWith(bobsName + " ("));
    assertTrue(server.admin("kick", "@" + bobsName).contains(bobsName + " was kicked"));
  }
}
