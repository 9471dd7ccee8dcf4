package parley.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the way of a message one way: which package of the server may know which. The table here is
 * the one of {@code docs/architecture.md}; {@link #ALL_MAY_KNOW} is left out of it, and the root
 * package, where {@code main} builds the objects, may know everything.
 */
class ArchitectureTest {
  private static final String ROOT = "parley.server";

  private static final Set<String> ALL_MAY_KNOW = Set.of("config", "stats");

  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("listen", Set.of("connection", "tls")),
          Map.entry("connection", Set.of("session", "file", "fanout", "outbox", "wire")),
          Map.entry(
              "session",
              Set.of(
                  "sequence",
                  "decide",
                  "fanout",
                  "outbox",
                  "search",
                  "file",
                  "log",
                  "state",
                  "wire")),
          Map.entry("admin", Set.of("session", "sequence", "decide", "file", "log", "state")),
          Map.entry("file", Set.of("decide", "log", "state")),
          Map.entry("archive", Set.of("log", "state")),
          Map.entry("sequence", Set.of("decide", "log", "fanout", "state")),
          Map.entry("fanout", Set.of("outbox", "state", "wire")),
          Map.entry("outbox", Set.of("log", "state", "wire")),
          Map.entry("search", Set.of("log", "state")),
          Map.entry("log", Set.of("state")),
          Map.entry("decide", Set.of("state")),
          Map.entry("state", Set.of()),
          Map.entry("wire", Set.of()),
          Map.entry("tls", Set.of()),
          Map.entry("config", Set.of()),
          Map.entry("stats", Set.of()));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  static Stream<String> packages() {
    return MAY_KNOW.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageKnowsOnlyWhatTheTableAllows(String name) {
    Set<String> forbidden = new TreeSet<>(MAY_KNOW.keySet());
    forbidden.removeAll(MAY_KNOW.get(name));
    forbidden.removeAll(ALL_MAY_KNOW);
    forbidden.remove(name);
    String[] patterns =
        Stream.concat(Stream.of(ROOT), forbidden.stream().map(other -> ROOT + "." + other + ".."))
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(patterns)
        .because(name + " may know " + MAY_KNOW.get(name) + " and " + ALL_MAY_KNOW)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT + "."))
            .map(name -> name.substring(ROOT.length() + 1).split("\\.", 2)[0])
            .collect(toSet());
    assertFalse(found.isEmpty(), "no package of the server was found, so nothing was checked");
    found.removeAll(MAY_KNOW.keySet());
    assertEquals(Set.of(), found, "packages the table does not name");
  }

  @Test
  void packagesKnowEachOtherInNoCircle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** Every node of a cluster decides the same, and a replay decides what was decided before. */
  @Test
  void decisionsUseNoClockNoChanceNoDisk() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".decide..", ROOT + ".state..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.sql..", "java.util.random..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Clock.class, Random.class, SecureRandom.class, Thread.class, java.io.File.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .allowEmptyShould(true)
        .check(CLASSES);
  }
}
