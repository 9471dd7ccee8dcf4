package parley.server.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ReplyTo;
import parley.protocol.Request.Kind;

class ContentHashTest {
  @Test
  void theSameMessageIsTheSameContentWhoeverSaysIt() {
    String hash =
        ContentHash.of(
            new Change.Said(
                new Addressee.Room("Lobby"), new Author("g1", "a"), Content.of("hi"), "n"));
    assertEquals(64, hash.length());
    assertEquals(
        hash,
        ContentHash.of(
            new Change.Said(
                new Addressee.Room("lobby"),
                new Author("g2", "b"),
                new Content("hi", Kind.MESSAGE, null, null),
                null)));
  }

  @Test
  void anotherPlaceKindOrTextIsAnotherContent() {
    String hash =
        ContentHash.of(new Addressee.Room("lobby"), new Content("hi", Kind.MESSAGE, null, null));
    assertNotEquals(
        hash,
        ContentHash.of(
            new Addressee.Person("x", "lobby"), new Content("hi", Kind.MESSAGE, null, null)));
    assertNotEquals(
        hash,
        ContentHash.of(new Addressee.Room("lobbx"), new Content("hi", Kind.MESSAGE, null, null)));
    assertNotEquals(
        hash,
        ContentHash.of(new Addressee.Room("lobby"), new Content("hi", Kind.ACTION, null, null)));
    assertNotEquals(
        hash,
        ContentHash.of(new Addressee.Room("lobby"), new Content("hi", Kind.NOTICE, null, null)));
    assertNotEquals(
        hash,
        ContentHash.of(new Addressee.Room("lobby"), new Content("hI", Kind.MESSAGE, null, null)));
    assertNotEquals(
        hash,
        ContentHash.of(
            new Addressee.Room("lobby"),
            new Content("hi", Kind.MESSAGE, new ReplyTo(7, null), null)));
  }
}
