package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** Both programs at a shell: signals, keys that are signals, and terminals of every name. */
class SignalsIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path served;

  private static ServerProcess server;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private Panes panes;
  private boolean closed;
  private int looks;

  @BeforeAll
  static void aServer() throws Exception {
    Programs.need("tmux", "bash");
    server = ServerProcess.shipped(served, "log.level=info", "session.grace=10m");
    server.start();
  }

  /** Whatever signals it got before. */
  @AfterAll
  static void theServerEndsWell() throws Exception {
    if (server != null) {
      assertEquals(0, server.stop());
    }
  }

  @BeforeEach
  void aShell() throws Exception {
    panes = new Panes(home, List.of("bash --norc --noprofile"));
    type("PS1='ready> '");
    sees("ready> ");
  }

  @AfterEach
  void allIsOver() throws Exception {
    if (!closed) {
      panes.close();
    }
    if (Files.exists(home.resolve("pid"))) {
      isOver(pid());
    }
  }

  private static void isOver(long pid) {
    await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  private void type(String line) throws Exception {
    panes.type(0, line);
  }

  private void sees(String what) {
    panes.await(0, what, shown -> shown.contains(what));
  }

  /** Starts the client from the shell, and waits until it is in the lobby. */
  private void chat(String before, String name) throws Exception {
    String chat = Programs.bin("chat") + " --plain " + name + "@127.0.0.1:" + server.plain();
    type(before + " sh -c 'echo $$ >pid; exec " + chat + "'");
    sees("You joined lobby");
  }

  private long pid() throws Exception {
    return Long.parseLong(Files.readString(home.resolve("pid")).strip());
  }

  private static void signal(String name, long pid) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-s", name, "" + pid).start().waitFor());
  }

  /** What the shell would show after a program that left everything as it was. */
  private void theTerminalIsAsItWas() throws Exception {
    String shown = panes.screen(0);
    assertFalse(shown.contains("@127.0.0.1:" + server.plain() + " ·"), "no bar: " + shown);
    assertFalse(shown.contains("Exception") || shown.contains("\tat "), shown);
    looks++;
    type(
        "echo modes" + looks + " $(stty -a | tr ' ' '\\n' | grep -c -x -e icanon -e echo -e isig)");
    sees("modes" + looks + " 3\n");
  }

  /** The library closes the terminal before the server has stopped: it has somebody to let go. */
  @Test
  void shutdownAtTheServersOwnPromptEndsWithoutAFault() throws Exception {
    String begin =
        Programs.bin("chat-server")
            + " --set data.dir=prompt --set listen.plain=127.0.0.1:0 --set listen.tls=off"
            + " --set listen.metrics=off";
    type("clear; " + begin + "; echo code $?");
    sees("parley>");
    sees("nc 127.0.0.1 ");
    Matcher address = Pattern.compile("nc 127.0.0.1 (\\d+)").matcher(panes.all(0));
    assertTrue(address.find(), panes.all(0));
    int port = Integer.parseInt(address.group(1));
    try (Client alice = Client.framed(port, 0, null)) {
      alice.send(Request.Hello.as("1", "alice"));
      alice.receive();
      type("shutdown");
      sees("code 0");
      String shown = panes.all(0);
      assertFalse(shown.contains("Exception") || shown.contains("The console ended"), shown);
    }
  }

  @Test
  void theServerReadsItsSettingsAgainAndIsStoppedByNoKey() throws Exception {
    signal("HUP", server.pid());
    await().until(() -> server.printed().contains("SIGHUP: No setting changed"));
    for (String name : List.of("TSTP", "TTIN", "TTOU", "HUP")) {
      signal(name, server.pid());
    }
    await().until(() -> server.printed().contains("SIGTSTP (ctrl-Z) is ignored"));
    try (Guest guest = Guest.in(server.plain(), "still")) {
      guest.ping();
    }
  }

  /** On terminals of which all, nothing or something else is known; TERM at first. */
  @ParameterizedTest
  @CsvSource({
    "plain, '', TERM",
    "bare, '', C-d",
    "dumb, TERM=dumb, TERM",
    "nameless, TERM='', C-d",
    "old, TERM=vt52, C-d",
    "ghost, TERM=xterm-ghostty, HUP",
    "unknown, TERM=never-heard-of, C-d"
  })
  void theClientIsSuspendedGoesOnAndLeavesNothing(String name, String term, String end)
      throws Exception {
    chat(term, name);
    if (name.equals("ghost") || name.equals("unknown")) {
      isNotDumb(name);
    }
    if (name.equals("dumb") || name.equals("nameless")) {
      linesDoNotRunTogether(name);
    }
    panes.press(0, "C-z");
    sees("Stopped");
    theTerminalIsAsItWas();
    type("fg");
    type("after that");
    sees(name + ": after that");
    if (end.equals("C-d")) {
      panes.press(0, end);
    } else {
      signal(end, pid());
      isOver(pid());
    }
    type("echo code $?");
    sees("code " + Map.of("C-d", 0, "TERM", 143, "HUP", 129).get(end));
    theTerminalIsAsItWas();
    // Long before the grace is over; the server has to see the end, though.
    await("the name is free").until(() -> isFree(name));
  }

  @Test
  void whoseTerminalIsGoneEnds() throws Exception {
    chat("setsid", "alice");
    assertTrue(ProcessHandle.of(pid()).orElseThrow().isAlive());
    panes.close();
    closed = true;
    isOver(pid());
  }

  private static boolean isFree(String name) throws Exception {
    try (Client other = Client.framed(server.plain(), 0, null)) {
      other.send(Request.Hello.as("1", name));
      return other.patience(Duration.ofSeconds(60)).receive() instanceof Reply.Welcome;
    }
  }

  private void isNotDumb(String name) throws Exception {
    sees("[lobby]");
    panes.await(0, "the bar", s -> s.matches("(?s).*lobby \\(\\d\\) · " + name + "@127.0.0.1.*"));
    assertFalse(panes.all(0).contains("Exception"), panes.all(0));
  }

  private void linesDoNotRunTogether(String name) throws Exception {
    panes.press(0, "half a li");
    sees("half a li");
    try (Guest bob = Guest.in(server.plain(), "bob-" + name)) {
      bob.say("in between");
      sees("bob-" + name + ": in between");
    }
    panes.press(0, "ne");
    panes.press(0, "Enter");
    sees(name + ": half a line");
    String shown = panes.all(0);
    String between = "\\d\\d:\\d\\d bob-" + name + ": in between";
    assertTrue(shown.lines().anyMatch(line -> line.matches(between)), shown);
    assertFalse(shown.contains("half a li1"), shown);
    assertFalse(shown.contains("[?"), "nothing is said to a terminal that would show it: " + shown);
  }
}
