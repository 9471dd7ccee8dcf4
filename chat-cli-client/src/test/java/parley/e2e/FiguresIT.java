package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client's commands that measure: {@code chat ping}, {@code chat stats --watch}, the board. */
class FiguresIT {
  @TempDir static Path home;

  private static ServerProcess server;

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.shipped(home);
    server.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Process chat(Path output, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.bin("chat")));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--ca", server.authority().toString(), "localhost:" + server.tls()));
    return Programs.start(home, output, home.resolve("errors.txt"), command);
  }

  private String ended(Process process, Path output) throws Exception {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
    assertEquals(0, process.exitValue(), Files.readString(home.resolve("errors.txt")));
    return Files.readString(output);
  }

  @Test
  void pingCountsWhatComesBack() throws Exception {
    Path said = home.resolve("ping.txt");
    String text = ended(chat(said, "ping", "--count", "5", "--interval", "0"), said);
    assertEquals(5, text.lines().filter(l -> l.contains("time=")).count(), text);
    assertTrue(text.contains("5 sent, 5 came back right, 0 wrong, 0% lost"), text);
    String piped = ended(chat(said, "ping", "--pipelined", "--count", "500", "--quiet"), said);
    assertTrue(piped.contains("500 sent, 500 came back right, 0 wrong, 0% lost"), piped);
  }

  @Test
  void watchedStatsComeAgainAndAgain() throws Exception {
    Path said = home.resolve("stats.txt");
    Process watch = chat(said, "stats", "--watch", "--json");
    try {
      await("three looks")
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(said).lines().count() >= 3);
    } finally {
      watch.destroy();
    }
    assertTrue(watch.waitFor(30, TimeUnit.SECONDS), "it ends");
    JsonMapper mapper = new JsonMapper();
    List<Double> uptimes =
        Files.readAllLines(said).stream()
            .map(l -> mapper.readTree(l).get("uptimeSeconds").doubleValue())
            .toList();
    for (int i = 1; i < uptimes.size(); i++) {
      assertTrue(uptimes.get(i) > uptimes.get(i - 1), uptimes::toString);
    }
  }

  /** What {@code chat stats --json} says. */
  private JsonNode figures() throws Exception {
    Path said = home.resolve("figures.json");
    return new JsonMapper().readTree(ended(chat(said, "stats", "--json"), said));
  }

  @Test
  void theBoardInTheChatTellsWhatTheFiguresSayAndGivesThePageBack() throws Exception {
    Programs.need("tmux");
    Path own = Files.createDirectory(home.resolve("board"));
    String command = Programs.bin("chat") + " --plain alice@127.0.0.1:" + server.plain();
    try (Guest bob = Guest.in(server.plain(), "bob");
        Panes panes = new Panes(own, 140, 40, command)) {
      panes.awaitScreen(0, "the lobby", s -> s.contains("You joined lobby."));
      panes.type(0, "/board");
      panes.awaitScreen(0, "plots", s -> s.contains("connections  2 ") && s.contains("[1:1m]"));
      for (int i = 0; i < 40; i++) {
        bob.say("alice: number " + i);
      }
      JsonNode now = figures();
      String screen =
          panes.awaitScreen(
              0,
              "them, and that they are unread",
              s -> peak(s, "messages/s").isPresent() && s.contains("1:lobby 40!"));
      double most = peak(screen, "messages/s").orElseThrow();
      assertTrue(now.at("/messages/accepted").intValue() >= 40, now::toString);
      assertTrue(most > 0 && most <= 40, screen);
      double top = top(screen);
      assertTrue(top >= most && top <= 2 * most, top + " for " + most + "\n" + screen);
      assertEquals(3, now.at("/connections/now").intValue(), "the board's two, and who asks");
      assertTrue(screen.contains("p99") && screen.matches("(?s).*\\d\\d:\\d\\d:\\d\\d.*"), screen);
      assertFalse(screen.contains("lobby›"), screen);
      panes.resize(80, 24);
      panes.awaitScreen(0, "six of them", s -> s.contains("1–6 of 12") && !s.contains("memory"));
      panes.press(0, "Right");
      panes.awaitScreen(0, "the others", s -> s.contains("memory") && s.contains("7–12 of 12"));
      panes.resize(40, 12);
      panes.awaitScreen(0, "one", s -> s.contains("outboxes") && s.contains("7–7 of 12"));
      panes.press(0, "3");
      panes.awaitScreen(0, "the day", s -> s.contains("[3:24h]") && s.contains("B┤"));
      panes.press(0, "q");
      panes.awaitScreen(0, "the page", s -> s.contains("number 39") && s.contains("lobby›"));
      panes.type(0, "said after that");
      bob.link.event(Event.Message.class, m -> m.text().equals("said after that"));
    }
  }

  /** The greatest of the first plot, as its title has it. */
  private static OptionalDouble peak(String screen, String title) {
    Matcher found = Pattern.compile(title + ".*? max ([0-9.]+)/s").matcher(screen);
    return found.find()
        ? OptionalDouble.of(Double.parseDouble(found.group(1)))
        : OptionalDouble.empty();
  }

  /** The end of the first plot's axis. */
  private static double top(String screen) {
    Matcher found = Pattern.compile("([0-9.]+)┤").matcher(screen);
    assertTrue(found.find(), screen);
    return Double.parseDouble(found.group(1));
  }

  @Test
  void theWatchedBoardOutlivesARestartAndGivesTheTerminalBack() throws Exception {
    Programs.need("tmux");
    Path own = Files.createDirectory(home.resolve("watch"));
    String watch = Programs.bin("chat") + " stats --watch --plain 127.0.0.1:" + server.plain();
    String shell = "sh -c 'echo stood here; %s; echo code $?; exec sleep 600'".formatted(watch);
    try (Panes panes = new Panes(own, 100, 24, shell)) {
      panes.awaitScreen(0, "plots", s -> s.contains("connections  1 "));
      assertFalse(panes.screen(0).contains("stood here"));
      assertEquals(0, server.stop());
      panes.awaitScreen(0, "why there is nothing new", s -> s.contains(" ✗ "));
      server.start();
      panes.awaitScreen(
          0,
          "a gap between what was and what is",
          s -> !s.contains(" ✗ ") && s.lines().anyMatch(r -> r.matches(".*└·+[─┬▲]+·+[─┬▲].*")));
      panes.press(0, "q");
      panes.awaitScreen(0, "the shell's", s -> s.contains("stood here") && s.contains("code 0"));
      panes.start(0, shell);
      panes.awaitScreen(0, "plots", s -> s.contains("connections  1 "));
      panes.press(0, "C-c");
      panes.awaitScreen(0, "the shell's", s -> s.contains("stood here") && s.contains("code 130"));
      for (String signal : List.of("TERM", "HUP")) {
        String pid = own.resolve(signal).toString();
        panes.start(
            0,
            shell.replace(
                "; " + watch, "; sh -c \"echo \\$\\$ >" + pid + "; exec " + watch + "\""));
        panes.awaitScreen(0, "plots", s -> s.contains("connections  1 "));
        String number = Files.readString(Path.of(pid)).strip();
        assertEquals(0, new ProcessBuilder("kill", "-" + signal, number).start().waitFor());
        String code = "code " + (signal.equals("HUP") ? 129 : 143);
        panes.awaitScreen(0, "the shell's", s -> s.contains("stood here") && s.contains(code));
      }
    }
  }
}
