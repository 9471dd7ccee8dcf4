package parley.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.InvalidRequest;

class QueryTest {
  private static final String LOBBY = Mark.room("lobby");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello world|AND \"hello\" AND \"world\"",
        "\"Hello, World\"|AND \"hello world\"",
        "don't|AND \"don t\"",
        "depl*|AND \"depl\" *",
        "\"big depl\"*|AND \"big depl\" *",
        "東京都|AND \"東京 京都\"",
        "日|AND \"日\" *",
        "\"東京 tower\"|AND \"東京 京 tower\"",
        "foo:bar|AND \"foo bar\"",
        "a OR b|AND \"a\" AND \"or\" AND \"b\"",
        "before:yesterday|AND \"before yesterday\"",
        "before:2026-02-31|AND \"before 2026 02 31\"",
        "from:|AND \"from\"",
        "\"not closed|AND \"not closed\"",
        "- a|AND \"a\"",
        "--force-with-lease|AND (\"force with lease\" AND \"\uE004\uE12Dforce\")",
        "-5|AND (\"5\" AND \"\uE004\uE12D5\")",
        "C++|AND (\"c\" AND \"\uE004c\uE12B\uE12B\")",
        "-rf|AND (\"rf\" AND \"\uE004\uE12Drf\")",
        "a-b 1-2|AND \"a b\" AND \"1 2\"",
      })
  void wordsBecomePhrases(String query, String expected) {
    assertEquals(
        "((\"" + LOBBY + "\") " + expected + ")",
        Expression.of(Query.parse(query), List.of(LOBBY), Map.of()));
  }

  @Test
  void operatorsBecomeMarks() {
    assertEquals(
        "((\""
            + LOBBY
            + "\") AND (\"\uE001alice\" OR \"\uE002g7\") AND \"x\") NOT"
            + " (\"\uE001bob\" OR \"\uE000ops\" OR \"y z\")",
        Expression.of(
            Query.parse("x from:Alice -from:\"bob\" -room:#ops -\"y z\""),
            List.of(LOBBY),
            Map.of("alice", "g7")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tar -xvf|Without the word xvf, except where it is written -xvf; \"-xvf\" in quotation"
            + " marks finds only that.",
        "before:yesterday|before:yesterday was looked for as words",
        "in:ops disk|in:ops was looked for as words",
        "a OR b|OR was looked for as a word",
        "*foo|A * counts only at the end of a word, not in *foo.",
        "?! disk|?! was not looked for",
      })
  void whatMayBeMeantOtherwiseIsSaid(String query, String sentence) {
    String note = Query.parse(query).note();
    assertTrue(note != null && note.contains(sentence), query + ": " + note);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "disk full",
        "\"disk full\"",
        "depl*",
        "from:bob room:#ops",
        "C++",
        "-5",
        "--force",
        "-rf",
        "http://a.example/b",
        "-\"a phrase\" disk",
        "after:2026-01 or",
        "12:30",
        "- a",
        "don't"
      })
  void whatIsPlainIsNotTalkedAbout(String query) {
    assertNull(Query.parse(query).note());
  }

  @Test
  void daysAreInclusiveAfterAndExclusiveBefore() {
    Query query = Query.parse("after:2026-01-02 BEFORE:2026-03");
    assertEquals(Instant.parse("2026-01-02T00:00:00Z").toEpochMilli(), query.since());
    assertEquals(Instant.parse("2026-03-01T00:00:00Z").toEpochMilli(), query.until());
    Query same = Query.parse("-before:2026-1-2 -after:2026-3-1");
    assertEquals(query.since(), same.since());
    assertEquals(query.until(), same.until());
    assertEquals(
        List.of("lobby", "straße"),
        Query.parse("room:#Lobby room:Straße").rooms().stream()
            .map(r -> r.equals("strasse") ? "straße" : r)
            .toList());
  }

  @Test
  void whatHoldsNothingToFindIsEmpty() {
    assertTrue(Query.parse("").isEmpty());
    assertTrue(Query.parse(" ?! \"\" - * ").isEmpty());
  }

  @Test
  void tooManyWordsAreRefused() {
    Query.parse("a ".repeat(Query.TERMS));
    assertThrows(InvalidRequest.class, () -> Query.parse("a ".repeat(Query.TERMS + 1)));
    assertThrows(InvalidRequest.class, () -> Query.parse("東京".repeat(Query.TOKENS)));
    for (String prefix : List.of("a* ", "-b* ", "\"big depl\"* ", "東 ", "-東 ")) {
      Query.parse("word " + prefix.repeat(Query.PREFIXES));
      assertThrows(
          InvalidRequest.class, () -> Query.parse("word " + prefix.repeat(Query.PREFIXES + 1)));
    }
  }
}
