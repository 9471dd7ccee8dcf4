package parley.client.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import parley.client.Lies;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.protocol.ServerLimits;

class PlausibleMessagesTest {
  @Test
  void whatIsNoTextIsANameATimeOrAWord() throws Exception {
    Set<String> passed = new TreeSet<>();
    for (Class<?> type : Lies.types()) {
      assertDoesNotThrow(() -> PlausibleMessages.check(Lies.truth(type)));
      for (Lies.Lie lie : Lies.of(type)) {
        if (lie.isText()) {
          PlausibleMessages.check(lie.message());
          passed.add(lie.field());
        } else {
          String sentence =
              assertThrows(
                      ImplausibleMessage.class,
                      () -> PlausibleMessages.check(lie.message()),
                      lie.path())
                  .getMessage();
          assertTrue(sentence.startsWith("This server sent "), sentence);
          assertFalse(sentence.codePoints().anyMatch(Character::isISOControl), sentence);
          assertFalse(sentence.contains("\u202e"), sentence);
        }
      }
    }
    Set<String> all = new TreeSet<>(Lies.TEXTS);
    all.add("name");
    assertEquals(all, passed);
  }

  @Test
  void whatWouldBreakThisProgramIsRefused() {
    ServerLimits limits = new ServerLimits(1, 1, 1, 1, 1, 1, 1);
    ServerLimits aeons = new ServerLimits(1, 1, 1, 1, 1, Long.MAX_VALUE, 1);
    String at = "2026-11-21T09:30:00.123Z";
    for (var lie :
        List.of(
            new Reply.Welcome("1", "a", "g1", null, null, "s", "log", 1, limits, List.of()),
            new Reply.Welcome("1", "a", "g1", null, "s", "s", "log", 1, aeons, List.of()),
            new Reply.Welcome(
                "1", "a", "g1", null, "s", "s", "log", Long.MAX_VALUE, limits, List.of()),
            new Event.Message(
                1, new Addressee.Person(null, null), new Author("g1", "a"), Content.of("hi"), at),
            new Event.Message(
                -1, new Addressee.Room("lobby"), new Author("g1", "a"), Content.of("hi"), at),
            new Event.Message(
                1,
                new Addressee.Room("lobby"),
                new Author("g1", "a"),
                Content.of("hi"),
                "yesterday"),
            new Event.Joined(1, "lobby", "a", null, at),
            new Event.Renamed(1, "lobby", "a", "b", null, at),
            new Event.Left(1, "lobby", "a", "g1", "left", null),
            new Reply.RoomList("1", 1, false, List.of(new RoomInfo("no room", "", 1, 1))))) {
      assertThrows(ImplausibleMessage.class, () -> PlausibleMessages.check(lie), lie.toString());
    }
  }
}
