package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/**
 * What is typed is what arrives, in a shell that says nothing of characters (as of cron or in a
 * bare container), and whatever a library would make of it.
 */
class AsTypedIT {
  private static final Map<String, String> NO_LOCALE = Map.of("LC_ALL", "", "LANG", "");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path home;

  private static ServerProcess server;

  @BeforeAll
  static void aServerAndFilesThatCouldBeTakenForWords() throws Exception {
    server = ServerProcess.shipped(home, NO_LOCALE, "server.name=Grüße");
    server.start();
    Files.writeString(home.resolve("bob"), "lobby\n");
    Files.writeString(home.resolve("key"), "--help\n");
  }

  @AfterAll
  static void allIsOver() {
    if (server != null) {
      server.close();
    }
  }

  private String chat(int expected, String command, String... words) throws Exception {
    List<String> line = new ArrayList<>();
    line.addAll(List.of(Programs.bin("chat"), command, "--plain"));
    line.addAll(List.of("-s", "zoë@127.0.0.1:" + server.plain()));
    line.addAll(List.of(words));
    return run(expected, line);
  }

  private String run(int expected, List<String> line) throws Exception {
    Path output = home.resolve("output.txt");
    Path errors = home.resolve("errors.txt");
    Process process = Programs.start(home, output, errors, line, NO_LOCALE);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends by itself: " + line);
    String said = Files.readString(output) + Files.readString(errors);
    assertEquals(expected, process.exitValue(), said);
    return said;
  }

  private String lobby() throws Exception {
    return chat(0, "history", "lobby");
  }

  /** A server, a name, a pin that would not count must not be taken in silence. */
  @Test
  void whatStandsBeforeACommandIsRefused() throws Exception {
    String chat = Programs.bin("chat");
    String address = "127.0.0.1:" + server.plain();
    for (List<String> before :
        List.of(
            List.of("alice@chat.example.org"),
            List.of("--plain"),
            List.of("-n", "alice"),
            List.of("--fingerprint", "SHA256:00:11", "alice@" + address))) {
      List<String> line = new ArrayList<>(List.of(chat));
      line.addAll(before);
      line.addAll(List.of("send", "-s", address, "lobby", "not for here"));
      String said = run(2, line);
      assertTrue(said.contains("behind chat send"), said);
    }
    assertFalse(lobby().contains("not for here"));
  }

  @Test
  void wordsAreNoFilesAndNoOptions() throws Exception {
    chat(0, "send", "lobby", "@key");
    String refused = chat(1, "send", "@bob", "the key is under the mat");
    assertFalse(refused.contains("under the mat"), refused);
    chat(0, "send", "lobby", "--", "-5 degrees");
    chat(0, "send", "lobby", "--", "--help");
    String wrong = chat(2, "send", "lobby", "-5 degrees");
    assertTrue(wrong.contains("Put -- before words that begin with a hyphen"), wrong);
    run(
        0,
        List.of(
            Programs.bin("chat-server"),
            "admin",
            "--set",
            "data.dir=" + home.resolve("data"),
            "topic",
            "lobby",
            "@key"));
    String said = lobby();
    for (String text : List.of("@key", "-5 degrees", "--help")) {
      assertTrue(said.contains("zoë: " + text + "\n"), said);
    }
    assertFalse(said.contains("the key"), said);
    String rooms =
        run(
            0,
            List.of(Programs.bin("chat"), "rooms", "--plain", "zoë@127.0.0.1:" + server.plain()));
    assertTrue(rooms.contains("@key"), "the topic: " + rooms);
  }

  @Test
  void charactersOutsideAsciiPassEveryWay() throws Exception {
    chat(0, "send", "lobby", "grün, 太郎 🍜");
    Files.writeString(home.resolve("größe.txt"), "ß");
    String seq = chat(0, "put", "lobby", "größe.txt", "--text", "Größe", "--json");
    String number = seq.replaceAll("(?s).*\"seq\":(\\d+).*", "$1");
    chat(0, "get", "-r", "lobby", "-o", "zurück.txt", number);
    assertEquals("ß", Files.readString(home.resolve("zurück.txt")));
    String said = lobby();
    assertTrue(said.contains("zoë: grün, 太郎 🍜") && said.contains("größe.txt"), said);
    assertTrue(Files.readString(server.output()).contains("zoë"), "the log of the server");
  }

  @Test
  void withoutALauncherWhatIsLostIsSaid() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    String jar = System.getProperty("parley.client.jar");
    String refused = run(2, List.of(java, "-jar", jar, "send", "lobby", "grün"));
    assertTrue(refused.contains("set LC_ALL=C.UTF-8"), refused);
  }

  @Test
  void numbersHaveTheDigitsThatAreRead() throws Exception {
    Path errors = home.resolve("errors.txt");
    Path output = home.resolve("output.txt");
    Process process =
        Programs.start(
            home,
            output,
            errors,
            List.of(
                Programs.bin("chat"), "ping", "--plain", "127.0.0.1:" + server.plain(), "-c", "1"),
            Map.of("PARLEY_JAVA_OPTS", "-Duser.language=fa -Duser.country=IR"));
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String said = Files.readString(output) + Files.readString(errors);
    assertTrue(said.contains("1 sent, 1 came back right"), said);
  }
}
