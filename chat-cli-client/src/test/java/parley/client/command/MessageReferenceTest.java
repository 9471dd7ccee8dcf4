package parley.client.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.client.conversation.Conversation;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;

class MessageReferenceTest {
  private final List<TalkEntry> here = new ArrayList<>();

  @BeforeEach
  void messages() {
    Conversation conversation = new Conversation(List::of);
    conversation.iAm("alice", "g1");
    Talk lobby = conversation.room("lobby");
    for (long seq : new long[] {48_101, 48_202, 48_303, 48_401, 48_502}) {
      String id = seq < 48_400 ? "g1" : "g2";
      conversation.told(
          new Event.Message(
              seq,
              new Addressee.Room("lobby"),
              new Author(id, "x"),
              Content.of("text"),
              "2026-11-21T09:30:00.123Z"));
    }
    conversation.told(
        new Event.Deleted(48_600, 48_502, "lobby", null, "x", "g2", "x", "2026-11-21T09:30:00Z"));
    here.addAll(lobby.last(100));
  }

  private OptionalLong own(String word) {
    return new MessageReference(word).among(here, TalkEntry::own);
  }

  @Test
  void nothingIsTheNewestThatIsMeant() {
    assertEquals(OptionalLong.of(48_303), own(null));
    assertEquals(
        OptionalLong.of(48_401),
        new MessageReference(null).among(here, TalkEntry::byOthers),
        "not deleted");
    assertEquals(OptionalLong.empty(), new MessageReference(null).among(List.of(), TalkEntry::own));
  }

  @Test
  void backIsCountedAmongThoseThatAreMeant() {
    assertEquals(OptionalLong.of(48_303), own("-1"));
    assertEquals(OptionalLong.of(48_101), own("-3"));
    assertEquals(OptionalLong.empty(), own("-4"));
  }

  @Test
  void aNumberOrItsEndIsEnough() {
    assertEquals(OptionalLong.of(48_202), own("#48202"));
    assertEquals(OptionalLong.of(48_202), own("#202"));
    assertEquals(OptionalLong.of(48_401), own("#1"), "the newest that ends so");
    assertEquals(OptionalLong.of(7), own("#7"), "older ones are the server's to know");
  }

  @Test
  void aTextIsNoReference() {
    for (String word : List.of("#lobby", "48211", "-", "--", "-0", "-123", "#", "#9".repeat(9))) {
      assertFalse(MessageReference.isOne(word), word);
    }
    assertTrue(MessageReference.isOne("#48211"));
    assertNull(MessageReference.first(Arguments.of("3 apples")).word());
    assertEquals("-2", MessageReference.first(Arguments.of("-2 yes")).word());
  }
}
