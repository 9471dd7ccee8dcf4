package parley.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  }
}
