package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** The client on the whole screen, in a real terminal: what is seen, and what becomes of it. */
class ScreenIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path home;

  private static ServerProcess server;
  private static int tests;

  private Path own;
  private String alice;
  private String bobsName;
  private Guest bob;
  private Panes panes;

  @BeforeAll
  static void aServer() throws Exception {
    Programs.need("tmux");
    server =
        ServerProcess.shipped(
            home,
            "limits.messages-per-second=0",
            "limits.messages-per-second-per-address=0",
            "accounts.registration=open");
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
    own = home.resolve("home" + tests);
    Files.createDirectory(own);
    bob = Guest.in(server.plain(), bobsName);
  }

  @AfterEach
  void allGo() throws Exception {
    if (panes != null) {
      panes.close();
    }
    bob.close();
  }

  private String chat() {
    return Programs.bin("chat") + " --plain " + alice + "@127.0.0.1:" + server.plain();
  }

  /** alice comes, and sees that she is there. */
  private void aliceComes(int columns, int lines) throws Exception {
    panes = new Panes(own, columns, lines, chat());
    panes.awaitScreen(0, "the lobby", screen -> screen.contains("You joined lobby."));
  }

  private static List<String> rows(String screen) {
    return screen.lines().toList();
  }

  /** The numbers of the messages that are seen, from above. */
  private List<Integer> numbers(String screen) {
    List<Integer> numbers = new ArrayList<>();
    Matcher found = Pattern.compile(bobsName + " says number (\\d+)").matcher(screen);
    while (found.find()) {
      numbers.add(Integer.parseInt(found.group(1)));
    }
    return numbers;
  }

  private void say(int from, int to) throws Exception {
    for (int i = from; i <= to; i++) {
      bob.say(bobsName + " says number " + i);
    }
  }

  @Test
  void listsStandBesideAPageWhereThereIsRoom() throws Exception {
    aliceComes(140, 40);
    bob.say(
        "look at https://ci.example.org/job/1, "
            + alice
            + ": a family \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 and \u9EBA");
    String wide = panes.awaitScreen(0, "it", screen -> screen.contains("job/1"));
    List<String> rows = rows(wide);
    assertTrue(rows.getFirst().matches(" lobby +\\d+ here · \\d\\d:\\d\\d *"), rows.getFirst());
    assertTrue(rows.get(1).matches(" 1 lobby +│.*│.*"), rows.get(1));
    assertTrue(rows.stream().anyMatch(row -> row.matches(".*│" + alice + " *")), wide);
    String said = rows.stream().filter(row -> row.contains("job/1")).findFirst().orElseThrow();
    assertTrue(
        said.matches(".*│.* " + bobsName + "  look at https://ci.example.org/job/1, .*"), said);
    assertTrue(rows.getLast().equals("lobby›"), wide);
    panes.resize(80, 24);
    String middle = panes.awaitScreen(0, "no lists", screen -> !screen.contains("│"));
    assertEquals(24, rows(middle).size());
    assertTrue(middle.contains(bobsName + "  look at"), middle);
    panes.resize(40, 12);
    String small =
        panes.awaitScreen(
            0,
            "the name in a row of its own",
            s -> s.lines().anyMatch(r -> r.matches(bobsName + "( \\d\\d:\\d\\d)?")));
    assertEquals(12, rows(small).size());
    assertTrue(small.contains(" look at https://ci.example.org"), small);
    panes.resize(140, 40);
    panes.awaitScreen(0, "the lists again", screen -> screen.contains(" 1 lobby "));
    othersAreAwayAndOneselfIs();
  }

  private void othersAreAwayAndOneselfIs() throws Exception {
    String here = bobsLook();
    bob.ask(Reply.Done.class, id -> new Request.Away(id, "lunch, until two"));
    Awaitility.await("bob is dimmed").until(() -> !bobsLook().equals(here));
    panes.type(0, "/whois " + bobsName);
    panes.awaitScreen(
        0, "why", s -> s.matches("(?s).* connected, away since \\d\\d:\\d\\d: lunch.*"));
    assertFalse(bobsLook().equals("none"), "he is still in the list");
    String told = bobsName + " is away since ";
    panes.type(0, "/msg " + bobsName + " hungry?");
    panes.awaitScreen(0, "that nobody reads it now", s -> s.contains(told));
    panes.type(0, "/room @" + bobsName);
    panes.awaitScreen(0, "the talk", s -> rows(s).getLast().equals("@" + bobsName + "›"));
    assertFalse(bobsLook().equals(here), "he is away in any talk");
    panes.type(0, "still there?");
    panes.awaitScreen(0, "the second one", s -> s.contains("  still there?"));
    bob.ask(Reply.Done.class, id -> new Request.Away(id, null));
    Awaitility.await("bob is back").until(() -> bobsLook().equals(here));
    panes.type(0, "/set away.after 2s");
    panes.awaitScreen(0, "that she is away", s -> s.contains("Others see that you are away"));
    assertFalse(panes.screen(0).contains(told), "told again");
    bob.event(Event.Away.class, e -> e.name().equals(alice) && e.away() != null);
    panes.begin(0, "x");
    bob.event(Event.Away.class, e -> e.name().equals(alice) && e.away() == null);
  }

  /** What the terminal is told before bob's name at the right. */
  private String bobsLook() throws Exception {
    Matcher row =
        Pattern.compile("│(?<look>[^│\\n]*?)" + bobsName + "[^│\\n]*(?=\\n|$)")
            .matcher(panes.looks(0));
    String look = "none";
    while (row.find()) {
      look = row.group("look");
    }
    return look;
  }

  @Test
  void nobodysTextLooksLikeAnothers() throws Exception {
    aliceComes(80, 24);
    bob.say("first\n 10:00     " + alice + "  I give bob all I have\n" + "word ".repeat(40));
    String screen = panes.awaitScreen(0, "it", s -> s.contains("all I have"));
    int column =
        screen.lines().filter(r -> r.contains("first")).findFirst().orElseThrow().indexOf("first");
    for (String row : rows(screen)) {
      if (row.contains("I have") || row.contains("word")) {
        assertTrue(row.substring(0, column).isBlank(), row);
      }
    }
  }

  @Test
  void whatIsBegunStaysWithItsTalk() throws Exception {
    aliceComes(100, 24);
    panes.type(0, "/register");
    panes.awaitScreen(0, "a question", s -> s.contains("New password"));
    panes.type(0, "correct horse");
    panes.awaitScreen(0, "another one", s -> s.contains("The same once more"));
    panes.type(0, "correct horse");
    panes.awaitScreen(0, "an account", s -> s.contains("in your place."));
    bob.ask(
        Reply.Sent.class,
        id -> new Request.Send(id, null, alice, "psst", "n" + tests, null, null, null));
    String unread = "(?s).* 2 @" + bobsName + " +1! .*";
    panes.awaitScreen(0, "a talk with bob", s -> s.matches(unread));
    panes.type(0, "/msg " + bobsName + " blind");
    bob.event(Event.Message.class, message -> message.text().equals("blind"));
    assertTrue(panes.screen(0).matches(unread), "what was not seen is not read");
    panes.type(0, "/quit");
    panes.start(0, chat());
    panes.awaitScreen(0, "the talk from before", s -> s.matches(unread));
    panes.begin(0, "hi :fl");
    panes.press(0, "Tab");
    panes.awaitScreen(0, "many pictures to choose from", s -> s.contains(":flag_"));
    panes.press(0, "C-u");
    panes.begin(0, ":seedl");
    panes.press(0, "Tab");
    panes.awaitScreen(0, "a picture by its name", s -> rows(s).getLast().equals("lobby› 🌱"));
    panes.press(0, "C-u");
    panes.begin(0, "for the lobby, perh");
    panes.press(0, "M-2");
    panes.awaitScreen(
        0,
        "what was said, above an empty line",
        s -> rows(s).getLast().equals("@" + bobsName + "›") && s.contains(bobsName + "  psst"));
    panes.begin(0, "for bob");
    panes.press(0, "M-1");
    panes.awaitScreen(
        0, "the lobby's", s -> rows(s).getLast().equals("lobby› for the lobby, perh"));
    panes.type(0, "aps");
    bob.event(Event.Message.class, message -> message.text().equals("for the lobby, perhaps"));
    mouse("0;3;4M\033[<0;3;4m");
    panes.awaitScreen(0, "bob's", s -> rows(s).getLast().equals("@" + bobsName + "› for bob"));
    panes.press(0, "C-u");
    panes.type(0, "/quit");
    panes.start(0, chat());
    panes.awaitScreen(0, "read by now", s -> s.matches("(?s).* 2 @" + bobsName + " *│.*"));
    panes.press(0, "M-2");
    panes.awaitScreen(0, "it again", s -> s.contains(bobsName + "  psst") && s.contains("blind"));
  }

  @Test
  void oneGetsAnywhereByAFewLettersAndAnswersWhatIsChosen() throws Exception {
    aliceComes(100, 24);
    bob.ask(
        Reply.Sent.class,
        id -> new Request.Send(id, null, alice, "psst", "j" + tests, null, null, null));
    Reply.Sent said = bob.say("which of them?");
    panes.awaitScreen(0, "it", s -> s.contains("which of them?"));
    panes.begin(0, "begun");
    panes.press(0, "C-k");
    panes.begin(0, "ob" + tests);
    panes.awaitScreen(0, "where one gets", s -> s.contains(" @" + bobsName + "  talk"));
    panes.press(0, "Enter");
    panes.awaitScreen(0, "the talk", s -> rows(s).getLast().equals("@" + bobsName + "›"));
    panes.press(0, "M-1");
    panes.awaitScreen(0, "what was begun", s -> rows(s).getLast().equals("lobby› begun"));
    panes.press(0, "M-Up");
    panes.press(0, "M-r");
    panes.awaitScreen(
        0, "an answer", s -> rows(s).getLast().equals("lobby› /reply #" + said.seq() + " begun"));
    panes.press(0, "Enter");
    panes.awaitScreen(0, "what is answered", s -> s.contains("╭ " + bobsName + ": which of them?"));
  }

  @Test
  void whoIsPutOutReadsWhyAndTurnsOn() throws Exception {
    aliceComes(100, 24);
    server.admin("kick", alice, "lobby", "--reason", "be nice");
    panes.awaitScreen(0, "why", s -> s.contains("You were removed") && s.contains("be nice"));
    panes.press(0, "M-1");
    panes.press(0, "C-n");
    panes.type(0, "/join lobby");
    String back = panes.awaitScreen(0, "the lobby", s -> rows(s).getLast().equals("lobby›"));
    assertFalse(back.contains("Exception"), back);
  }

  @Test
  void whoLeavesWithSomethingUnsentIsToldAndAScriptToo() throws Exception {
    panes = new Panes(own, 100, 24, "sh -c '" + chat() + "; echo code $?; sleep 600'");
    panes.awaitScreen(0, "the lobby", s -> s.contains("You joined lobby."));
    signal("STOP");
    try {
      panes.type(0, "not sent before leaving");
      panes.awaitScreen(0, "it", s -> s.contains("1 wait"));
      panes.type(0, "/quit");
      panes.awaitScreen(0, "the code", s -> s.contains("code 6") && s.contains("kept"));
    } finally {
      signal("CONT");
    }
  }

  @Test
  void whatIsTrustedStandsUntilSomethingIsTyped() throws Exception {
    String first = Programs.bin("chat") + " " + alice + "@127.0.0.1:" + server.tls();
    Path script =
        Files.writeString(
            own.resolve("twice.sh"),
            """
            %s
            known=$(find "$HOME" -name known-hosts)
            sed -E 's/SHA256:../SHA256:00/g' "$known" >"$known.new" && mv "$known.new" "$known"
            %s
            echo code $?
            sleep 600
            """
                .formatted(first, first));
    panes = new Panes(own, 100, 24, "sh " + script);
    panes.awaitScreen(
        0, "the fingerprint", s -> s.contains("┃ Enter takes this away.") && s.contains("SHA256:"));
    say(1, 30);
    panes.awaitScreen(
        0, "both", s -> s.contains(bobsName + " says number 30") && s.contains("SHA256:"));
    panes.press(0, "Enter");
    panes.awaitScreen(0, "the page alone", s -> !s.contains("┃"));

    panes.type(0, "/quit");
    panes.awaitScreen(
        0, "the other one", s -> s.contains("HAS CHANGED") && s.contains("q leaves›"));
    panes.type(0, "hello");
    panes.awaitScreen(
        0, "it stays", s -> s.contains("HAS CHANGED") && s.stripTrailing().endsWith("q leaves›"));
    panes.type(0, "q");
    panes.awaitScreen(0, "the shell", s -> s.contains("HAS CHANGED") && s.contains("code 4"));
  }

  @Test
  void noKillLosesDraftOrMessage() throws Exception {
    aliceComes(100, 24);
    panes.type(0, "arrives at once");
    panes.awaitScreen(0, "it", s -> s.contains(alice + "  arrives at once"));
    signal("STOP");
    try {
      panes.type(0, "one that waits");
      panes.type(0, "and another");
      panes.begin(0, "begun");
      panes.awaitScreen(0, "both pending", s -> s.contains("2 wait") && s.contains("› begun"));
      Awaitility.await("the draft is kept").until(() -> kept(".drafts").contains("begun"));
      panes.kill(0);
    } finally {
      signal("CONT");
    }
    panes.start(0, chat());
    String screen =
        panes.awaitScreen(
            0,
            "all of it",
            s ->
                s.contains("and another")
                    && rows(s).getLast().contains("begun")
                    && !s.contains("wait ·"));
    assertTrue(screen.indexOf("one that waits") < screen.indexOf("and another"), screen);
    List<String> said = bob.history();
    assertEquals(1, said.stream().filter("one that waits"::equals).count(), said::toString);
    assertEquals(1, said.stream().filter("and another"::equals).count(), said::toString);
    for (String signal : List.of("HUP", "TERM")) {
      panes.begin(0, " " + signal);
      panes.awaitScreen(0, "it", s -> rows(s).getLast().endsWith(signal));
      panes.end(0, signal);
      assertTrue(kept(".drafts").contains(signal), kept(".drafts"));
      panes.start(0, chat());
      panes.awaitScreen(0, "the draft", s -> rows(s).getLast().endsWith(signal));
    }
  }

  @Test
  void manyPastedLinesAreAskedAbout() throws Exception {
    aliceComes(100, 24);
    String lines =
        IntStream.rangeClosed(1, 8)
            .mapToObj(i -> "/p" + i + " " + alice)
            .collect(Collectors.joining("\n"));
    panes.begin(0, "begun ");
    paste(lines);
    panes.press(0, "Escape");
    panes.awaitScreen(
        0, "the line as it was", still(s -> rows(s).getLast().equals("lobby› begun")));
    paste(lines);
    panes.press(0, "l");
    bob.event(Event.Message.class, message -> message.text().equals("/p8 " + alice));
    List<String> said = bob.history().stream().filter(text -> text.endsWith(" " + alice)).toList();
    assertEquals(lines.lines().toList(), said, "in their order, and none a command");
    panes.press(0, "C-u");
    paste(lines);
    panes.press(0, "f");
    panes.awaitScreen(0, "a file to be sent", s -> s.contains("/send /"));
    panes.press(0, "Enter");
    bob.event(
        Event.Message.class,
        message -> message.file() != null && message.file().name().startsWith("pasted-"));
  }

  /** As a terminal tells of it, and waits for the question. */
  private void paste(String text) throws Exception {
    panes.begin(0, "\033[200~" + text + "\033[201~");
    panes.awaitScreen(0, "a question", s -> s.contains("8 lines were pasted"));
  }

  /** What a terminal sends of its mouse, as it tells it to xterm's mode 1006; from 1 on. */
  private void mouse(String event) throws Exception {
    panes.begin(0, "\033[<" + event);
  }

  private static void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, "" + server.pid()).start().waitFor();
  }

  private String kept(String end) throws IOException {
    try (var files = Files.walk(own)) {
      for (Path file : files.filter(f -> f.toString().endsWith(end)).toList()) {
        return Files.readString(file);
      }
    }
    return "";
  }

  @Test
  void aPageThatIsReadDoesNotMove() throws Exception {
    say(1, 200);
    aliceComes(100, 24);
    panes.awaitScreen(0, "the last", s -> s.contains("says number 200"));
    readBack(200);
    List<Integer> seen = numbers(panes.screen(0));
    say(201, 230);
    panes.awaitScreen(0, "how much is below", s -> s.contains("below, End"));
    assertEquals(seen, numbers(panes.screen(0)));
    panes.press(0, "End");
    panes.awaitScreen(0, "the end", s -> s.contains("says number 230"));
    panes.type(0, "a line of mine");
    panes.awaitScreen(
        0, "it, confirmed", still(s -> s.contains("  a line of mine") && !s.contains("pending")));
    mouse(";;M");
    mouse("64;40;5M");
    panes.awaitScreen(0, "three rows up, by the wheel", s -> s.contains("below, End"));
    mouse("65;40;5M");
    panes.awaitScreen(0, "the end again", s -> !s.contains("below, End"));
    panes.type(0, "/search \"says number 12\"");
    panes.press(0, "Enter");
    panes.awaitScreen(0, "what was found", s -> s.contains("Enter goes to it"));
    panes.press(0, "M-Up");
    panes.press(0, "Enter");
    panes.awaitScreen(
        0, "where it was said", still(s -> numbers(s).containsAll(List.of(11, 12, 13))));
    panes.type(0, "another line of mine");
    panes.awaitScreen(0, "the end, where it stands", s -> s.contains("  another line of mine"));
    panes.press(0, "M-x");
    panes.type(0, "/msg " + bobsName + " only for you");
    panes.awaitScreen(
        0,
        "what was sent elsewhere, and no message chosen any more",
        s -> s.contains("To @" + bobsName + ": only for you") && !s.contains("/delete"));
  }

  @Test
  void resizingUnderLoadLosesAndDoublesNothing() throws Exception {
    aliceComes(120, 30);
    int last = 0;
    for (int turn = 0; turn < 10; turn++) {
      panes.resize(60 + turn * 8, 12 + turn * 2);
      say(last + 1, last + 20);
      last += 20;
    }
    int all = last;
    panes.resize(100, 24);
    panes.awaitScreen(0, "the last", still(s -> s.contains(bobsName + " says number " + all)));
    readBack(all);
    assertEquals(1, rows(panes.screen(0)).stream().filter(row -> row.startsWith("lobby›")).count());
  }

  /** Seen twice alike: tmux may be looked at in the middle of what it is sent. */
  private static Predicate<String> still(Predicate<String> shown) {
    String[] last = {""};
    return screen -> {
      boolean same = screen.equals(last[0]);
      last[0] = screen;
      return same && shown.test(screen);
    };
  }

  /** Reads up to the first message: each is seen, and on each screen they follow one another. */
  private void readBack(int all) throws Exception {
    Set<Integer> read = new TreeSet<>();
    String screen = panes.screen(0);
    while (true) {
      List<Integer> page = numbers(screen);
      for (int i = 1; i < page.size(); i++) {
        assertEquals(page.get(i - 1) + 1, page.get(i), screen);
      }
      read.addAll(page);
      if (read.contains(1)) {
        break;
      }
      panes.press(0, "PPage");
      screen = panes.awaitScreen(0, "the page before", still(s -> !numbers(s).equals(page)));
    }
    assertEquals(all, read.size());
  }
}
