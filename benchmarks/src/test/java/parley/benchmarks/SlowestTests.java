package parley.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Prints, at the end of a build, which test classes took the most time, over all modules. */
final class SlowestTests {
  private static final int SHOWN = 10;

  /** The first element of a report, as surefire and failsafe write it. */
  private static final Pattern SUITE =
      Pattern.compile("<testsuite [^>]*?\\bname=\"([^\"]+)\" time=\"([0-9.,]+)\"");

  private record Suite(String name, double seconds) {}

  private SlowestTests() {}

  /**
   * @param args the folder of the whole project
   */
  public static void main(String[] args) throws IOException {
    List<Suite> suites = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(args[0]))) {
      modules
          .flatMap(
              module ->
                  Stream.of("surefire-reports", "failsafe-reports")
                      .map(kind -> module.resolve("target").resolve(kind)))
          .filter(Files::isDirectory)
          .forEach(reports -> suites.addAll(in(reports)));
    }
    double all = suites.stream().mapToDouble(Suite::seconds).sum();
    System.out.printf(
        "The slowest of %d test classes, which took %.0f s, several at a time:%n",
        suites.size(), all);
    suites.stream()
        .sorted(Comparator.comparingDouble(Suite::seconds).reversed())
        .limit(SHOWN)
        .forEach(suite -> System.out.printf("  %6.1f s  %s%n", suite.seconds(), suite.name()));
  }

  private static List<Suite> in(Path reports) {
    try (Stream<Path> files = Files.list(reports)) {
      return files
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .map(SlowestTests::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Suite read(Path report) {
    try {
      Matcher suite = SUITE.matcher(Files.readString(report));
      return suite.find()
          ? new Suite(suite.group(1), Double.parseDouble(suite.group(2).replace(",", "")))
          : new Suite(report.getFileName().toString(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
