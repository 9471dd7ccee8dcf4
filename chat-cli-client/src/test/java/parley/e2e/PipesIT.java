package parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** What shells pipe into the client and out of it, by the programs themselves. */
class PipesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path served;

  private static ServerProcess server;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  @BeforeAll
  static void aServer() throws Exception {
    Programs.need("bash", "mkfifo");
    server = ServerProcess.shipped(served);
    server.start();
  }

  @AfterAll
  static void theServerEnds() {
    if (server != null) {
      server.close();
    }
  }

  /** Runs lines of a shell in which {@code c COMMAND} is the client. */
  private String shell(int expected, String script) throws Exception {
    Path output = home.resolve("output.txt");
    Path errors = home.resolve("errors.txt");
    String client =
        "c() { local what=$1; shift; %s \"$what\" --plain -s zoe@127.0.0.1:%d \"$@\"; }\n"
            .formatted(Programs.bin("chat"), server.plain());
    List<String> line = List.of("bash", "-c", client + script);
    Process process = Programs.start(home, output, errors, line, Map.of());
    assertTrue(
        process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it ends by itself: " + script);
    assertEquals(expected, process.exitValue(), () -> read(errors) + read(output));
    return read(output);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that was said in a room. */
  private static List<String> said(String room) throws Exception {
    return Guest.messages(server.plain(), room).stream().map(Event.Message::text).toList();
  }

  @Test
  void whatProgramsWriteForATerminalArrivesAsTheTerminalShowsIt() throws Exception {
    shell(
        0,
        """
        mkdir d; touch d/file; chmod +x d/file
        { ls --color=always d; printf '10%%\\r50%%\\r100%%\\n'; printf 'a\\0b\\n'
          printf '\\xef\\xbb\\xbfmarked\\r\\n'; printf '\\e]0;title\\aafter\\n'; printf 'no newline'
        } | c send --create one
        """);
    assertEquals(List.of("file", "100%", "ab", "marked", "after", "no newline"), said("one"));
  }

  @Test
  void aLongLineBecomesSeveralMessagesAndLosesNothing() throws Exception {
    String words = "word ".repeat(30_000);
    String letters = "ä".repeat(100_000);
    Files.writeString(home.resolve("long"), words + "\n" + letters + "\nend");
    shell(0, "c send --create long < long");
    List<String> said = said("long");
    assertEquals("end", said.getLast());
    assertEquals(words + letters, String.join("", said.subList(0, said.size() - 1)));
    assertTrue(said.stream().allMatch(text -> text.getBytes(UTF_8).length <= 16_384));
  }

  @Test
  void whatIsNoUtf8IsNamedAndTheRestIsSent() throws Exception {
    shell(5, "printf 'first\\ngr\\xfcn\\nlast\\n' | c send --create latin");
    String errors = read(home.resolve("errors.txt"));
    assertTrue(errors.contains("Line 2 was not sent: byte 3 of it, 0xfc, is not UTF-8"), errors);
    assertEquals(List.of("first", "last"), said("latin"));
    shell(5, "printf '\\xff\\xfea\\0\\n\\0b\\0\\n\\0' | c send --create wide");
    assertTrue(read(home.resolve("errors.txt")).contains("UTF-16"));
    assertEquals(List.of(), said("wide"));
    shell(5, "c send --create folder < /");
  }

  @Test
  void aLogThatGrowsArrivesAsItWasAtFirst() throws Exception {
    byte[] log = new byte[3_000_000];
    Arrays.fill(log, (byte) 'x');
    Path file = Files.write(home.resolve("app.log"), log);
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer = Thread.ofPlatform().start(() -> grow(file, enough));
    try {
      shell(0, "seq=$(c put --create logs app.log) && c get -r logs -o got ${seq%% *}");
    } finally {
      enough.set(true);
      writer.join();
    }
    byte[] got = Files.readAllBytes(home.resolve("got"));
    assertTrue(got.length >= log.length && got.length < Files.size(file), "" + got.length);
    assertArrayEquals(log, Arrays.copyOf(got, log.length));
  }

  /** Line after line, as a program that runs. */
  private static void grow(Path log, AtomicBoolean enough) {
    try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
      while (!enough.get()) {
        out.write("more\n".getBytes(UTF_8));
        LockSupport.parkNanos(5_000_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void filesThatDoNotTellTheirSizeArriveWhole() throws Exception {
    Path version = Path.of("/proc/version");
    Path mtu = Path.of("/sys/class/net/lo/mtu");
    assumeTrue(Files.isReadable(version) && Files.isReadable(mtu));
    String got =
        shell(
            0,
            """
            c put --create proc %s %s | { read -r one _; read -r two _
            c get -r proc -o - $one; c get -r proc -o - $two; }
            """
                .formatted(version, mtu));
    assertEquals(Files.readString(version) + Files.readString(mtu), got);
  }

  @Test
  void aFileIsWrittenIntoWhatIsNoFile() throws Exception {
    Files.writeString(home.resolve("file"), "bytes\n");
    String seq = shell(0, "c put --create dev file").split(" ")[0];
    String get = "c get -r dev " + seq + " -o ";
    assertEquals("bytes\n", shell(0, "mkfifo p; cat p & " + get + "p; wait"));
    assertEquals("bytes\n", shell(0, get + "/dev/stdout"));
    assertEquals("bytes\n", shell(0, get + "/dev/stdout | cat"));
    shell(0, get + ">(cat)");
    // The shell does not wait for what reads there.
    await().until(() -> read(home.resolve("output.txt")).equals("bytes\n"));
    shell(0, "echo before > kept; exec 3>>kept; " + get + "/dev/fd/3 --force");
    assertEquals("before\nbytes\n", read(home.resolve("kept")));
    shell(2, get + "/dev/stdout --json");
    String json = shell(0, "cat p > /dev/null & " + get + "p --json; wait");
    assertTrue(json.contains("\"path\":\"p\""), json);
    assertTrue(Files.exists(home.resolve("p")) && !Files.isRegularFile(home.resolve("p")));
  }

  @Test
  void noDeviceIsReplaced() throws Exception {
    Files.writeString(home.resolve("null"), "bytes\n");
    String seq = shell(0, "c put --create dev null; rm null").split(" ")[0];
    String made = shell(0, "mknod null c 1 3 && mknod disk b 7 99 && echo made; true");
    assumeTrue(made.contains("made"), "only root makes devices");
    shell(0, "c get -r dev --force -o null " + seq);
    shell(5, "c get -r dev --force -o disk " + seq);
    shell(5, "c get -r dev --force " + seq);
    shell(5, "mkdir in; mv null in; c get -r dev --force -o in " + seq);
    assertEquals("kept\n", shell(0, "test -c in/null && test -b disk && echo kept"));
    assertFalse(Files.exists(home.resolve("null")));
  }

  @Test
  void whatEditorsPutBeforeATokenIsNoneOfIt() throws Exception {
    Pattern shown = Pattern.compile("operator +([0-9a-f]{32})\\R");
    // The server answers a moment before it has said so.
    await().until(() -> shown.matcher(read(server.output())).find());
    Matcher found = shown.matcher(read(server.output()));
    assertTrue(found.find());
    String token = found.group(1);
    Files.writeString(home.resolve("token"), "\ufeff" + token + "\r\n");
    shell(0, "c send --token-file token lobby hello");
    Files.writeString(home.resolve("token"), token + "x");
    shell(1, "c send --token-file token lobby never");
  }

  @Test
  void theLastLineOfAPipedTalkNeedsNoNewline() throws Exception {
    shell(
        0,
        "printf '/join piped\\nfirst\\nlast' | %s --plain zoe@127.0.0.1:%d"
            .formatted(Programs.bin("chat"), server.plain()));
    assertEquals(List.of("first", "last"), said("piped"));
  }
}
