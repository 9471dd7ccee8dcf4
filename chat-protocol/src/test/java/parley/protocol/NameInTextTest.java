package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameInTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alice | Alice: look",
        "alice | (ALICE)",
        "alice | ping @alice!",
        "alice | ａｌｉｃｅ?",
        "太郎 | 太郎さん、見て",
        "太郎 | ねえ太郎",
        "小明 | 小明好",
        "bob | bobさん",
        "민수 | 민수님 안녕",
        "Straße | STRASSE: komm",
        "STRASSE | Straße!",
        "ΣΟΦΟΣ | σοφός, σοφος: ναι",
        "Jose\u0301 | José, ven",
        "José | Jose\u0301: ven",
        "İpek | i\u0307pek gel",
        "jean-luc | hey Jean-Luc.",
        "o'neil | O'Neil's",
        "ﬁlip | FILIP?",
      })
  void aNameIsFoundInEverySpellingThatIsTheSame(String name, String text) {
    assertTrue(NameInText.isNamed(text, name));
    assertTrue(NameInText.isNamed("first words " + text, name));
    assertTrue(NameInText.isNamed("first words\n" + text + "\nlast", name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alice | malice aforethought",
        "alice | alices",
        "alice | alice2",
        "alice | alice_b",
        "Jose | José",
        "タロ | タロー",
        "太郎 | 太郎2",
        "수 | 민수",
        "bob | nobody",
        "strasse | Straßenbahn",
      })
  void aPartOfALongerWordIsNone(String name, String text) {
    assertFalse(NameInText.isNamed(text, name));
    assertFalse(NameInText.isNamed("see " + text + " there", name));
  }

  @Test
  void aNameIsFoundAnywhereInALongTextAndNoPieceOfOneIs() {
    for (int before = 0; before < 600; before += 7) {
      assertTrue(NameInText.isNamed(",".repeat(before) + "alice" + ",".repeat(700), "alice"));
      assertFalse(NameInText.isNamed("x".repeat(before) + "xalice" + "x".repeat(700), "alice"));
      assertFalse(NameInText.isNamed(",".repeat(before) + "alicex", "alice"));
    }
  }

  @Test
  void whateverSomebodyWritesIsSearchedQuickly() {
    String marks = "a" + "\u0301\u0323".repeat(Limits.TEXT_BYTES / 4);
    String long1 = "\uFDFA".repeat(Limits.TEXT_BYTES / 3);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 20; i++) {
            assertFalse(NameInText.isNamed(marks, "alice"));
            assertFalse(NameInText.isNamed(long1, "alice"));
            assertEquals(Optional.empty(), NameInText.saidTo(marks + ":", "alice"));
          }
        });
    assertFalse(NameInText.isNamed("anything", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "robot | robot: yes",
        "robot | Robot, yes",
        "robot | @robot: yes",
        "Straße | STRASSE: yes",
        "José | Jose\u0301: yes",
        "太郎 | 太郎：yes",
        "a,b | a,b: yes",
      })
  void whatIsSaidToSomebodyStandsBehindTheName(String name, String text) {
    assertEquals("yes", NameInText.saidTo(text, name).orElseThrow().strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"robot | yes", "robot | robots: yes", "robot | robot yes", "robot | I say: yes"})
  void whatIsSaidToOthersIsNot(String name, String text) {
    assertEquals(Optional.empty(), NameInText.saidTo(text, name));
  }
}
