package parley.server.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.testkit.Effort;

class BlockedWordsTest {
  private final BlockedWords words = BlockedWords.of(List.of("scam", "Straße"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scam",
        "a SCAM!",
        "scam\u00A0now",
        "(scam)",
        "s\u200Bc\u200Dam",
        "sca\uFE0Fm",
        "\u202Escam\u202C",
        "ѕсаm",
        "x\nscam",
        "strasse? no, straße",
        "ｓｃａｍ"
      })
  void aWordIsFoundHoweverItIsWritten(String text) {
    assertTrue(words.isIn(text), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "scamper", "ascam", "s c a m", "sc-am", "scan"})
  void whatIsNoSuchWordIsNotFound(String text) {
    assertFalse(words.isIn(text), text);
  }

  @Test
  void nothingMakesItSlow() throws Exception {
    for (String unit : List.of("s", "scan ", "\u0301", "a\u0301", "\u200B", "ſ", "ﷺ ")) {
      Effort.isInProportion(
          unit, 1 << 16, size -> assertFalse(words.isIn(unit.repeat(size / unit.length()))));
    }
    assertFalse(BlockedWords.NONE.isIn("scam"));
  }
}
