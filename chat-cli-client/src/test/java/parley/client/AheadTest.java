package parley.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import parley.protocol.Reply;

class AheadTest {
  @Test
  void whatIsReadAheadIsAWholeWelcome() throws Exception {
    Reply.Welcome welcome = assertInstanceOf(Reply.Welcome.class, Ahead.welcome());
    assertEquals("r", welcome.rooms().getFirst().room());
  }
}
