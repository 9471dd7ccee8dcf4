package parley.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A real full disk, and a real pipe whose reader is gone. */
@EnabledOnOs(OS.LINUX)
class StandardOutputTest {
  private final List<String> said = new ArrayList<>();

  private static void print(StandardOutput output) {
    PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
    out.println("a line");
    out.flush();
  }

  @Test
  void aFullDiskIsNoSuccessAndIsSaid() throws Exception {
    StandardOutput output = new StandardOutput(new FileOutputStream("/dev/full"));
    assertFalse(output.isBroken());
    print(output);
    assertTrue(output.isBroken());
    assertEquals(74, output.exitCode(0, 74, said::add));
    assertEquals(List.of("standard output could not be written: No space left on device"), said);
    assertEquals(3, output.exitCode(3, 74, said::add), "what failed before says more");
  }

  @Test
  void aReaderWhoHasEnoughIsNotTalkedTo() throws Exception {
    Process reader = new ProcessBuilder("sh", "-c", "exec <&-; echo closed; sleep 60").start();
    try {
      assertEquals("closed", reader.inputReader().readLine());
      StandardOutput output = new StandardOutput(reader.getOutputStream());
      print(output);
      assertEquals(StandardOutput.CLOSED, output.exitCode(0, 74, said::add));
      assertEquals(List.of(), said);
    } finally {
      reader.destroy();
    }
  }

  @Test
  void whatArrivedChangesNothing() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardOutput output = new StandardOutput(bytes);
    print(output);
    assertEquals(0, output.exitCode(0, 74, said::add));
    assertEquals("a line" + System.lineSeparator(), bytes.toString(StandardCharsets.UTF_8));
  }
}
