package parley.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.Snippet;
import parley.server.state.Change;

class SnippetsTest {
  private static String marked(String text, String query) {
    Snippet snippet = Snippets.of(text, Query.parse(query));
    StringBuilder marked = new StringBuilder();
    int[] points = snippet.text().codePoints().toArray();
    for (int i = 0; i <= points.length; i++) {
      for (Snippet.Hit hit : snippet.hits()) {
        marked.append(hit.to() == i ? "]" : "").append(hit.from() == i ? "[" : "");
      }
      if (i < points.length) {
        marked.appendCodePoint(points[i]);
      }
    }
    return marked.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The Café is open|cafe|The [Café] is open",
        "one two three two|two|one [two] three [two]",
        "one two three|\"two three\" one|[one] [two three]",
        "deployment of deploys|deploy*|[deployment] of [deploys]",
        "私は東京都に住む|東京都|私は[東京都]に住む",
        "私は東京都に住む|京都に|私は東[京都に]住む",
        "本日は晴天|日|本[日]は晴天",
        "😀 한국어 공부|한국|😀 [한국]어 공부",
        "nothing here|from:alice|nothing here",
        "say 😀 loud|😀|say [😀] loud",
      })
  void hitsAreMarked(String text, String query, String expected) {
    assertEquals(expected, marked(text, query));
  }

  @Test
  void aLongTextIsCutAroundItsFirstHit() {
    String text = "ä ".repeat(500) + "needle\nhay " + "ö ".repeat(500);
    String marked = marked(text, "needle");
    assertTrue(marked.startsWith("…") && marked.endsWith("…"), marked);
    assertTrue(marked.contains("[needle] hay"), marked);
    assertTrue(marked.length() < 210, marked);
    assertTrue(marked("needle " + text, "needle").startsWith("[needle] ä"), "no … at its begin");
    assertTrue(marked(text + " hay end", "end").endsWith("hay [end]"), "no … at its end");
  }

  @Test
  void theNameOfAFileIsShownWhereTheTextDoesNotTellIt() {
    FileInfo file = new FileInfo("plan.pdf", 5, "ab".repeat(32));
    assertEquals(
        "as promised [plan].pdf", marked(Snippets.searched(said("as promised", file)), "plan"));
    assertEquals("[plan].pdf", marked(Snippets.searched(said("plan.pdf", file)), "plan"));
    assertEquals("a [plan]", marked(Snippets.searched(said("a plan", null)), "plan"));
  }

  private static Change.Said said(String text, FileInfo file) {
    return new Change.Said(
        new Addressee.Room("lobby"),
        new Author("g1", "ann"),
        new Content(text, null, null, file),
        null);
  }

  @Test
  void aTextThatIsAnotherOneByNowIsNotShown() {
    assertNull(Snippets.of("new words", Query.parse("old")));
    assertNull(Snippets.of("both words", Query.parse("both -words")));
    assertNull(Snippets.of("c", Query.parse("C++")));
    assertEquals("[tar] -xvf", marked("tar -xvf", "tar -xvf"));
    assertEquals("see [C]++", marked("see C++", "c++"));
  }
}
