package parley.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts programs as a person would: the launchers in {@code bin}, and what the machine has. */
public final class Programs {
  /** What adds to the flags of both programs' virtual machine. */
  static final String OPTIONS = "PARLEY_JAVA_OPTS";

  /** A life of seconds does not pay for the second compiler. */
  static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

  /** Nor does the client's for much of the first one. */
  private static final String LITTLE_COMPILED = ONE_COMPILER + " -XX:CompileThresholdScaling=4";

  private Programs() {}

  /**
   * A launcher of the project, for {@code *IT}: in tests of what is not yet packaged it would build
   * everything, beside the build that runs them.
   */
  public static String bin(String program) {
    assertNotNull(System.getProperty("parley.server.jar"), "no jar is built yet: use OwnJvm");
    return Path.of(System.getProperty("parley.root"), "bin", program).toString();
  }

  /** Skips the test where a program is missing, on the CI machine too. */
  public static void wish(String... programs) {
    for (String program : programs) {
      assumeTrue(isThere(program), "This test is for who has " + program + ".");
    }
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Skips the test where a program is missing; on the CI machine it must be there. */
  public static void need(String... programs) {
    for (String program : programs) {
      boolean found = isThere(program);
      String sentence = "This test needs " + program + "; install it to run the test.";
      assertFalse(!found && "true".equals(System.getenv("CI")), sentence);
      assumeTrue(found, sentence);
    }
  }

  /**
   * Starts a program in a home of its own.
   *
   * @param home the folder of its files
   * @param errors may be the same file
   */
  public static Process start(Path home, Path output, Path errors, List<String> command)
      throws IOException {
    return start(home, output, errors, command, Map.of());
  }

  /**
   * The same with more in the environment.
   *
   * @param more by name
   */
  public static Process start(
      Path home, Path output, Path errors, List<String> command, Map<String, String> more)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    environment(builder.environment(), home);
    if (command.getFirst().endsWith("/java")) {
      // Only a launcher takes it; to the program it would be a setting that there is not.
      builder.environment().remove(OPTIONS);
    }
    builder.environment().putAll(more);
    return builder
        .directory(home.toFile())
        .redirectErrorStream(output.equals(errors))
        .redirectOutput(output.toFile())
        .redirectError(errors.toFile())
        .start();
  }

  /** Where the programs' archives of classes are. */
  public static Path cache() {
    return Path.of(System.getProperty("parley.root"), "chat-cli-client", "target", "cache");
  }

  /** No setting of whoever runs the tests, the Java that runs them, and one compiler of it. */
  public static void environment(Map<String, String> environment, Path home) {
    environment.keySet().removeIf(name -> name.startsWith("PARLEY_") || name.startsWith("XDG_"));
    environment.putAll(
        Map.of(
            "HOME",
            home.toString(),
            // The client's archive of classes is made once and not by each test.
            "XDG_CACHE_HOME",
            cache().toString(),
            "LANG",
            "C.UTF-8",
            "LC_ALL",
            "C.UTF-8",
            "JAVA_HOME",
            System.getProperty("java.home"),
            OPTIONS,
            LITTLE_COMPILED));
    environment.remove("NO_COLOR");
  }
}
