package parley.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import parley.protocol.FileNames;
import parley.protocol.InvalidRequest;
import parley.protocol.Json;
import parley.protocol.Names;
import parley.protocol.NewNames;
import parley.protocol.Printable;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** Texts and names of others, as they are checked and cleaned. */
public final class TextFuzzTest extends FuzzTest {
  @Override
  protected void read(byte[] input) {
    // As it comes, and with halves of pairs, which only a program's own text can hold.
    text(new String(input, UTF_8));
    text(new String(input, java.nio.charset.StandardCharsets.UTF_16));
  }

  private static void text(String text) {
    String line = Printable.line(text);
    assertEquals(null, Clean.faultInLine(line));
    assertEquals(line, Printable.line(line));
    String lines = Printable.lines(text);
    assertEquals(null, Clean.faultInText(lines));
    assertEquals(lines, Printable.lines(lines));

    String json = Json.MAPPER.writeValueAsString(text);
    String safe = Printable.json(json);
    assertEquals(null, Clean.faultInText(safe));
    assertEquals(text, Json.MAPPER.readValue(safe, String.class));

    String file = FileNames.safe(text);
    assertEquals(null, Clean.faultInLine(file));
    assertEquals(file, FileNames.safe(file));
    assertTrue(file.getBytes(UTF_8).length <= parley.protocol.Limits.FILE_NAME_BYTES, file);
    name(text);
  }

  private static void name(String text) {
    try {
      String name = Names.check(text);
      assertEquals(null, Clean.faultInLine(name));
      assertEquals(name, Names.check(name));
      assertEquals(Names.fold(name), Names.fold(Names.fold(name)));
      NewNames.isReserved(name);
      NewNames.checkPerson(name);
      NewNames.checkRoom(name);
    } catch (InvalidRequest refused) {
      assertEquals(null, Clean.faultInLine(refused.getMessage()));
    }
  }

  @Override
  protected int longest() {
    return 1_024;
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(Printable.class, FileNames.class, Names.class, NewNames.class);
  }
}
