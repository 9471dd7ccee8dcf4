package parley.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void oneIsSaidOtherwiseThanNoneAndMany() {
    assertEquals("0 messages", Counted.of(0, "message"));
    assertEquals("1 message", Counted.of(1, "message"));
    assertEquals("1,200 messages", Counted.of(1_200, "message"));
    assertEquals("1 person", Counted.people(1));
    assertEquals("2 people", Counted.people(2));
  }
}
