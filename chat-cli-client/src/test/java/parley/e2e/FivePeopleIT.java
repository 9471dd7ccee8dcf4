package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * Five people in one room, each by another way: alice and bob with the terminal client in two panes
 * of a terminal over TLS, carol with {@code openssl s_client}, dave with {@code nc}, and eve, who
 * is a script, with lines of JSON. Everyone sees the same in the same order.
 */
class FivePeopleIT {
  /** What each one says, besides their name and a number. */
  private static final int SENTENCES = 3;

  private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave", "eve");
  private static final int ALICE = 0;
  private static final int BOB = 1;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private ServerProcess server;
  private Panes panes;
  private Typed carol;
  private Typed dave;
  private Typed eve;

  @BeforeEach
  void everyoneComes() throws Exception {
    Programs.need("tmux", "openssl", "nc");
    server = ServerProcess.shipped(home);
    server.start();
    String chat = Programs.bin("chat");
    panes =
        new Panes(
            home,
            List.of(
                chat + " alice@localhost:" + server.tls(),
                chat + " --ca " + server.authority() + " bob@localhost:" + server.tls()));
    panes.await(ALICE, "that alice is in the lobby", s -> s.contains("You joined lobby."));
    panes.await(BOB, "that bob is in the lobby", s -> s.contains("You joined lobby."));
    carol =
        new Typed(
            home,
            "carol",
            "openssl",
            "s_client",
            "-quiet",
            "-crlf",
            "-connect",
            "localhost:" + server.tls());
    enter(carol, "carol");
    dave = new Typed(home, "dave", "nc", "127.0.0.1", "" + server.plain());
    enter(dave, "dave");
    eve = new Typed(home, "eve", "nc", "127.0.0.1", "" + server.plain());
    eve.type("{\"type\":\"hello\",\"id\":\"1\",\"name\":\"eve\"}");
    eve.type("{\"type\":\"join\",\"id\":\"2\",\"room\":\"lobby\"}");
    eve.await("\"re\":\"2\"");
    panes.await(ALICE, "that eve came", s -> s.contains("eve joined"));
    panes.await(BOB, "that eve came", s -> s.contains("eve joined"));
  }

  private static void enter(Typed person, String name) throws IOException {
    person.await("Enter your username: ");
    person.type(name);
    person.await("Welcome to the chat!");
    person.await("-- you are in lobby");
  }

  @AfterEach
  void everyoneGoes() throws Exception {
    for (Typed person : Stream.of(carol, dave, eve).filter(p -> p != null).toList()) {
      person.close();
    }
    if (panes != null) {
      panes.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void allSeeOneOrder() throws Exception {
    for (int i = 1; i <= SENTENCES; i++) {
      panes.type(ALICE, sentence("alice", i));
      carol.type(sentence("carol", i));
      dave.type(sentence("dave", i));
      eve.type(
          "{\"type\":\"send\",\"id\":\"s%d\",\"room\":\"lobby\",\"text\":\"%s\"}"
              .formatted(i, sentence("eve", i)));
      panes.type(BOB, sentence("bob", i));
    }
    int all = NAMES.size() * SENTENCES;
    panes.await(ALICE, "all sentences", s -> spoken(s).size() == all);
    panes.await(BOB, "all sentences", s -> spoken(s).size() == all);
    List<String> order = spoken(panes.all(ALICE));
    assertEquals(
        NAMES.stream().flatMap(FivePeopleIT::everySentence).sorted().toList(),
        order.stream().sorted().toList());
    assertEquals(order, spoken(panes.all(BOB)));
    carol.await(lastOfOthers(order, "carol"));
    assertEquals(without(order, "carol"), spoken(carol.shown()), "nobody's own lines are repeated");
    dave.await(lastOfOthers(order, "dave"));
    assertEquals(without(order, "dave"), spoken(dave.shown()));
    eve.await(order.getLast().replaceFirst(".*: ", ""));
    assertEquals(order, eveHeard());

    aWrongCommandGetsAHint();
    whoLeavesIsSeenLeaving();
    keepThePicture();
  }

  private void aWrongCommandGetsAHint() throws Exception {
    carol.type("/jion lobby");
    carol.await("! There is no /jion; did you mean /join? Type /help for the list.");
    panes.type(BOB, "/jion lobby");
    panes.await(BOB, "a hint", s -> s.contains("/jion") && s.contains("/join"));
    carol.type("/echo hello");
    carol.await("[echo] hello");
  }

  private void whoLeavesIsSeenLeaving() throws Exception {
    carol.type("/quit");
    assertTrue(carol.ended(), "openssl ends when the server closes");
    dave.await("carol left the chat");
    panes.await(ALICE, "that carol left", s -> s.contains("carol left the chat"));
    panes.await(BOB, "that carol left", s -> s.contains("carol left the chat"));
    eve.await("\"type\":\"left\"");
    panes.type(BOB, "/quit");
    dave.await("bob left the chat");
    panes.await(ALICE, "that bob left", s -> s.contains("bob left the chat"));
  }

  /** For the documents: what was on the screen, beside the other build results. */
  private void keepThePicture() throws Exception {
    Path target = Path.of(System.getProperty("parley.client.jar")).getParent();
    Files.writeString(
        target.resolve("five-people.txt"),
        "alice and bob: bin/chat\n\n"
            + panes.picture(2)
            + "\n\ncarol: openssl s_client\n\n"
            + carol.shown()
            + "\n\ndave: nc\n\n"
            + dave.shown()
            + "\n\neve: a script\n\n"
            + eve.shown().replaceAll("\"session\":\"[^\"]+\"", "\"session\":\"…\""));
  }

  private static String sentence(String name, int i) {
    return "this is " + name + ", for the " + i + ". time";
  }

  private static Stream<String> everySentence(String name) {
    return IntStream.rangeClosed(1, SENTENCES).mapToObj(i -> name + ": " + sentence(name, i));
  }

  /** The lines of a view in which one of the five speaks, without the time before them. */
  private static List<String> spoken(String view) {
    Matcher lines =
        Pattern.compile("(?m)^(?:\\d\\d:\\d\\d )?(\\w+: this is \\w+, for the \\d\\. time)\\s*$")
            .matcher(view);
    List<String> spoken = new ArrayList<>();
    while (lines.find()) {
      spoken.add(lines.group(1));
    }
    return spoken;
  }

  private List<String> eveHeard() throws IOException {
    List<String> heard = new ArrayList<>();
    JsonMapper mapper = new JsonMapper();
    for (String line : eve.shown().lines().filter(l -> l.startsWith("{")).toList()) {
      JsonNode message = mapper.readTree(line);
      if (message.get("type").stringValue().equals("message")) {
        heard.add(message.get("from").stringValue() + ": " + message.get("text").stringValue());
      }
    }
    return heard;
  }

  private static List<String> without(List<String> order, String name) {
    return order.stream().filter(line -> !line.startsWith(name + ":")).toList();
  }

  private static String lastOfOthers(List<String> order, String name) {
    return without(order, name).getLast();
  }
}
