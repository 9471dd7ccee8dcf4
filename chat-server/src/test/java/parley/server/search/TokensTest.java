package parley.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import parley.protocol.Limits;
import parley.testkit.Effort;
import parley.testkit.Runs;

class TokensTest {
  private static List<String> forms(String text) {
    return Tokens.of(text).stream().map(Token::form).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello, World 42!|hello world 42",
        "Café CAFÉ cafe\u0301|cafe cafe cafe",
        "Straße STRASSE|strasse strasse",
        "İstanbul ılık|istanbul ilik",
        "Ἀθῆναι ΑΘΗΝΑΙ|αθηναι αθηναι",
        "Ёлка ёлка|елка елка",
        "ŁÓDŹ smørrebrød|lodz smorrebrod",
        "ﬁne Ｗｉｄｅ|fine wide",
        "don't foo_bar|don t foo bar",
        "हिन्दी|हिन्दी",
        "東京都|東京 京都 都",
        "Java言語です|java 言語 語で です す",
        "日 本|日 本",
        "서울 한국어|서울 울 한국 국어 어",
        "\u1112\u1161\u11ab국|한국 국",
        "ｶﾞｲﾄﾞ ガイド|ガイ イド ド ガイ イド ド",
        "コーヒー|コー ーヒ ヒー ー",
        "ไทย|ไท ทย ย",
        "ok 😀👍🏽 done|ok 😀 👍 done",
        "?!.,-_'|''",
      })
  void aTextIsCutIntoWhatCanBeFound(String text, String forms) {
    assertEquals(forms.isEmpty() ? List.of() : List.of(forms.split(" ")), forms(text));
  }

  /** A message is cut when it is indexed, and once more whenever it was found. */
  @ParameterizedTest
  @FieldSource("parley.testkit.Runs#ALL")
  void noTextCostsMoreThanItsLengthIsWorth(String unit) throws Exception {
    Effort.isInProportion(
        Runs.name(unit),
        Limits.TEXT_BYTES,
        size -> Runs.shapes(unit, size).forEach(text -> Tokens.of(text)));
  }

  @Test
  void ofAPileOfMarksOnlyTheFirstCount() {
    String pile = "\u0915" + "\u093e".repeat(200);
    assertEquals(forms(pile), forms(pile + "\u093e".repeat(200)));
    assertEquals(402, Tokens.of("\u0915" + "\u093e".repeat(401)).getFirst().to());
  }

  @Test
  void placesAreCountedInCodePoints() {
    assertEquals(
        List.of(
            new Token("😀", 0, 1, Token.Kind.WORD),
            new Token("cafe", 2, 7, Token.Kind.WORD),
            new Token("𠮷野", 7, 9, Token.Kind.PAIR),
            new Token("野", 8, 9, Token.Kind.TAIL)),
        Tokens.of("😀 cafe\u0301𠮷野"));
  }

  @Test
  void aVeryLongWordIsCut() {
    assertEquals(List.of("a".repeat(40)), forms("A".repeat(10_000)));
  }

  /** The index parts tokens at anything that is ASCII and neither letter nor digit. */
  @Test
  void noTokenHoldsWhatPartsTokens() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String text = RandomText.of(random, 30);
      int points = text.codePointCount(0, text.length());
      int from = 0;
      for (Token token : Tokens.of(text)) {
        assertTrue(
            token
                .form()
                .chars()
                .noneMatch(c -> c < 0x80 && !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9')),
            () -> token + " of " + text);
        assertTrue(
            token.form().codePoints().noneMatch(c -> Character.getType(c) == Character.PRIVATE_USE),
            () -> token + " of " + text);
        assertTrue(!token.form().isEmpty() && from <= token.from() && token.from() < token.to());
        assertTrue(token.to() <= points, () -> token + " of " + text);
        from = token.from();
      }
    }
  }
}
