package parley.client;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toMap;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Which package of the client may know which: the table under "The client" in {@code
 * docs/architecture.md}. The root package, where the program begins, may know all.
 */
class ClientArchitectureTest {
  private static final String ROOT = "parley.client";

  private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** By package, those that it may know. */
  private static Map<String, String[]> mayKnow() throws IOException {
    return Files.readString(Path.of("..", "docs", "architecture.md"))
        .lines()
        .dropWhile(line -> !line.equals("## The client"))
        .dropWhile(line -> !line.equals("| package | holds | may know |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(row -> row.split("\\|", -1))
        .collect(toMap(cells -> names(cells[1])[0], cells -> names(cells[3])));
  }

  private static String[] names(String cell) {
    return NAME.matcher(cell)
        .results()
        .map((MatchResult name) -> name.group(1))
        .toArray(String[]::new);
  }

  @Test
  void aPackageKnowsOnlyWhatTheTableAllowsAndEachIsInIt() throws IOException {
    Map<String, String[]> table = mayKnow();
    LayeredArchitecture rule =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .ensureAllClassesAreContainedInArchitecture()
            .layer("root")
            .definedBy(ROOT);
    for (String name : table.keySet()) {
      rule = rule.layer(name).definedBy(ROOT + "." + name + "..");
    }
    for (Map.Entry<String, String[]> row : table.entrySet()) {
      var known = rule.whereLayer(row.getKey());
      rule =
          row.getValue().length == 0
              ? known.mayNotAccessAnyLayer()
              : known.mayOnlyAccessLayers(row.getValue());
    }
    rule.check(CLASSES);
  }

  @Test
  void packagesKnowEachOtherInNoCircle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
