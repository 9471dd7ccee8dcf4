package parley.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer's search for inputs that break a {@link FuzzTest}, in a JVM of its own. What it learned,
 * found and printed stays in {@code target/fuzz/NAME}, from where the next search goes on; a line
 * for each search is added to {@code target/fuzz/report.txt}.
 */
final class Jazzer {
  private static final long SECONDS_EACH = Long.getLong("parley.fuzz.seconds", 60);

  /** Inputs that take longer than so many seconds are found too. */
  private static final int TIMEOUT = 20;

  private static final Pattern EXECUTIONS = Pattern.compile("number_of_executed_units: (\\d+)");
  private static final Pattern REACHED = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)");

  private final String name;
  private final FuzzTest test;
  private final Path folder;

  /**
   * What came of a search.
   *
   * @param coverage in words
   * @param findings files with inputs that break it
   */
  record Run(long executions, String coverage, List<Path> findings, Path printed) {}

  Jazzer(String name, FuzzTest test) {
    this.name = name;
    this.test = test;
    this.folder = Path.of("target", "fuzz", name).toAbsolutePath();
  }

  Run run(List<byte[]> seeds) throws IOException, InterruptedException {
    Path learned = Files.createDirectories(folder.resolve("learned"));
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Path found = Files.createDirectories(folder.resolve("found"));
    for (Path old : files(found)) {
      Files.delete(old);
    }
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(kept.resolve("" + i), seeds.get(i));
    }
    Path printed = folder.resolve("printed.txt");
    Process process =
        new ProcessBuilder(command(learned, kept, found))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      assertTrue(process.waitFor(SECONDS_EACH + 300, SECONDS), () -> "it ends; " + printed);
    } finally {
      process.destroyForcibly();
    }
    String all = Files.readString(printed, java.nio.charset.StandardCharsets.ISO_8859_1);
    Run run = new Run(executions(all), coverage(all), files(found), printed);
    report(run);
    return run;
  }

  private List<String> command(Path learned, Path kept, Path found) {
    String classes =
        test.parsers().stream()
            .map(parser -> parser.getPackageName() + ".**")
            .distinct()
            .collect(Collectors.joining(":"));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+EnableDynamicAgentLoading",
        "-XX:+UseSerialGC",
        "-Xmx768m",
        "-Dparley.root=" + System.getProperty("parley.root"),
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + FuzzEntry.class.getName(),
        "--target_args=" + test.getClass().getName(),
        "--instrumentation_includes=" + classes,
        "--custom_hook_includes=parley.**",
        "--reproducer_path=" + folder,
        "--keep_going=20",
        "-artifact_prefix=" + found + "/",
        "-timeout=" + TIMEOUT,
        "-rss_limit_mb=0",
        "-max_len=" + test.longest(),
        "-max_total_time=" + SECONDS_EACH,
        "-print_final_stats=1",
        learned.toString(),
        kept.toString());
  }

  private static long executions(String printed) {
    long executions = 0;
    // It is told at each finding, too.
    for (Matcher executed = EXECUTIONS.matcher(printed); executed.find(); ) {
      executions = Long.parseLong(executed.group(1));
    }
    return executions;
  }

  /**
   * Of the code that leads the search; an edge is a way from one run of instructions to another.
   */
  private static String coverage(String printed) {
    String coverage = "nothing reached";
    for (Matcher reached = REACHED.matcher(printed); reached.find(); ) {
      coverage =
          "%s edges in %s states reached, %s inputs learned"
              .formatted(reached.group(1), reached.group(2), reached.group(3));
    }
    return coverage;
  }

  private void report(Run run) throws IOException {
    String line =
        "%-16s %,d s, %,d inputs tried, %s, %d findings%n"
            .formatted(name, SECONDS_EACH, run.executions(), run.coverage(), run.findings().size());
    System.out.print(line);
    Files.writeString(
        folder.resolveSibling("report.txt"),
        line,
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }
}
