package parley.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the way of a message one way: which package of the server may know which. The table is the
 * one of {@code docs/architecture.md}; the root package, where {@code main} builds the objects, may
 * know everything.
 */
class ArchitectureTest {
  private static final String ROOT = "parley.server";

  private static final Path PAGE = Path.of("..", "docs", "architecture.md");

  private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

  /** By package: those that it may know. Packages of one line that knows nothing all may know. */
  private static final Map<String, Set<String>> MAY_KNOW = new TreeMap<>();

  private static final Set<String> ALL_MAY_KNOW = new TreeSet<>();

  static {
    for (String line : table()) {
      String[] cells = line.split("\\|", -1);
      Set<String> those = names(cells[1]);
      those.forEach(name -> MAY_KNOW.put(name, names(cells[3])));
      if (those.size() > 1) {
        ALL_MAY_KNOW.addAll(those);
      }
    }
  }

  /** The rows of the page's table. */
  private static List<String> table() {
    try {
      return Files.readString(PAGE)
          .lines()
          .dropWhile(line -> !line.equals("| package | holds | may know |"))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell).results().map(m -> m.group(1)).collect(toCollection(TreeSet::new));
  }

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

  /** By which a role, a mute or a ban is read. */
  private static final Set<String> READ =
      Set.of(
          "isOperator",
          "operator",
          "mutedAt",
          "mutedUntil",
          "muteOf",
          "mutes",
          "banOf",
          "banOfName",
          "bans");

  /** Those who hold them, by simple name. */
  private static final Set<String> HOLD =
      Set.of("View", "State", "Person", "Roster", "Log", "Reader");

  /** Who reads them besides {@code rights}: each writes them, tells of them or keeps them. */
  private static final Set<String> MAY_READ =
      Set.of(
          "state.State",
          "state.Person",
          "fanout.Roster",
          "log.Log",
          "log.Reader",
          "decide.Arrivals", // ends those that are over; a token gives the role once
          "decide.Moderation", // which of them an operator ends
          "decide.Rooms", // whois tells of an operator
          "archive.ImportedEvents", // repeats no end
          "admin.BanCommands", // lists them
          "admin.PeopleCommands"); // lists them

  @Test
  void rightsAloneReadRolesMutesAndBans() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".rights..")
        .and(
            describe(
                "do not write them or tell of them",
                type -> MAY_READ.stream().noneMatch(name -> isIn(type, ROOT + "." + name))))
        .should()
        .accessTargetWhere(
            describe(
                "a role, a mute or a ban is read",
                call ->
                    READ.contains(call.getName())
                        && HOLD.contains(call.getTargetOwner().getSimpleName())))
        .because("who may do what is judged by rights")
        .check(CLASSES);
  }

  /** Whether a class is another or is within it. */
  private static boolean isIn(JavaClass type, String name) {
    return type.getName().equals(name) || type.getName().startsWith(name + "$");
  }

  /** The page's table of the classes that tell a send's way, and what is to be read in each. */
  @Test
  void theWayOfASendIsAsThePageTellsIt() throws IOException {
    List<String> rows =
        Files.readString(PAGE)
            .lines()
            .dropWhile(line -> !line.equals("| class | there |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertFalse(rows.isEmpty());
    for (String row : rows) {
      String[] cells = row.split("\\|", -1);
      JavaClass type = CLASSES.get(ROOT + "." + cells[1].strip().replace("`", ""));
      Set<String> methods =
          type.getMethods().stream().map(method -> method.getName()).collect(toSet());
      Set<String> told = names(cells[2].split(":", 2)[0]);
      assertFalse(told.isEmpty(), row);
      told.removeAll(methods);
      assertEquals(Set.of(), told, row);
    }
  }

  /** Every node of a cluster decides the same, and a replay decides what was decided before. */
  @Test
  void decisionsUseNoClockNoChanceNoDisk() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".decide..", ROOT + ".rights..", ROOT + ".state..")
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
