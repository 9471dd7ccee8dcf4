package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.logfile.Schema;

/** What the pages for developers name is there. */
class PagesTest {
  private static final Path ROOT = Path.of("..");

  /** As pages name a class: its package, without what all have before it, and its name. */
  private static final Pattern CLASS =
      Pattern.compile("`((?:[a-z]+\\.)+[A-Z][A-Za-z]+)(?:[.#][a-zA-Z]+)?`");

  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))\\b");

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("chat-protocol", "chat-server", "chat-cli-client", "benchmarks")) {
      for (String kind : List.of("main", "test")) {
        Path folder = ROOT.resolve(module).resolve("src").resolve(kind).resolve("java");
        try (Stream<Path> files = Files.walk(folder)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }

  private static String page(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/debugging.md",
        "docs/release.md",
        "docs/security.md"
      })
  void everyClassThatIsNamedIsThere(String name) throws IOException {
    List<Path> sources = sources();
    TreeSet<String> missing = new TreeSet<>();
    CLASS
        .matcher(page(name))
        .results()
        .map(found -> found.group(1))
        .filter(
            named ->
                sources.stream()
                    .noneMatch(file -> file.endsWith(Path.of(named.replace('.', '/') + ".java"))))
        .forEach(missing::add);
    assertTrue(missing.isEmpty(), () -> name + " names " + missing);
  }

  @Test
  void everyTestOfAPromiseIsThere() throws IOException {
    List<Path> sources = sources();
    List<String> missing =
        TEST.matcher(page("docs/promises.md"))
            .results()
            .map(found -> found.group(1))
            .filter(
                named ->
                    sources.stream().noneMatch(file -> file.endsWith(Path.of(named + ".java"))))
            .distinct()
            .toList();
    assertEquals(List.of(), missing);
  }

  private static final String ELSEWHERE = "docs/decisions/people-elsewhere.md";

  /** A class of tests and one of its methods. */
  private static final Pattern METHOD = Pattern.compile("`([A-Z][A-Za-z]+)#([a-zA-Z0-9]+)`");

  @Test
  void everyTestOfWhatFailsElsewhereIsThere() throws IOException {
    List<Path> sources = sources();
    TreeSet<String> missing = new TreeSet<>();
    List<MatchResult> named = METHOD.matcher(page(ELSEWHERE)).results().toList();
    for (MatchResult found : named) {
      Path file = Path.of(found.group(1) + ".java");
      String test = "void " + found.group(2) + "(";
      boolean there = false;
      for (Path source : sources) {
        there |= source.endsWith(file) && Files.readString(source).contains(test);
      }
      if (!there) {
        missing.add(found.group());
      }
    }
    assertTrue(missing.isEmpty(), missing::toString);
    assertTrue(named.size() > 100, named.size() + " are named");
    // Each failure has its row.
    for (int number = 1; number <= 59; number++) {
      assertTrue(page(ELSEWHERE).contains("\n| " + number + " | "), "no row " + number);
    }
  }

  @Test
  void theFormatIsTheOneThatIsWritten() throws IOException {
    List<String> rows =
        page("docs/release.md")
            .lines()
            .filter(row -> row.startsWith("| the log's format"))
            .toList();
    assertEquals(1, rows.size());
    assertEquals("" + Schema.NEWEST, rows.getFirst().split("\\|", -1)[2].strip());
  }
}
