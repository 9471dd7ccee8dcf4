package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** Both programs at a shell: signals, keys that are signals, and terminals of every name. */
class SignalsIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private ServerProcess server;
  private Panes panes;
  private boolean closed;

  @BeforeEach
  void aServerAndAShell() throws Exception {
    Programs.need("tmux", "bash");
    server = ServerProcess.shipped(home, "log.level=info");
    server.start();
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
    server.close();
    isOver(server.pid());
  }

  private static void isOver(long pid) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  private void type(String line) throws Exception {
    panes.type(0, line);
  }

  private void sees(String what) {
    panes.await(0, what, shown -> shown.contains(what));
  }

  /** Starts the client from the shell, and waits until it is in the lobby. */
  private void chat(String before) throws Exception {
    String chat = Programs.bin("chat") + " --plain alice@127.0.0.1:" + server.plain();
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
    assertFalse(shown.contains("alice@127.0.0.1:" + server.plain() + " ·"), "no bar: " + shown);
    assertFalse(shown.contains("Exception") || shown.contains("\tat "), shown);
    type("stty -a | tr ' ' '\\n' | grep -c -x -e icanon -e echo -e isig");
    sees("\n3\n");
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
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.readString(server.output()).contains("SIGHUP: No setting changed"));
    for (String name : List.of("TSTP", "TTIN", "TTOU", "HUP")) {
      signal(name, server.pid());
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.readString(server.output()).contains("SIGTSTP (ctrl-Z) is ignored"));
    try (Client link = Client.framed(server.plain(), 0, null)) {
      link.send(new Request.Ping("still", null));
      assertEquals("still", ((Reply.Pong) link.receive()).re());
    }
    assertEquals(0, server.stop());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "TERM=dumb", "TERM=vt52"})
  void theClientIsSuspendedAndGoesOn(String term) throws Exception {
    chat(term);
    panes.press(0, "C-z");
    sees("Stopped");
    theTerminalIsAsItWas();
    type("fg");
    type("after that");
    sees("alice: after that");
    panes.press(0, "C-d");
    type("echo code $?");
    sees("code 0");
    theTerminalIsAsItWas();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143, ''", "HUP, 129, ''", "TERM, 143, TERM=dumb"})
  void aSignalEndsTheClientAndLeavesNothing(String name, int code, String term) throws Exception {
    chat(term);
    signal(name, pid());
    isOver(pid());
    type("echo code $?");
    sees("code " + code);
    theTerminalIsAsItWas();
    String who = server.admin("who");
    assertFalse(who.contains("alice"), "the name is free at once: " + who);
  }

  @Test
  void whoseTerminalIsGoneEnds() throws Exception {
    chat("setsid");
    assertTrue(ProcessHandle.of(pid()).orElseThrow().isAlive());
    panes.close();
    closed = true;
    isOver(pid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"xterm-ghostty", "never-heard-of"})
  void aTerminalOfWhichNothingIsKnownIsNotDumb(String name) throws Exception {
    chat("TERM=" + name);
    sees("[lobby]");
    sees("lobby (1) · alice@127.0.0.1");
    assertFalse(panes.all(0).contains("Exception"), panes.all(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dumb", "''"})
  void linesOnADumbTerminalDoNotRunTogether(String name) throws Exception {
    chat("TERM=" + name);
    panes.press(0, "half a li");
    sees("half a li");
    try (Client bob = Client.framed(server.plain(), 0, null)) {
      bob.send(Request.Hello.as("1", "bob"));
      bob.receive();
      bob.send(new Request.Join("2", "lobby"));
      bob.send(Request.Send.toRoom("3", "lobby", "in between"));
      sees("bob: in between");
    }
    panes.press(0, "ne");
    panes.press(0, "Enter");
    sees("alice: half a line");
    String shown = panes.all(0);
    assertTrue(
        shown.lines().anyMatch(line -> line.matches("\\d\\d:\\d\\d bob: in between")), shown);
    assertFalse(shown.contains("half a li1"), shown);
    assertFalse(shown.contains("[?"), "nothing is said to a terminal that would show it: " + shown);
  }
}
