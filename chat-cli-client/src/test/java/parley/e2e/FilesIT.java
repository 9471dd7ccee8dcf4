package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Ports;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that scripts send and fetch, on a good line and on bad ones. */
@Timeout(180)
class FilesIT {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int MIB = 1 << 20;

  /** What passes a gate before it closes, out of a file that has more. */
  private static final int SOME = 16 * MIB;

  private static final int LARGE = 24 * MIB;

  /** What is lost on the way when a connection is reset: what the kernels held of it. */
  private static final int HELD = 9 * MIB;

  /** Others may keep the machine busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path home;

  private static final Random RANDOM = new Random(5);
  private static ServerProcess server;
  private static int runs;
  private Path here;

  /** A command that runs, and what it prints. */
  private record Run(Process process, Path out, Path err) {
    int end() throws InterruptedException {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it goes on for ever");
      return process.exitValue();
    }

    String printed() throws IOException {
      return Files.readString(out, StandardCharsets.UTF_8);
    }

    String said() throws IOException {
      return Files.readString(err, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      try {
        return "It printed:\n" + printed() + "\nand said:\n" + said();
      } catch (IOException e) {
        return e.toString();
      }
    }
  }

  @BeforeAll
  static void start() throws IOException {
    server =
        ServerProcess.shipped(home, "session.grace=10m", "limits.guests-per-minute-per-address=0");
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void somewhere() throws IOException {
    here = Files.createTempDirectory(home, "here");
  }

  private Path file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return Files.write(home.resolve(name), bytes);
  }

  private Run chat(int port, Map<String, String> environment, String command, String... arguments)
      throws IOException {
    runs++;
    Path out = home.resolve("out-" + runs);
    Path err = home.resolve("err-" + runs);
    List<String> line = new ArrayList<>(List.of(Programs.bin("chat"), command, "--plain"));
    line.addAll(List.of("--server", "carrier" + runs + "@127.0.0.1:" + port));
    line.addAll(List.of(arguments));
    Map<String, String> more = new HashMap<>(environment);
    more.putIfAbsent("HOME", home.toString());
    return new Run(Programs.start(here, out, err, line, more), out, err);
  }

  private Run chat(String command, String... arguments) throws IOException {
    return chat(server.plain(), Map.of(), command, arguments);
  }

  /** What a command prints that goes well. */
  private String done(Run run) throws Exception {
    assertEquals(0, run.end(), run::toString);
    return run.printed();
  }

  private String failed(int code, Run run) throws Exception {
    int end = run.end();
    assertEquals(code, end, run.said());
    assertFalse(run.said().contains("Exception"), run.said());
    return run.said();
  }

  private String put(Path file) throws Exception {
    return done(chat("put", "lobby", file.toString())).split(" ", 2)[0];
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(here)) {
      return all.map(p -> p.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private void arrived(Path file, String name) throws IOException {
    assertEquals(-1, Files.mismatch(file, here.resolve(name)));
  }

  private static void holds(Gate gate) {
    await("it is in the middle").atMost(PATIENCE).until(gate::holds);
  }

  @Test
  void whatIsSentIsFetched() throws Exception {
    Path one = file("a report.pdf", 3 * MIB + 17);
    Path two = file("empty", 0);
    List<JsonNode> sent =
        done(chat("put", "--json", "--text", "Both.", "#lobby", one.toString(), two.toString()))
            .lines()
            .map(MAPPER::readTree)
            .toList();
    assertEquals(2, sent.size());
    assertEquals("a report.pdf", sent.getFirst().get("name").asString());
    assertEquals("lobby", sent.getFirst().get("to").asString());
    String seq = sent.getFirst().get("seq").asString();

    assertEquals("a report.pdf\n", done(chat("get", "-r", "lobby", seq)));
    arrived(one, "a report.pdf");
    Run piped = chat("get", "-r", "lobby", seq, "-o", "-");
    assertEquals(0, piped.end(), piped.said());
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(piped.out()));
    JsonNode kept = MAPPER.readTree(done(chat("get", "--json", "-r", "lobby", "-o", "other", seq)));
    assertEquals(3 * MIB + 17, kept.get("size").asInt());
    assertEquals("other", kept.get("path").asString());
    arrived(one, "other");
    done(chat("get", "-r", "lobby", sent.getLast().get("seq").asString()));
    arrived(two, "empty");

    String shown = done(chat("history", "lobby"));
    assertTrue(shown.contains(": Both.\n"), shown);
    assertTrue(shown.contains("╰ file a report.pdf, 3.0 MiB, #" + seq + "\n"), shown);
    assertEquals("", piped.said(), "no progress where nobody looks");
  }

  @Test
  void exitCodesSayWhatWentWrong() throws Exception {
    Path file = file("report.pdf", 1_000);
    assertTrue(failed(5, chat("put", "lobby", "nothing")).contains("There is no file nothing."));
    assertTrue(failed(5, chat("put", "lobby", home.toString())).contains("is a folder"));
    failed(2, chat("put", "lobby"));
    failed(1, chat("put", "@nobody", file.toString()));
    String seq = put(file);
    assertTrue(failed(1, chat("get", seq)).contains("File not found"), "who may not read it");
    assertTrue(failed(1, chat("get", "-r", "lobby", "999999")).contains("File not found"));

    Files.writeString(here.resolve("report.pdf"), "mine");
    assertTrue(failed(5, chat("get", "-r", "lobby", seq)).contains("is there already"));
    assertEquals("mine", Files.readString(here.resolve("report.pdf")));
    done(chat("get", "--force", "-r", "lobby", seq));
    arrived(file, "report.pdf");
    assertEquals(List.of("report.pdf"), names());

    failed(2, chat("get", "--json", "-o", "-", seq));
    failed(3, chat(Ports.free(), Map.of(), "get", "--retry-for", "1", "-r", "lobby", seq));
  }

  @Test
  void aDeletedMessageHasNoFile() throws Exception {
    Path file = file("report.pdf", 1_000);
    String[] place = {"--session-file", home.resolve("place").toString()};
    String seq = done(chat("put", place[0], place[1], "lobby", file.toString())).split(" ", 2)[0];
    done(chat("delete", place[0], place[1], seq));
    assertTrue(failed(1, chat("get", "-r", "lobby", seq)).contains("File not found"));
    assertEquals(List.of(), names());
  }

  @Test
  void whatTheServersDiskSpoiledIsRefused() throws Exception {
    String told = done(chat("put", "--json", "lobby", file("report.pdf", 200_000).toString()));
    String seq = MAPPER.readTree(told).get("seq").asString();
    String sha256 = MAPPER.readTree(told).get("sha256").asString();
    Path stored = home.resolve("data/files").resolve(sha256.substring(0, 2)).resolve(sha256);
    byte[] bytes = Files.readAllBytes(stored);
    bytes[100_000] ^= 1;
    Files.write(stored, bytes);
    assertTrue(failed(5, chat("get", "-r", "lobby", seq)).contains("not kept"));
    assertEquals(List.of(), names());
    Files.writeString(here.resolve("report.pdf"), "mine");
    failed(5, chat("get", "-f", "-r", "lobby", seq));
    assertEquals("mine", Files.readString(here.resolve("report.pdf")));
    failed(5, chat("get", "-r", "lobby", seq, "-o", "-"));
  }

  @Tag("campaign") // half a minute; afterOneCutOnlyTheRestTravels is always run
  @Test
  void onALineThatIsCutAgainAndAgainAllArrives() throws Exception {
    Path file = file("report.pdf", 200_000);
    int copies = 5;
    try (Cutter cutter = new Cutter(server.plain(), 7)) {
      cutter.calm(false);
      List<String> files = new ArrayList<>(List.of("cut"));
      files.addAll(Collections.nCopies(copies, file.toString()));
      String put = done(chat(cutter.port(), Map.of(), "put", files.toArray(String[]::new)));
      assertEquals(copies, put.lines().count());
      int cuts = cutter.cuts();
      assertTrue(cuts > 2, "cuts: " + cuts);
      for (String line : put.lines().toList()) {
        if (cutter.cuts() <= cuts) {
          String seq = line.split(" ", 2)[0];
          done(chat(cutter.port(), Map.of(), "get", "-r", "cut", "-o", seq, seq));
          arrived(file, seq);
        }
      }
      assertTrue(cutter.cuts() > cuts, "cuts: " + cutter.cuts());
    }
    assertTrue(names().stream().noneMatch(name -> name.endsWith(".part")), names()::toString);
    assertEquals(copies, said("cut"), "each is said once");
  }

  /** How many files were said in a room. */
  private long said(String room) throws Exception {
    return done(chat("history", room, "--json"))
        .lines()
        .filter(line -> line.contains("\"file\""))
        .count();
  }

  @Test
  void afterOneCutOnlyTheRestTravels() throws Exception {
    Path file = file("report.pdf", LARGE);
    String seq;
    try (Gate gate = new Gate(server.plain(), SOME)) {
      Run put = chat(gate.port(), Map.of(), "put", "--create", "once", file.toString());
      holds(gate);
      gate.cut();
      gate.open();
      seq = done(put).split(" ", 2)[0];
      assertTrue(gate.passed() < LARGE + HELD, "bytes on the way up: " + gate.passed());
    }
    try (Gate gate = new Gate(server.plain(), SOME)) {
      Run get = chat(gate.port(), Map.of(), "get", "-r", "once", seq);
      holds(gate);
      gate.cut();
      gate.open();
      done(get);
      assertTrue(gate.passed() < LARGE + HELD, "bytes on the way down: " + gate.passed());
    }
    arrived(file, "report.pdf");
  }

  @Test
  void aServerThatIsKilledInTheMiddleGetsAndGivesTheRest() throws Exception {
    Path file = file("report.pdf", LARGE);
    String seq;
    try (Gate gate = new Gate(server.plain(), SOME)) {
      Run put = chat(gate.port(), Map.of(), "put", "--create", "killed", file.toString());
      holds(gate);
      server.kill();
      gate.open();
      server.start();
      seq = done(put).split(" ", 2)[0];
      assertTrue(gate.passed() < LARGE + HELD, "bytes on the way up: " + gate.passed());
    }
    try (Gate gate = new Gate(server.plain(), SOME)) {
      Run get = chat(gate.port(), Map.of(), "get", "-r", "killed", seq);
      holds(gate);
      server.kill();
      gate.open();
      server.start();
      done(get);
      assertTrue(gate.passed() < LARGE + HELD, "bytes on the way down: " + gate.passed());
    }
    arrived(file, "report.pdf");
    assertEquals(1, said("killed"), "it is said once");
  }

  @Test
  void aClientThatIsKilledGoesOnWhenItIsCalledAgain() throws Exception {
    Path file = file("report.pdf", LARGE);
    String seq = put(file);
    try (Gate gate = new Gate(server.plain(), SOME)) {
      Run get = chat(gate.port(), Map.of(), "get", "-r", "lobby", seq);
      holds(gate);
      get.process().destroyForcibly().waitFor();
    }
    assertEquals(1, names().size());
    assertTrue(names().getFirst().endsWith(".part"), names()::toString);
    try (Gate gate = new Gate(server.plain(), Long.MAX_VALUE)) {
      done(chat(gate.port(), Map.of(), "get", "-r", "lobby", seq));
      assertTrue(gate.passed() < LARGE - SOME + HELD, "bytes: " + gate.passed());
    }
    arrived(file, "report.pdf");
    assertEquals(List.of("report.pdf"), names());
  }

  @Test
  void aLargeFileFitsThroughASmallHeap() throws Exception {
    Path file = file("large", 40 * MIB);
    Map<String, String> small = Map.of("PARLEY_JAVA_OPTS", "-Xmx24m");
    String seq =
        done(chat(server.plain(), small, "put", "lobby", file.toString())).split(" ", 2)[0];
    done(chat(server.plain(), small, "get", "-r", "lobby", seq));
    arrived(file, "large");
  }

  // ---- at the terminal ------------------------------------------------------------------------

  /** Where a row ends depends on how long the folder's name is. */
  private static String unwrapped(String screen) {
    return screen.replaceAll("\\s+", " ");
  }

  @Test
  void atTheTerminalFilesAreSentAndFetchedBesideTheChat() throws Exception {
    Programs.need("tmux");
    Path file = file("my report.pdf", 300_000);
    Path downloads = Files.createDirectories(home.resolve("Downloads"));
    String chat = Programs.bin("chat") + " --plain ";
    String at = "@127.0.0.1:" + server.plain();
    try (Panes panes = new Panes(home, List.of(chat + "alice" + at, chat + "bob" + at))) {
      panes.await(0, "that she is there", s -> s.contains("You joined lobby."));
      panes.await(1, "that he is there", s -> s.contains("You joined lobby."));
      panes.type(0, "/send ~/my\\ report.pdf The figures.");
      String told =
          panes.await(1, "the file", s -> s.contains("╰ file my report.pdf, 293.0 KiB · /get #"));
      String seq = told.replaceAll("(?s).*· /get #(\\d+).*", "$1");
      assertTrue(told.contains("alice: The figures."), told);
      panes.type(1, "/get");
      panes.await(1, "that it is here", s -> s.contains("digest checked) is in"));
      assertEquals(-1, Files.mismatch(file, downloads.resolve("my report.pdf")));

      Files.writeString(downloads.resolve("my report.pdf"), "mine");
      panes.type(1, "/get #" + seq);
      panes.await(1, "the question", s -> unwrapped(s).contains("Type y to replace it"));
      panes.type(1, "no, thanks");
      panes.await(0, "what was no answer", s -> s.contains("bob: no, thanks"));
      panes.type(1, "y");
      panes.await(0, "what comes too late to be one", s -> s.contains("bob: y"));
      assertEquals("mine", Files.readString(downloads.resolve("my report.pdf")));
      panes.type(1, "/get my report.pdf as copy.pdf");
      await().atMost(PATIENCE).until(() -> Files.exists(downloads.resolve("copy.pdf")));
      assertEquals(-1, Files.mismatch(file, downloads.resolve("copy.pdf")));
      panes.type(1, "/get");
      panes.await(1, "it again", s -> unwrapped(s).split("Type y", -1).length == 3);
      panes.type(1, "y");
      await("it is replaced")
          .atMost(PATIENCE)
          .until(() -> Files.mismatch(file, downloads.resolve("my report.pdf")) == -1);

      panes.type(0, "/delete");
      panes.await(1, "that it is gone", s -> s.contains("alice: (deleted)"));
      panes.type(1, "/get #" + seq);
      panes.await(1, "that there is none", s -> s.contains("Not fetched: File not found"));
      panes.type(0, "/send nothing");
      panes.await(0, "that there is none", s -> s.contains("There is no file nothing."));
    }
  }

  @Test
  void aFileThatTakesLongIsShownAndCancelled() throws Exception {
    Programs.need("tmux");
    file("large.iso", 20 * MIB);
    try (Gate gate = new Gate(server.plain(), 6 * MIB);
        Panes panes =
            new Panes(
                home, List.of(Programs.bin("chat") + " --plain carol@127.0.0.1:" + gate.port()))) {
      panes.await(0, "that she is there", s -> s.contains("You joined lobby."));
      panes.type(0, "/send ~/large.iso");
      panes.await(0, "how far it is", s -> s.matches("(?s).*1 ↑ large\\.iso ━+╌+ .*%.*"));
      panes.type(0, "/quit");
      panes.await(0, "that it is on its way", s -> s.contains("Leave all the same?"));
      panes.type(0, "/cancel");
      panes.await(0, "that it is given up", s -> s.contains("Not sent: Given up."));
      await("the line is gone").atMost(PATIENCE).until(() -> !panes.screen(0).contains("↑"));
    }
  }

  @Test
  void whatIsSentAndFetchedAtTheTerminalOutlivesACut() throws Exception {
    Programs.need("tmux");
    Path file = file("cut.iso", LARGE);
    Path fetched = Files.createDirectories(home.resolve("Downloads")).resolve("cut.iso");
    try (Gate gate = new Gate(server.plain(), SOME);
        Panes panes =
            new Panes(
                home, List.of(Programs.bin("chat") + " --plain anna@127.0.0.1:" + gate.port()))) {
      panes.await(0, "that she is there", s -> s.contains("You joined lobby."));
      panes.type(0, "/send ~/cut.iso Whole?");
      holds(gate);
      gate.cut();
      gate.open();
      panes.await(0, "the file", s -> s.contains("╰ file cut.iso, 24.0 MiB · /get #"));
      gate.open(SOME);
      panes.type(0, "/get cut.iso");
      holds(gate);
      gate.cut();
      gate.open();
      panes.await(0, "that it is here", s -> s.contains("digest checked) is in"));
      assertEquals(-1, Files.mismatch(file, fetched));
      assertTrue(gate.passed() < 2L * LARGE + 2L * HELD, "bytes: " + gate.passed());
    }
  }
}
