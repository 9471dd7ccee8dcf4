package parley.server.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of settings in the operations manual is the one the server is built from. */
class SettingsDocumentTest {
  private static final Path MANUAL = Path.of("..", "docs", "operations.md");

  @Test
  void theManualListsEverySettingAsItIs() throws Exception {
    String table =
        Keys.ALL.stream().map(SettingsDocumentTest::row).collect(Collectors.joining("\n"));
    assertTrue(
        Files.readString(MANUAL).contains("\n" + table + "\n"),
        () -> "docs/operations.md should have these rows:\n" + table);
  }

  private static String row(Key<?> key) {
    return "| `%s` | `%s` | %s | %s%s |"
        .formatted(
            key.name(),
            key.kind().toml(key.initial()),
            key.accepts(),
            key.explanation(),
            switch (key.changing()) {
              case AT_RESTART -> " *Restart.*";
              case IN_FILES -> " *Reload.*";
              case BY_OPERATORS -> "";
            });
  }
}
