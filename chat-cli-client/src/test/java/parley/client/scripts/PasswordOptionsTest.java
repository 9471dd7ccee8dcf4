package parley.client.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordOptionsTest {
  private static final Map<String, String> VARIABLE = Map.of("PARLEY_PASSWORD", "of the variable");

  @TempDir Path folder;

  private final PasswordOptions options = new PasswordOptions();

  @Test
  void aCommandComesBeforeTheVariableAndItsFirstLineCounts() throws Exception {
    assertNull(options.password(Map.of()));
    assertEquals("of the variable", options.password(VARIABLE));
    options.command = "printf 'with  blanks \\nuser: olivia\\n'";
    assertEquals("with  blanks ", options.password(VARIABLE));
  }

  @Test
  void aFileHoldsItInItsFirstLine() throws Exception {
    options.file = folder.resolve("secret");
    Files.writeString(options.file, "\ufeffof the file\r\nmore\n");
    assertEquals("of the file", options.password(VARIABLE));
  }

  @Test
  void whatGivesNoneIsTold() throws Exception {
    options.command = "echo hush; exit 3";
    String failed = assertThrows(IOException.class, () -> options.password(VARIABLE)).getMessage();
    assertTrue(failed.contains("exit code 3") && !failed.contains("hush"), failed);
    options.command = "true";
    assertThrows(IOException.class, () -> options.password(VARIABLE));
    options.command = null;
    options.file = folder.resolve("missing");
    assertThrows(IOException.class, () -> options.password(VARIABLE));
  }
}
