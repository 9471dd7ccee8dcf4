package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.Snippet;

class FoundMessageTest {
  private static final String AT = "2026-11-21T09:30:00.123Z";

  private static List<String> pieces(String text, int... marks) {
    List<Snippet.Hit> hits =
        Stream.iterate(0, i -> i < marks.length, i -> i + 2)
            .map(i -> new Snippet.Hit(marks[i], marks[i + 1]))
            .toList();
    return FoundMessage.pieces(new Snippet(text, hits)).stream()
        .map(piece -> piece.found() ? "[" + piece.text() + "]" : piece.text())
        .toList();
  }

  @Test
  void marksCountCharactersAsPeopleDo() {
    assertEquals(List.of("🍜 ", "[lunch]", "!"), pieces("🍜 lunch!", 2, 7));
    assertEquals(List.of("[東京]", "と", "[京都]"), pieces("東京と京都", 0, 2, 3, 5));
  }

  @Test
  void marksThatAreWrongAreNotFollowed() {
    assertEquals(List.of("lunch"), pieces("lunch", -1, 2));
    assertEquals(List.of("lunch"), pieces("lunch", 3, 99));
    assertEquals(List.of("lunch"), pieces("lunch", 3, 3, 4, 2));
    assertEquals(List.of("l", "[un]", "ch"), pieces("lunch", 1, 3, 2, 4));
    assertEquals(List.of(), pieces("", 0, 1));
  }

  @Test
  void nothingOfItIsRaw() {
    var message =
        new Event.Message(
                7,
                new Addressee.Room("lo\u001bbby"),
                new Author("g2", "b\u009bob"),
                Content.of(""),
                AT)
            .with(new Snippet("a\u001b[2Jb\nc\u202Ed", List.of(new Snippet.Hit(1, 3))));
    FoundMessage hit = FoundMessage.of(message);
    assertEquals("lo\\x1bbby", hit.where());
    assertEquals("b\\x9bob", hit.from());
    assertEquals(
        List.of("a", "\\x1b[", "2Jb c\\u202ed"),
        hit.pieces().stream().map(FoundMessage.Piece::text).toList());
  }
}
