package parley.client.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.terminal.Theme;
import parley.protocol.Limits;
import parley.testkit.Effort;

class ColumnsTest {
  private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
  private final Paragraphs paragraphs = new Paragraphs(Theme.of(256, java.util.Map.of()));

  private List<String> rows(String text, int width) {
    return paragraphs.of(text, AttributedStyle.DEFAULT, width).stream()
        .map(line -> line.text().toString())
        .toList();
  }

  @Test
  void joinedOnesTakeAsManyAsAnyTerminalGivesThem() {
    assertEquals(4, Columns.of("麺麺"));
    assertEquals(6, Columns.of(FAMILY), "each of the three by itself");
    assertEquals(1, Columns.of("e\u0301"));
    assertEquals(2, Columns.of("❤\uFE0F"));
    assertEquals("abc", Columns.padded(new AttributedString("abc"), 3).toString());
    assertEquals("ab…", Columns.cut(new AttributedString("abcd"), 3).toString());
    assertEquals("", Columns.cut(new AttributedString("abcd"), 0).toString());
  }

  @Test
  void nothingIsLostInRowsAndNoneIsLongerThanItMayBe() {
    SplittableRandom random = new SplittableRandom(7);
    String[] pieces = {
      "a", " ", "麺", FAMILY, "e\u0301", "नमस्ते", "\t", "https://x.org/a(b)", "`c d`", "."
    };
    for (int n = 0; n < 500; n++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      int width = 8 + random.nextInt(40);
      List<String> rows = rows(text.toString(), width);
      for (String row : rows) {
        assertTrue(Columns.of(row) <= width, () -> row + " in " + width);
      }
      assertEquals(text.toString().replaceAll("[\t ]", ""), String.join("", rows).replace(" ", ""));
    }
  }

  @Test
  void noNumberOfMarksMakesARowLongForTheTerminal() {
    String marks = "a" + "\u0301".repeat(16_000);
    List<String> rows = rows(marks, 40);
    assertEquals(marks, String.join("", rows));
    assertTrue(rows.stream().allMatch(row -> row.length() < 1_000), () -> "" + rows.size());
  }

  @Test
  void aTablesLastColumnGoesOnBelowItself() {
    List<String> rows =
        paragraphs
            .table("  keys   what the keys of it do\n  a  b", AttributedStyle.DEFAULT, 24)
            .stream()
            .map(line -> line.text().toString().stripTrailing())
            .toList();
    assertEquals(List.of("  keys   what the keys", "         of it do", "  a  b"), rows);
  }

  @Test
  void whatIsWrittenFromTheRightKeepsToItself() {
    String hebrew = "\u05e9\u05dc\u05d5\u05dd";
    assertEquals(List.of("\u2068" + hebrew + " abc\u2069", "def"), rows(hebrew + " abc\ndef", 40));
    assertEquals(8, Columns.of(rows(hebrew + " abc", 40).getFirst()), "as many columns as before");
    Line link = paragraphs.of(hebrew + " https://a.b", AttributedStyle.DEFAULT, 40).getFirst();
    Line.Link one = link.links().getFirst();
    assertEquals("https://a.b", link.text().subSequence(one.from(), one.to()).toString());
  }

  /** Whatever somebody writes costs as much as it is long. */
  @ParameterizedTest
  @ValueSource(strings = {")", "\t", "`", "` ", "(", "https://a.b ", "\u0301", "\n", "```\n", "."})
  void noTextIsMadeSlow(String piece) throws Exception {
    Effort.isInProportion(
        piece,
        Limits.TEXT_BYTES,
        size -> rows("https://a.b/" + piece.repeat(size / piece.length()), 80));
  }

  @Test
  void aLinkIsNotBrokenWhereARowHasRoomForIt() {
    String link = "https://ci.example.org/job/8812";
    assertEquals(
        List.of("please look at ", link + " now"), rows("please look at " + link + " now", 40));
    List<Line> lines = paragraphs.of("at " + link + link, AttributedStyle.DEFAULT, 20);
    assertTrue(lines.size() > 2);
    for (Line line : lines.subList(1, lines.size() - 1)) {
      assertEquals(link + link, line.links().getFirst().address(), "each piece leads to all of it");
    }
    assertEquals(
        "https://a.org/x",
        paragraphs
            .of("(https://a.org/x).", AttributedStyle.DEFAULT, 40)
            .getFirst()
            .links()
            .getFirst()
            .address());
  }

  @Test
  void codeStandsOutAndKeepsItsBlanks() {
    List<Line> lines =
        paragraphs.of("see\n```\n  a  b\n```\nend `x y` here", AttributedStyle.DEFAULT, 40);
    assertEquals(
        List.of("see", "```", "  a  b", "```", "end `x y` here"),
        lines.stream().map(line -> line.text().toString()).toList());
    AttributedStyle code = Theme.of(256, java.util.Map.of()).code();
    assertEquals(code, lines.get(2).text().styleAt(2));
    assertEquals(code, lines.get(4).text().styleAt(5));
    assertEquals(AttributedStyle.DEFAULT, lines.get(4).text().styleAt(1));
  }

  @Test
  void framesAreSentAsTheyAre() {
    assertTrue(
        Line.of(new AttributedString("│─┃", AttributedStyle.BOLD)).toAnsi(256).contains("│─┃"));
  }
}
