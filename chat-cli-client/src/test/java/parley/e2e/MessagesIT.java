package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What becomes of messages after they were said, as two people see it on their terminals, and as
 * scripts do.
 */
class MessagesIT {
  private static final int ALICE = 0;
  private static final int BOB = 1;
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private ServerProcess server;
  private Panes panes;
  private Process follower;
  private int scripts;

  @BeforeEach
  void twoCome() throws Exception {
    Programs.need("tmux");
    server = ServerProcess.shipped(home);
    server.start();
    panes = new Panes(home, List.of(chat("alice"), chat("bob")));
    panes.await(ALICE, "that bob came", s -> s.contains("bob joined") || s.contains("2 people"));
    panes.await(BOB, "that bob is there", s -> s.contains("You joined lobby."));
  }

  @AfterEach
  void bothGo() throws Exception {
    if (follower != null) {
      follower.destroyForcibly();
    }
    if (panes != null) {
      panes.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private String chat(String name) {
    return Programs.bin("chat") + " --plain " + name + "@127.0.0.1:" + server.plain();
  }

  @Test
  void onTheScreenMessagesChangeInTheirPlace() throws Exception {
    panes.type(BOB, "Lunch? I found a plase with 麺 and 🍜");
    bothSee("bob: Lunch? I found a plase with 麺 and 🍜");
    panes.type(ALICE, "/reply yes, please");
    bothSee(
        "bob: Lunch? I found a plase with 麺 and 🍜",
        "╭ bob: Lunch? I found a plase with 麺 and 🍜",
        "alice: yes, please");
    panes.type(BOB, "/react :+1:");
    panes.type(BOB, "/edit Lunch? I found a place");
    bothSee(
        "bob: Lunch? I found a place (edited)",
        "╭ bob: Lunch? I found a place",
        "alice: yes, please",
        "╰ 👍 1");
    panes.type(BOB, "/react :+1:");
    panes.type(BOB, "/delete");
    bothSee("bob: (deleted)", "╭ bob: (deleted)", "alice: yes, please");
    panes.press(ALICE, "M-e");
    panes.await(ALICE, "her last message to be edited", s -> s.contains("[lobby] /edit #"));
    panes.press(ALICE, "Enter");
    panes.press(ALICE, "M-n");
    panes.await(
        ALICE, "numbers", s -> s.lines().anyMatch(l -> l.matches("#\\d+ alice: yes, please")));
    panes.press(ALICE, "M-n");

    for (int i = 1; i <= 24; i++) {
      panes.type(BOB, "sentence " + i);
    }
    panes.await(ALICE, "all of it", s -> s.contains("bob: sentence 24"));
    panes.type(BOB, "/edit -24 the first sentence");
    panes.await(ALICE, "what is out of sight", s -> s.contains("the first sentence"));
    assertEquals(
        1, count(panes.all(ALICE), "bob: sentence 24\n"), "nothing is repeated in the history");
  }

  @Test
  void whoComesBackSeesWhatIsNew() throws Exception {
    panes.type(BOB, "seen");
    panes.await(ALICE, "it", s -> s.contains("bob: seen"));
    // By the time of an answer the server knows how far she has read.
    panes.type(ALICE, "/echo done");
    panes.await(ALICE, "an answer", s -> s.contains("[echo] done"));
    panes.kill(ALICE);
    panes.type(BOB, "unseen 1");
    panes.type(BOB, "unseen 2, alice");
    panes.await(BOB, "his own", s -> s.contains("bob: unseen 2"));
    panes.start(ALICE, chat("alice"));
    panes.await(ALICE, "that she is back", s -> s.contains("in your place"));
    panes.await(ALICE, "what is new", s -> s.contains("bob: unseen 2, alice"));
    List<String> last =
        panes.screen(ALICE).lines().filter(l -> l.matches("(━━ new|\\d\\d:).*")).toList();
    List<String> shown =
        last.subList(last.size() - 4, last.size()).stream().map(MessagesIT::untimed).toList();
    assertEquals(
        List.of("bob: seen", "━━ new since", "bob: unseen 1", "bob: unseen 2, alice"), shown);
  }

  private static String untimed(String line) {
    return line.replaceFirst("^\\d\\d:\\d\\d ", "").replaceFirst(" \\d\\d:\\d\\d ━━$", "").strip();
  }

  @Test
  void whatScriptsSayIsShownAndChanged() throws Exception {
    aNoticeIsShownAsOne();
    talksAreListedWithWhatIsUnread();
    scriptsChangeWhatTheySaidAndReadItBack();
  }

  private void scriptsChangeWhatTheySaidAndReadItBack() throws Exception {
    Path heard = home.resolve("heard.txt");
    follower =
        Programs.start(
            home,
            heard,
            home.resolve("tail.txt"),
            List.of(
                Programs.bin("chat"),
                "tail",
                "--plain",
                "-s",
                "ear@127.0.0.1:" + server.plain(),
                "--json",
                "--lines",
                "0",
                "lobby"));
    panes.await(BOB, "that the ear listens", s -> s.contains("ear joined"));
    JsonNode ack = MAPPER.readTree(script(0, "send", "--acks", "-", "lobby", "hi"));
    String seq = ack.get("seq").asString();
    script(0, "edit", seq, "hello\u2003there");
    script(0, "react", ":tada:", seq);
    panes.await(ALICE, "the edit", s -> s.contains("there (edited)") && s.contains("╰ 🎉 1"));
    String answer = script(0, "send", "--reply-to", seq, "--acks", "-", "lobby", "so?");
    assertTrue(answer.contains("\"seq\""), answer);
    String line = script(0, "history", "lobby", "--json", "--limit", "2");
    JsonNode first = MAPPER.readTree(line.lines().findFirst().orElseThrow());
    assertEquals("🎉", first.get("reactions").get(0).get("emoji").asString());
    assertEquals("hello\u2003there", first.get("text").asString());
    script(0, "delete", seq);
    script(1, "delete", "999999");
    String shown = script(0, "history", "lobby");
    assertTrue(shown.contains("bot: (deleted)\n"), shown);
    await("the follower hears the deletion")
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(heard).contains("\"deleted\""));
    assertEquals(
        List.of("message", "edited", "reacted", "message", "deleted"),
        Files.readString(heard)
            .lines()
            .map(MAPPER::readTree)
            .map(one -> one.get("type").asString())
            .toList());
    assertFalse(Files.readString(heard).contains("\u001b"));
  }

  private void aNoticeIsShownAsOne() throws Exception {
    script(0, "send", "--notice", "lobby", "The backup is done.");
    bothSee("bot (notice): The backup is done.");
    String shown = script(0, "history", "lobby");
    assertTrue(shown.endsWith(" bot (notice): The backup is done.\n"), shown);
    String line = script(0, "history", "lobby", "--json");
    assertEquals("notice", MAPPER.readTree(line).get("kind").asString());
    script(2, "send", "--notice", "--me", "lobby", "waves");
  }

  private void talksAreListedWithWhatIsUnread() throws Exception {
    assertEquals("", script(0, "talks"));
    panes.type(ALICE, "/talks");
    panes.await(ALICE, "that there are none", s -> s.contains("You have no talks yet"));
    script(0, "send", "@alice", "psst");
    panes.await(ALICE, "it", s -> s.contains("bot: psst"));
    panes.type(ALICE, "/talks");
    panes.await(
        ALICE,
        "the talk",
        s -> s.lines().anyMatch(l -> l.matches(".*bot  g\\d+  20[-0-9]+ [:0-9]+  1 unread.*")));
    panes.type(ALICE, "/msg bot what?");
    panes.await(ALICE, "her own", s -> s.contains("alice: what?"));
    JsonNode talk = MAPPER.readTree(script(0, "talks", "--json"));
    assertEquals("alice", talk.get("with").asString());
    assertEquals(1, talk.get("unread").asInt());
    String line = script(0, "talks");
    assertTrue(line.matches("alice  g\\d+ +1  20[-0-9]+ [:0-9]+\\n"), line);
  }

  /** Runs a command in the one place of the bot. */
  private String script(int code, String command, String... arguments) throws Exception {
    scripts++;
    Path out = home.resolve("script-" + scripts + ".txt");
    List<String> line = new ArrayList<>(List.of(Programs.bin("chat"), command, "--plain"));
    line.addAll(List.of("--server", "bot@127.0.0.1:" + server.plain()));
    line.addAll(List.of("--session-file", home.resolve("bot").toString()));
    line.addAll(List.of(arguments));
    Path errors = home.resolve("script-" + scripts + "-errors.txt");
    Process process = Programs.start(home, out, errors, line);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> line + " goes on for ever");
    assertEquals(code, process.exitValue(), () -> line + ": " + read(errors));
    return read(out);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Both screens hold these lines, without their times, and no other message. */
  private void bothSee(String... lines) {
    for (int pane : new int[] {ALICE, BOB}) {
      await("pane " + pane + " shows " + List.of(lines))
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertEquals(List.of(lines), messages(panes.screen(pane))));
    }
  }

  private static List<String> messages(String screen) {
    return screen
        .lines()
        .filter(line -> line.matches("(\\d\\d:\\d\\d [^·].*)|( {6}[╭╰] .*)"))
        .map(line -> line.substring(6).stripTrailing())
        .toList();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
