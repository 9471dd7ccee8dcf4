package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Event;
import parley.protocol.FileNames;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;
import parley.testkit.Programs;

/**
 * Files by nothing but a shell: the lines of the protocol's page, and those that text mode gives.
 */
class ShellFilesTest {
  private static final Path PAGE = Path.of("..", "docs", "protocol.md");
  private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);

  @TempDir Path folder;
  private TestServer server;

  @BeforeAll
  static void need() {
    Programs.need("nc", "openssl");
  }

  @BeforeEach
  void start() throws Exception {
    server = TestServer.in(folder, "listen.tls=127.0.0.1:0");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private record Outcome(int exit, String output) {}

  private static Outcome run(Path where, String line, String... environment)
      throws InterruptedException {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("sh", "-c", line).directory(where.toFile()).redirectErrorStream(true);
      for (int i = 0; i < environment.length; i += 2) {
        builder.environment().put(environment[i], environment[i + 1]);
      }
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "it ends: " + line);
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      return new Outcome(-1, e.toString());
    }
  }

  /** The page's commands, down and up in turns, each also by the other program. */
  static Stream<List<String>> lines() throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("### upload, download"));
    Matcher block = SHELL.matcher(section.substring(0, section.indexOf("\n### history")));
    assertTrue(block.find(), "the page has lines of shell");
    String[] commands = block.group(1).split("\n\n");
    assertEquals(4, commands.length);
    String nc = "nc localhost 7070";
    String openssl = "openssl s_client -quiet -connect localhost:7443 2>/dev/null";
    return Stream.of(List.of(commands[0], commands[1]), List.of(commands[2], commands[3]))
        .flatMap(
            pair ->
                Stream.of(
                    pair,
                    pair.stream()
                        .map(c -> c.contains(nc) ? c.replace(nc, openssl) : c.replace(openssl, nc))
                        .toList()));
  }

  private String here(String command) {
    return command
        .replace("localhost 7070", "127.0.0.1 " + server.plain().getPort())
        .replace("localhost:7443", "localhost:" + server.tls().getPort());
  }

  @ParameterizedTest
  @MethodSource("lines")
  void theLinesOfThePageCarryFiles(List<String> downAndUp) throws Exception {
    // Longer than any buffer on its way, with every byte, and what a terminal would obey.
    SentFile file = SentFile.random("report.pdf", 2_000_000, 1);
    Path from = Files.createDirectories(folder.resolve("from"));
    Path to = Files.createDirectories(folder.resolve("to"));
    Files.write(from.resolve("report.pdf"), file.bytes());
    try (Client alice = Client.in(server.plain(), "alice", "lobby")) {
      String up = file.offered(alice).ticket();
      String said = run(from, here(downAndUp.get(1)), "ticket", up).output;
      long seq = alice.event(Event.Message.class).seq();
      assertTrue(
          said.contains("OK 2000000\r\nOK message " + seq) || said.contains("\"seq\""), said);
      String down = alice.ask(Reply.Ticket.class, new Request.Download("g", seq)).ticket();
      Outcome got = run(to, here(downAndUp.get(0)), "ticket", down);
      assertEquals(0, got.exit, got.output);
      assertArrayEquals(file.bytes(), Files.readAllBytes(to.resolve("report.pdf")));
    }
  }

  // ---- by what text mode says -----------------------------------------------------------------

  private static String shellLine(Typist typist) throws IOException {
    typist.await("within 10 minutes:\r\n  ");
    return typist.await("\r\n").strip();
  }

  /**
   * What is told is what was asked for, or set; the address here is nobody's business behind NAT.
   */
  @Test
  void theLineNamesWhereThePersonReachesTheServer() throws Exception {
    int port = server.tls().getPort();
    try (Typist named = new Typist(server.tlsSocket("chat.bücher.test", server.tls()));
        Typist unnamed = typist(true, "unnamed");
        Typist plain = typist(false, "plain")) {
      named.type("named");
      named.await("-- you are in lobby");
      String command = "/upload a.txt 1 " + "0".repeat(64);
      named.type(command);
      assertTrue(
          shellLine(named).contains(" -connect chat.xn--bcher-kva.test:" + port + " "), "by SNI");
      unnamed.type(command);
      assertTrue(shellLine(unnamed).contains(" -connect 127.0.0.1:" + port + " "), "as dialled");
      plain.type(command);
      assertTrue(shellLine(plain).endsWith("| nc 127.0.0.1 " + server.plain().getPort()), "here");
      server.server.settings().set("server.address", "Chat.Example.org:443");
      for (Typist tls : List.of(named, unnamed)) {
        tls.type(command);
        assertTrue(shellLine(tls).contains(" -connect chat.example.org:443 "), "as set");
      }
      plain.type(command);
      assertTrue(shellLine(plain).endsWith("| nc 127.0.0.1 " + server.plain().getPort()), "here");
    }
  }

  private Typist typist(boolean tls, String name) throws Exception {
    Typist typist = tls ? new Typist(server.tlsSocket(null)) : Typist.at(server.plain());
    typist.type(name);
    typist.await("-- you are in lobby");
    return typist;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPersonAtABareSocketSendsAndFetches(boolean tls) throws Exception {
    SentFile file = SentFile.random("it's $(here) \"1\".bin", 300_000, 2);
    String name = file.info().name();
    Path from = Files.createDirectories(folder.resolve("from"));
    Path to = Files.createDirectories(folder.resolve("to"));
    String safe = FileNames.safe(name);
    // What the line writes into has no blank: it could choose what a row begins with.
    Path fetched = to.resolve("it_s___here___1_.bin");
    Files.write(from.resolve(safe), file.bytes());
    try (Typist alice = typist(tls, "alice");
        Typist bob = typist(tls, "bob")) {
      bob.type("/get");
      bob.await("! No file was sent here lately.");
      alice.type("/upload " + safe + " 300000 " + file.sha256());
      Outcome sent = run(from, shellLine(alice));
      assertTrue(sent.output.startsWith("OK 300000\r\nOK message "), sent.output);
      bob.await("alice: " + safe + "\r\n  -- a file, 293 KiB: /get ");
      String seq = bob.await(" ").strip();
      bob.type("/get");
      Outcome got = run(to, shellLine(bob));
      assertTrue(got.output.startsWith("OK 300000"), got.output);
      assertArrayEquals(file.bytes(), Files.readAllBytes(fetched));
      Files.writeString(fetched, "mine");
      bob.type("/get " + seq);
      run(to, shellLine(bob));
      assertEquals("mine", Files.readString(fetched), "nothing is written over");
      bob.type("/history");
      bob.await("  -- a file, 293 KiB: /get " + seq);
      alice.type("/delete alice");
      alice.await("-- taken back: alice: ");
      bob.await("-- alice took a message back");
      bob.type("/get " + seq);
      bob.await("! ERROR: File not found\r\n");
    }
  }

  @Test
  void anUploadThatWasCutGoesOnByTheLineThatIsGiven() throws Exception {
    SentFile file = SentFile.random("f.bin", 300_000, 3);
    Path from = Files.createDirectories(folder.resolve("from"));
    Files.write(from.resolve("f.bin"), file.bytes());
    String command = "/upload f.bin 300000 " + file.sha256();
    try (Typist alice = typist(false, "alice");
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      alice.type(command);
      run(
          from,
          shellLine(alice).replace("cat 'f.bin'", "head -c 100000 f.bin").replace("nc ", "nc -N "));
      await().until(() -> server.figure("files", "transfers") == 0);
      alice.type(command);
      String line = shellLine(alice);
      assertTrue(line.contains("tail -c +100001 'f.bin'"), line);
      assertTrue(run(from, line).output.startsWith("OK 200000\r\nOK message"), line);
      assertEquals(file.info(), bob.event(Event.Message.class).file());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/transfer",
        "/transfer a b c",
        "/transfer x -1",
        "/transfer y",
        "/transfer aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void aLineThatIsWrongIsAnsweredAndEnds(String line) throws Exception {
    try (Typist typist = Typist.at(server.plain())) {
      typist.type(line);
      String said = typist.rest();
      assertTrue(said.matches("(Enter your username: )?ERROR: [^\r\n]+\r\n"), said);
      assertFalse(said.contains("aaaa"), "a ticket is not repeated");
    }
  }
}
