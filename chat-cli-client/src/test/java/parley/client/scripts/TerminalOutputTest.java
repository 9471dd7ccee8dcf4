package parley.client.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.testkit.Effort;

class TerminalOutputTest {
  private static final int LONG_LINE = 65_536;

  @Test
  void movesAreFollowed() {
    assertEquals("a  b", TerminalOutput.of("a\u001b[2Cb"));
    assertEquals("xbc", TerminalOutput.of("abc\u001b[3Dx"));
    assertEquals("éxü", TerminalOutput.of("éöü\u001b[2Dx"));
  }

  @Test
  void movesMakeALineNoLongerThanItsBytes() {
    String far = "\u001b[500C".repeat(10_000) + "end";
    assertTrue(TerminalOutput.of(far).length() <= far.length() + "end".length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[500C", "\u001b[500Dx", "ü\u001b[500D", "\b🎉", "\rx", "\u001b]"})
  void aLineCostsInProportion(String part) throws Exception {
    Effort.isInProportion(
        part, LONG_LINE, size -> TerminalOutput.of("é🎉" + part.repeat(size / part.length())));
  }
}
