package parley.client.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedPathTest {
  private static void reads(String typed, String value, String rest) {
    TypedPath path = TypedPath.first(typed);
    assertEquals(value, path.value());
    assertEquals(rest, typed.substring(path.length()));
  }

  @Test
  void aWordIsAPathAndBlanksInItAreMarked() {
    reads("a.txt", "a.txt", "");
    reads("a.txt and more", "a.txt", " and more");
    reads("a\\ b.txt and", "a b.txt", " and");
    reads("\"a b.txt\" and", "a b.txt", " and");
    reads("'a b.txt' and", "a b.txt", " and");
    reads("\"a \\\"b\\\".txt\"", "a \"b\".txt", "");
    reads("'a\\b'", "a\\b", "");
    reads("Bob's.txt here", "Bob's.txt", " here");
    reads("C:\\Users\\x", "C:\\Users\\x", "");
    reads("\"not closed and", "not closed and", "");
    reads("a\\", "a\\", "");
    reads("", "", "");
  }

  @Test
  void aTildeIsTheHomeAtTheBeginningAlone() {
    assertEquals(Path.of("/home/x/a b"), TypedPath.first("~/a\\ b").path("/home/x").orElseThrow());
    assertEquals(Path.of("/home/x"), TypedPath.first("~").path("/home/x").orElseThrow());
    assertEquals(Path.of("a~"), TypedPath.first("a~").path("/home/x").orElseThrow());
    assertEquals(Path.of("~bob/x"), TypedPath.first("~bob/x").path("/home/x").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "a b", "a \"b\" 'c'", "'a'", "\"", "\\", "a\\ b", "日本 語.txt"})
  void whatIsTypedForAPathIsReadAsIt(String value) {
    for (char quote : new char[] {0, '"', '\''}) {
      if (quote != '\'' || value.indexOf('\'') < 0) {
        String typed = TypedPath.typed(value, quote, true);
        assertEquals(value, TypedPath.first(typed + " more").value(), typed);
        assertEquals(typed.length(), TypedPath.first(typed + " more").length(), typed);
      }
    }
  }
}
