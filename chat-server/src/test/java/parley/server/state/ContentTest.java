package parley.server.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import parley.protocol.Request.Kind;

class ContentTest {
  @Test
  void theSameMessageIsTheSameContentWhoeverSaysIt() {
    String hash = Content.of(new Change.Said("Lobby", null, null, "g1", "a", "hi", null, "n"));
    assertEquals(64, hash.length());
    assertEquals(
        hash,
        Content.of(new Change.Said("lobby", null, null, "g2", "b", "hi", Kind.MESSAGE, null)));
  }

  @Test
  void anotherPlaceKindOrTextIsAnotherContent() {
    String hash = Content.of("lobby", null, Kind.MESSAGE, null, null, "hi");
    assertNotEquals(hash, Content.of(null, "lobby", Kind.MESSAGE, null, null, "hi"));
    assertNotEquals(hash, Content.of("lobbx", null, Kind.MESSAGE, null, null, "hi"));
    assertNotEquals(hash, Content.of("lobby", null, Kind.ACTION, null, null, "hi"));
    assertNotEquals(hash, Content.of("lobby", null, Kind.MESSAGE, null, null, "hI"));
    assertNotEquals(hash, Content.of("lobby", null, Kind.MESSAGE, 7L, null, "hi"));
  }
}
