package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "Grüße, 世界",
        "👩\u200d💻 ❤\ufe0f",
        "e\u0301",
        "می\u200cخواهم",
        "שלום",
        "a\\b",
        "ß ﬁ ："
      })
  void whatPeopleWriteStays(String text) {
    assertSame(text, Printable.line(text));
    assertSame(text, Printable.lines(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[31mred → \\x1b[31mred",
        "\u001b]0;title\u0007 → \\x1b]0;title\\x07",
        "\u009b2J → \\x9b2J",
        "a\rb → a\\x0db",
        "a\u0000b → a\\x00b",
        "a\u007fb → a\\x7fb",
        "abc\u202exyz → abc\\u202exyz",
        "a\u2066b → a\\u2066b",
        "a\u200fb → a\\u200fb",
        "a\u200bb → a\\u200bb",
        "a\ufeffb → a\\ufeffb",
        "a\u2028b → a\\u2028b",
        "a\u2029b → a\\u2029b",
        "a\ue000b → a\\ue000b",
        "a\ud800b → a\\ud800b",
        "a\udb40\udc01b → a\\U000e0001b"
      })
  void whatATerminalWouldObeyBecomesVisible(String both) {
    String text = both.split(" → ")[0];
    String visible = both.split(" → ")[1];
    assertEquals(visible, Printable.line(text));
    assertEquals(visible, Printable.lines(text));
  }

  @Test
  void newlineAndTabStayWhereThereMayBeLines() {
    assertEquals("a\\x0ab\\x09c", Printable.line("a\nb\tc"));
    assertEquals("a\nb\tc\\x0d", Printable.lines("a\nb\tc\r"));
  }

  @Test
  void noCharacterGetsThroughThatMustNot() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String line = Printable.line("a" + Character.toString(c) + "b");
      assertTrue(line.startsWith("a") && line.endsWith("b"));
      assertEquals(line, Printable.line(line));
      int code = c;
      boolean through = line.codePoints().anyMatch(shown -> shown == code && code > 0x7f);
      boolean risky =
          Character.isISOControl(c)
              || Character.getType(c) == Character.SURROGATE
              || Character.getDirectionality(c) >= Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING
                  && Character.getType(c) == Character.FORMAT;
      assertFalse(through && risky, () -> "U+%04X".formatted(code));
    }
  }
}
