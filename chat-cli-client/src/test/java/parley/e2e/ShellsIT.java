package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;

/** Completion in the shells themselves, and the manual pages in what shows them. */
@Timeout(300)
class ShellsIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path home;

  private static Map<String, String> path;

  @BeforeAll
  static void whatIsKnown() throws Exception {
    path = Map.of("PATH", Path.of(Programs.bin("chat")).getParent() + ":" + System.getenv("PATH"));
    Path state = Files.createDirectories(home.resolve(".local/state/parley"));
    Files.writeString(
        state.resolve("known-hosts"),
        "chat.example.org:7443 SHA256:aa -\n10.0.0.7:7555 SHA256:bb -\n$(touch\u00a0x):1 a -\n");
    Files.writeString(
        state.resolve("history"),
        "1:/join dev-ops\n2:/room @bob\n3:/room 2\n4:/join $(id)\n5:hi\n");
    Path config = Files.createDirectories(home.resolve(".config/parley"));
    Files.writeString(
        config.resolve("chat.toml"),
        "[servers.work]\naddress = \"chat.example.org\"\nrooms = [\"design\"]\n");
  }

  /** Runs it, and answers what it printed. */
  private static String run(String... line) throws Exception {
    Path output = home.resolve("output.txt");
    Path errors = home.resolve("errors.txt");
    Process process = Programs.start(home, output, errors, List.of(line), path);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it ends by itself");
    assertEquals("", Files.readString(errors), () -> String.join(" ", line));
    assertEquals(0, process.exitValue(), () -> String.join(" ", line));
    return Files.readString(output);
  }

  private static Path script(String program, String shell) throws Exception {
    String script = run(Programs.bin(program), "completion", shell);
    return Files.writeString(home.resolve(program + "." + shell), script);
  }

  private static Set<String> words(String printed) {
    return new TreeSet<>(List.of(printed.strip().split("\\s+")));
  }

  @Test
  void bashCompletesBothPrograms() throws Exception {
    Programs.need("bash");
    Path tried =
        Files.writeString(
            home.resolve("try.bash"),
            """
            source %s; source %s
            for line in "$@"; do
              COMP_LINE=$line COMP_POINT=${#line} COMPREPLY=()
              program=${line%%%% *}; __${program//-/_}; echo "${COMPREPLY[*]}"
            done
            """
                .formatted(script("chat", "bash"), script("chat-server", "bash")));
    String[] answers =
        run(
                "bash",
                tried.toString(),
                "chat se",
                "chat send --acks x --retry",
                "chat send ",
                "chat send -n send -s ",
                "chat rooms 10.0.0.7:",
                "chat-server certs ne",
                "chat completion f",
                "chat put lobby --token-file=chat.b")
            .split("\n");
    assertEquals(Set.of("send", "search"), words(answers[0]));
    assertEquals("--retry-for", answers[1]);
    assertEquals(Set.of("lobby", "design", "dev-ops"), words(answers[2]));
    assertEquals(
        Set.of("work", "localhost", "chat.example.org", "10.0.0.7:7555"), words(answers[3]));
    assertEquals("7555", answers[4], "only what follows the colon is replaced");
    assertEquals("new-authority", answers[5]);
    assertEquals("fish", answers[6]);
    assertEquals("chat.bash", answers[7]);
  }

  @Test
  void fishCompletesWithWhatItIsFor() throws Exception {
    Programs.need("fish");
    Path script = script("chat", "fish");
    String offered = run("fish", "-c", "source %s; complete -C 'chat se'".formatted(script));
    assertTrue(offered.contains("send\tSend a message"), offered);
    String rooms = run("fish", "-c", "source %s; complete -C 'chat send de'".formatted(script));
    assertEquals(Set.of("design", "dev-ops"), words(rooms));
    String hosts = run("fish", "-c", "source %s; complete -C 'chat send -s wo'".formatted(script));
    assertTrue(hosts.startsWith("work"), hosts);
  }

  @Test
  void zshCompletesAtItsPrompt() throws Exception {
    Programs.need("zsh", "tmux");
    Path script = script("chat", "zsh");
    try (Panes pane = new Panes(home, List.of("zsh -f -i"))) {
      pane.type(
          0,
          "PATH=%s PS1='ready> '; autoload -U compinit; compinit -D -u; source %s; clear"
              .formatted(path.get("PATH"), script));
      pane.awaitScreen(0, "a prompt", s -> s.strip().equals("ready>"));
      pane.begin(0, "chat send -s wo");
      pane.press(0, "Tab");
      pane.awaitScreen(0, "the server", s -> s.contains("chat send -s work"));
      pane.begin(0, "desi");
      pane.press(0, "Tab");
      pane.awaitScreen(0, "the room", s -> s.contains("-s work design"));
      pane.begin(0, "hi --tok");
      pane.press(0, "Tab");
      pane.press(0, "Tab");
      pane.awaitScreen(0, "options", s -> s.contains("--token-file     -- A file with a token"));
    }
  }

  @Test
  void theManualIsShownWithoutAWarning() throws Exception {
    Programs.need("man");
    for (String program : List.of("chat", "chat-server")) {
      Path page = home.resolve(program + ".1");
      Files.writeString(page, run(Programs.bin(program), "man"));
      String shown = run("man", "--warnings", "-P", "cat", "-l", page.toString());
      assertTrue(shown.contains(program.equals("chat") ? "chat send" : "chat-server certs"), shown);
      assertTrue(shown.contains("NAME") && shown.contains("SYNOPSIS"), shown);
    }
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mandoc")), "without mandoc it is not linted");
    assertEquals("", run("mandoc", "-Tlint", home.resolve("chat.1").toString()));
  }
}
