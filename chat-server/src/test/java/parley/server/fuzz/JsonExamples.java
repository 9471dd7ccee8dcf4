package parley.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Every message of the protocol, as its page shows them. */
final class JsonExamples {
  private JsonExamples() {}

  static List<byte[]> all() throws IOException {
    Path page = Path.of(System.getProperty("parley.root"), "docs/protocol.md");
    return Files.readAllLines(page).stream()
        .map(line -> line.replaceFirst("^(→|←|C:|S:|[<>])\\s*", "").strip())
        .filter(line -> line.startsWith("{\""))
        .map(line -> line.getBytes(UTF_8))
        .toList();
  }
}
