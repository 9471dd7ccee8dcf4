package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.protocol.FileNames;
import parley.protocol.Limits;
import parley.server.text.TextCommand;
import parley.testkit.Effort;
import parley.testkit.Runs;

/** No line that a person can type costs out of proportion to its length, whatever is in it. */
class TypedLinesTest {
  @TempDir static Path folder;
  private static TestServer server;
  private static Typist typist;
  private static int marks;
  private static int names;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(folder);
    typist = Typist.named(server.plain(), "typist");
  }

  @AfterAll
  static void stop() throws Exception {
    typist.close();
    server.close();
  }

  /** Each command with a {@code %s} in the place of each of its words, and a sentence. */
  static Stream<String> lines() {
    List<String> lines = new ArrayList<>(List.of("%s", "/%s", "//%s"));
    String digest = "0f".repeat(32);
    lines.addAll(List.of("/upload %s 7 " + digest, "/upload f%s " + digest));
    for (TextCommand usage : TextCommand.values()) {
      String[] words = usage.form().replaceAll("[\\[\\]]", "").split(" ");
      String command = words[0];
      lines.add(command + " %s");
      if (words.length > 2) {
        lines.add(command + " typist %s");
        lines.add(command + " %s 7");
      }
    }
    return lines.stream().filter(line -> !line.startsWith("/quit"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aLineCostsNoMoreThanItsLengthIsWorth(String line) throws Exception {
    for (String unit : Runs.ALL) {
      for (int shape = 0; shape < 2; shape++) {
        int chosen = shape;
        Effort.isInProportion(
            line + " with " + Runs.name(unit),
            Limits.TYPED_BYTES,
            size -> {
              typist.send(whole(line, unit, chosen, size));
              marks++;
              typist.type("");
              typist.type("/echo done " + marks);
              typist.await("[echo] done " + marks + "\r\n");
            });
      }
    }
  }

  /** The first line of a connection has a way of its own: a name, a transfer, a browser's. */
  @ParameterizedTest
  @MethodSource("firstLines")
  void soDoesAFirstLine(String line) throws Exception {
    for (String unit : Runs.ALL) {
      Effort.isInProportion(
          "first " + line + " with " + Runs.name(unit),
          Limits.STRANGER_FRAME_BYTES,
          size -> {
            try (Typist stranger = Typist.at(server.plain())) {
              stranger.send(whole(line, unit, 1, size));
              stranger.type("");
              names++;
              stranger.type("stranger" + names);
              stranger.type("/quit");
              stranger.rest();
            }
          });
    }
  }

  static List<String> firstLines() {
    return List.of(
        "%s", "GET %s HTTP/1.1", "%s HTTP/1.1", "GET / HTTP/%s", "/transfer %s", "/quit %s");
  }

  @ParameterizedTest
  @MethodSource("units")
  void soDoesTheNameOfAFile(String unit) throws Exception {
    // The second is a server's whose limit of a frame is higher than the one as shipped.
    for (int limit : new int[] {Limits.TYPED_BYTES, 200_000}) {
      Effort.isInProportion(
          "a file's name of " + Runs.name(unit),
          limit,
          size -> Runs.shapes(unit, size).forEach(name -> FileNames.safe(name)));
    }
  }

  static List<String> units() {
    return Runs.ALL;
  }

  private static byte[] whole(String line, String unit, int shape, int size) {
    int rest = line.getBytes(UTF_8).length;
    String run = Runs.shapes(unit, size - rest).get(shape);
    return (line.replace("%s", run) + "\n").getBytes(UTF_8);
  }
}
