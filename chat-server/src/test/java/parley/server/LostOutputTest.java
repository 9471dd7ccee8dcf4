package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.text.StandardOutput;
import picocli.CommandLine;

/** Every command that there is, on a full disk: what it could not print is no success. */
@EnabledOnOs(OS.LINUX)
class LostOutputTest {
  private static final int LOST = 74;
  private static final String SENTENCE =
      "chat-server: standard output could not be written: No space left on device";

  @TempDir Path folder;
  private final PrintStream stderr = System.err;
  private final InputStream stdin = System.in;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setIn(new ByteArrayInputStream(new byte[0]));
  }

  @AfterEach
  void stopListening() {
    System.setErr(stderr);
    System.setIn(stdin);
  }

  private int run(List<String> words) throws Exception {
    said.reset();
    StandardOutput full = new StandardOutput(new FileOutputStream("/dev/full"));
    return ChatServer.run(full, words.toArray(String[]::new));
  }

  private void isLost(List<String> words) throws Exception {
    int code = run(words);
    String all = said.toString(StandardCharsets.UTF_8);
    assertEquals(LOST, code, words + ": " + all);
    assertEquals(1, all.lines().filter(SENTENCE::equals).count(), words + ": " + all);
  }

  private static void names(CommandLine command, List<String> before, List<List<String>> all) {
    for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
      List<String> words = new ArrayList<>(before);
      words.add(sub.getKey());
      all.add(words);
      names(sub.getValue(), words, all);
    }
  }

  /** In an order in which each finds what it needs; more than one way of printing where it has. */
  private Map<String, List<String>> ways() {
    Map<String, List<String>> ways = new LinkedHashMap<>();
    ways.put("config", List.of("", "--json", "--default"));
    ways.put("certs init", List.of(""));
    ways.put("certs show", List.of("", "--json"));
    ways.put("certs issue", List.of("-o " + folder.resolve("other") + " localhost"));
    ways.put("certs renew", List.of("--json"));
    ways.put("certs new-authority", List.of(""));
    ways.put("admin", List.of("", "help", "help ban", "stats", "connections --json"));
    ways.put(
        "backup",
        List.of(
            "--temporary " + folder.resolve("b"), "--temporary -f --json " + folder.resolve("b")));
    ways.put("check", List.of("", "--json"));
    ways.put("export", List.of("", "--room lobby"));
    ways.put("restore", List.of("--force " + folder.resolve("b")));
    ways.put("import", List.of());
    ways.put("completion", List.of("bash"));
    ways.put("man", List.of(""));
    return ways;
  }

  @Test
  void noCommandSucceedsWithoutItsOutput() throws Exception {
    List<List<String>> commands = new ArrayList<>();
    names(ChatServer.commandLine(), List.of(), commands);
    assertTrue(commands.size() > 10, commands.toString());
    isLost(List.of("--help"));
    isLost(List.of("--version"));
    for (List<String> command : commands) {
      List<String> words = new ArrayList<>(command);
      words.add("--help");
      isLost(words);
      if (!command.equals(List.of("certs"))) {
        String name = String.join(" ", command);
        assertNotNull(ways().get(name), "how does " + name + " print? Say so in this test.");
      }
    }
    TestServer server = TestServer.in(folder);
    try {
      for (Map.Entry<String, List<String>> command : ways().entrySet()) {
        if (command.getKey().equals("restore")) {
          server.close();
        }
        for (String way : command.getValue()) {
          List<String> words =
              new ArrayList<>(List.of("--set", "data.dir=" + folder.resolve("data")));
          words.addAll(List.of("--set", "certs.dir=" + folder.resolve("certs")));
          words.addAll(List.of((command.getKey() + " " + way).strip().split(" ")));
          isLost(words);
        }
      }
    } finally {
      server.close();
    }
  }

  /** The code of what went wrong before says more. */
  @Test
  void whatFailedAnywayKeepsItsCode() throws Exception {
    assertEquals(1, run(List.of("--set", "data.dir=" + folder.resolve("none"), "check")));
    assertEquals(2, run(List.of("chek")));
  }
}
