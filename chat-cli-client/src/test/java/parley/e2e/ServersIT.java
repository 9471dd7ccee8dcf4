package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Lies;
import parley.client.Peer;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/**
 * Several servers on one screen: what is said at one, and goes wrong there, is nothing to others.
 */
class ServersIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static ServerProcess work;
  private static ServerProcess home;

  @BeforeAll
  static void twoServers() throws Exception {
    Programs.need("tmux");
    work = server("work");
    home = server("home");
  }

  private static ServerProcess server(String name) throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    ServerProcess server =
        ServerProcess.shipped(own, "limits.messages-per-second=0", "accounts.registration=open");
    server.start();
    return server;
  }

  @AfterAll
  static void bothEnd() {
    if (work != null) {
      work.close();
    }
    if (home != null) {
      home.close();
    }
  }

  /** A home of its own, with both servers in its settings. */
  private static Path settings(String name, String ofHome) throws IOException {
    Path own = Files.createDirectory(folder.resolve("person-" + name));
    Path file = own.resolve(".config/parley/chat.toml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        default = "work"
        [servers.work]
        address = "127.0.0.1:%d"
        plain = true
        name = "%s"
        [servers.home]
        name = "%s"
        %s
        """
            .formatted(work.plain(), name, name, ofHome));
    return own;
  }

  private static String plain(ServerProcess server) {
    return "plain = true\naddress = \"127.0.0.1:" + server.plain() + "\"";
  }

  private static String last(String screen) {
    return screen.lines().toList().getLast();
  }

  private static boolean hasRow(String screen, String pattern) {
    return screen.lines().anyMatch(row -> row.matches(pattern));
  }

  @Test
  void talksStandSideBySideAndNothingCrosses() throws Exception {
    Path own = settings("ann", plain(home));
    String chat = "sh -c '" + Programs.bin("chat") + " work home; echo code $?; sleep 600'";
    try (Guest bobAtWork = Guest.in(work.plain(), "bob");
        Guest bobAtHome = Guest.in(home.plain(), "bob");
        Panes panes = new Panes(own, 140, 40, chat)) {
      panes.awaitScreen(
          0,
          "both",
          s ->
              s.contains("You joined lobby.")
                  && hasRow(s, "── work +│.*")
                  && hasRow(s, " 1 lobby +│.*")
                  && hasRow(s, "── home +│.*")
                  && hasRow(s, " 2 lobby +│.*"));
      panes.press(0, "M-1");
      panes.awaitScreen(0, "work", s -> last(s).equals("work/lobby›"));
      bobAtHome.say("only at home");
      panes.awaitScreen(0, "one unread", s -> hasRow(s, " 2 lobby +1 │.*"));
      assertFalse(panes.screen(0).contains("only at home"));
      bobAtHome.say("ann, come");
      panes.awaitScreen(
          0, "who calls", s -> hasRow(s, " 2 lobby +2! │.*") && s.contains("2:home/lobby 2!"));
      panes.begin(0, "for wo");
      panes.press(0, "M-a");
      // At once, as somebody who does not look: it is for what the key turns to.
      panes.type(0, "said at home");
      bobAtHome.event(Event.Message.class, m -> m.text().equals("said at home"));
      String seen = panes.awaitScreen(0, "home", s -> last(s).equals("home/lobby›"));
      assertTrue(seen.contains("only at home") && seen.contains("ann  said at home"), seen);
      panes.begin(0, "for home");
      panes.press(0, "C-p");
      panes.awaitScreen(0, "what was begun", s -> last(s).equals("work/lobby› for wo"));
      panes.type(0, "rk");
      bobAtWork.event(Event.Message.class, m -> m.text().equals("for work"));
      assertTrue(bobAtWork.history().stream().noneMatch(text -> text.contains("home")));

      home.kill();
      panes.awaitScreen(0, "the trouble", s -> hasRow(s, " ✗ again in \\d+ s +│.*"));
      panes.type(0, "/room 2");
      panes.type(0, " once");
      panes.press(0, "M-1");
      String away =
          panes.awaitScreen(
              0, "what waits", s -> last(s).equals("work/lobby›") && s.contains("home: 1 wait"));
      assertFalse(away.contains(" once"), away);
      panes.type(0, "goes on");
      bobAtWork.event(Event.Message.class, m -> m.text().equals("goes on"));
      panes.type(0, "/servers");
      panes.awaitScreen(
          0,
          "both servers",
          s ->
              hasRow(s, ".* work \\(here\\) +ann@\\S+ +connected .*")
                  && hasRow(s, ".* home +ann@\\S+ +not connected, retry in \\d+ s +1 wait .*"));
      panes.type(0, "/quit");
      panes.awaitScreen(0, "a question", s -> s.contains("home: 1 message could not be sent yet"));
      panes.type(0, "n");
      panes.awaitScreen(0, "that one stays", s -> s.contains("You stay."));
      panes.type(0, "not yet");
      bobAtWork.event(Event.Message.class, m -> m.text().equals("not yet"));
      assertFalse(bobAtWork.history().contains("n"), "an answer is said to nobody");

      home.start();
      panes.type(0, "/room 2");
      panes.press(0, "C-u");
      panes.type(0, "/reconnect");
      panes.awaitScreen(
          0, "that it went out", s -> s.contains("ann  for home once") && !s.contains("wait"));
      try (Guest again = Guest.in(home.plain(), "carol")) {
        assertEquals(
            1, again.history().stream().filter("for home once"::equals).count(), "said once");
      }
      assertTrue(bobAtWork.history().stream().noneMatch(text -> text.contains("once")));
      panes.type(0, "/quit");
      panes.awaitScreen(0, "the end of both", s -> s.contains("code 0"));
    }
  }

  @Test
  void oneIsAddedAndLeftAndItsQuestionWaits() throws Exception {
    try (Guest owner = Guest.in(home.plain(), "dora")) {
      owner.ask(
          Reply.Registered.class, id -> new Request.Register(id, null, "long enough, dora", null));
    }
    Path own = settings("dora", plain(home));
    try (Guest bob = Guest.in(work.plain(), "eve");
        Panes panes = new Panes(own, 120, 24, Programs.bin("chat"))) {
      panes.awaitScreen(0, "one server, as ever", s -> last(s).equals("lobby›"));
      assertFalse(panes.screen(0).contains("── work"));
      panes.type(0, "/connect home");
      panes.begin(0, "half a li");
      panes.awaitScreen(0, "its wish", s -> hasRow(s, " \\? asks you +│.*"));
      panes.type(0, "ne");
      bob.event(Event.Message.class, m -> m.text().equals("half a line"));
      panes.begin(0, "kept");
      panes.press(0, "M-2");
      panes.awaitScreen(0, "the question", s -> s.contains("home: dora belongs to an account"));
      panes.begin(0, "long en");
      panes.press(0, "M-1");
      panes.awaitScreen(0, "what was begun", s -> last(s).equals("work/lobby› kept"));
      panes.press(0, "C-n");
      panes.awaitScreen(0, "the question again", s -> s.contains("home: dora belongs to an"));
      panes.type(0, "long enough, dora");
      panes.awaitScreen(
          0, "dora at home", s -> last(s).equals("home/lobby›") && s.contains("dora@127.0.0.1"));
      assertTrue(bob.history().stream().noneMatch(text -> text.contains("long")));
      panes.type(0, "/connect home");
      panes.awaitScreen(0, "that it is", s -> s.contains("home is open already."));
      panes.type(0, "/disconnect");
      panes.awaitScreen(
          0, "the other alone", s -> s.contains("home is left.") && last(s).equals("lobby› kept"));
      assertFalse(panes.screen(0).contains("── work"));
    }
    Awaitility.await("no password is kept")
        .untilAsserted(
            () -> {
              try (var files = Files.walk(own)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                  assertFalse(Files.readString(file).contains("long en"), file.toString());
                }
              }
            });
  }

  /** What is typed is for the server that is shown, and that is no other because it was faster. */
  @Test
  void noServerIsTurnedToByItself() throws Exception {
    try (Peer slow = new Peer();
        Guest bob = Guest.in(work.plain(), "hal")) {
      Path own = settings("ida", "plain = true\naddress = \"127.0.0.1:" + slow.port() + "\"");
      try (Panes panes = new Panes(own, 120, 24, Programs.bin("chat") + " home work")) {
        panes.awaitScreen(
            0, "the faster", s -> hasRow(s, " 2 lobby +│.*") && last(s).equals("home/-›"));
        panes.type(0, "meant for home");
        panes.begin(0, "half");
        panes.awaitScreen(0, "what is typed", s -> last(s).equals("home/-› half"));
        panes.press(0, "M-2");
        panes.awaitScreen(0, "work", s -> last(s).equals("work/lobby›"));
        panes.type(0, "meant for work");
        bob.event(Event.Message.class, m -> m.text().equals("meant for work"));
        Peer.Conversation late = slow.accept();
        late.welcome("g1", "s1", "log", 40);
        Request.Send said = answered(late, Request.Send.class);
        late.send(Lies.truth(said));
        assertEquals("meant for home", said.text());
        panes.press(0, "M-1");
        panes.awaitScreen(
            0, "the rest", s -> last(s).startsWith("home/") && last(s).endsWith("› half"));
        panes.press(0, "C-u");
        panes.type(0, "/disconnect");
        Request.Bye bye = answered(late, Request.Bye.class);
        late.send(new Event.Bye(bye.id(), "bye", "Goodbye."));
        late.end();
        panes.awaitScreen(0, "work alone", s -> last(s).equals("lobby›"));
        panes.type(0, "/connect home");
        panes.awaitScreen(0, "both", s -> last(s).equals("work/lobby›"));
        panes.type(0, "goes on");
        bob.event(Event.Message.class, m -> m.text().equals("goes on"));
        late = slow.accept();
        late.welcome("g1", "s1", "log", 40);
        late.send(Lies.truth(late.receive(Request.Join.class)));
        panes.awaitScreen(0, "home", s -> hasRow(s, " 2 (?!-).*"));
        panes.type(0, "still here");
        bob.event(Event.Message.class, m -> m.text().equals("still here"));
      }
      assertTrue(bob.history().stream().noneMatch(text -> text.contains("home")));
    }
  }

  /** The first request of a kind; those before it are answered. */
  private static <T extends Request> T answered(Peer.Conversation chat, Class<T> kind)
      throws IOException {
    while (true) {
      Request request = chat.receive();
      if (kind.isInstance(request)) {
        return kind.cast(request);
      }
      chat.send(Lies.truth(request));
    }
  }

  @Test
  void whatEndsOneLeavesTheOtherAndShows() throws Exception {
    String other = "SHA256:" + "AB:".repeat(31) + "AB";
    Path own = settings("fay", "open = true\naddress = \"127.0.0.1:" + home.tls() + "\"");
    Path known = own.resolve(".local/state/parley/known-hosts");
    Files.createDirectories(known.getParent());
    Files.writeString(known, "127.0.0.1:" + home.tls() + " " + other + " -\n");
    String chat = "sh -c '" + Programs.bin("chat") + "; echo code $?; sleep 600'";
    try (Guest bob = Guest.in(work.plain(), "gil");
        Panes panes = new Panes(own, 120, 24, chat)) {
      panes.awaitScreen(
          0,
          "one that is over",
          s -> hasRow(s, " ✗ connection over *│.*") && hasRow(s, " 2 - +│.*"));
      panes.press(0, "M-1");
      panes.awaitScreen(0, "work", s -> last(s).equals("work/lobby›"));
      panes.type(0, "all is well here");
      bob.event(Event.Message.class, m -> m.text().equals("all is well here"));
      panes.type(0, "/disconnect");
      panes.awaitScreen(0, "how one leaves", s -> s.contains("No other server is open: /quit"));
      panes.press(0, "M-2");
      panes.awaitScreen(
          0, "why", s -> s.contains("HAS CHANGED") && s.contains("/reconnect begins anew"));
      panes.type(0, "is anybody here?");
      panes.awaitScreen(
          0, "that it is not said", s -> s.contains("the connection is over: is anyb"));
      panes.type(0, "/reconnect");
      panes.type(0, "and now?");
      panes.awaitScreen(
          0,
          "the same server, anew",
          s -> s.contains("the connection is over: and now?") && last(s).equals("home/-›"));
      panes.resize(80, 24);
      panes.press(0, "M-1");
      panes.awaitScreen(0, "it without a list", s -> s.contains("home: ✗ connection over"));
      work.admin("kick", "fay", "lobby", "--reason", "be nice");
      panes.awaitScreen(0, "the kick", s -> s.contains("be nice"));
      panes.type(0, "/quit");
      panes.awaitScreen(0, "the end", s -> s.contains("code 0"));
      panes.start(
          0, "sh -c '" + Programs.bin("chat") + " --inline work home; echo code $?; sleep 600'");
      panes.await(0, "one alone", s -> s.contains("only work") && s.contains("is opened."));
      panes.awaitScreen(0, "the lobby", s -> s.contains("[lobby]"));
      panes.type(0, "/connect home");
      panes.awaitScreen(0, "why not", s -> s.contains("for one server"));
    }
  }
}
