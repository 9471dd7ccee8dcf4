package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example of docs/framing.md prints what the page says. */
class FramingExampleTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void printsWhatThePageSays() throws Exception {
    Process example =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DOCS.resolve("Framing.java").toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, example.waitFor(), printed);
    String page = Files.readString(DOCS.resolve("framing.md"));
    String block = "```text\n";
    int from = page.indexOf(block) + block.length();
    assertEquals(page.substring(from, page.indexOf("```", from)), printed);
  }
}
