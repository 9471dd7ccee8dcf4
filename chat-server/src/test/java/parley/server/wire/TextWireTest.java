package parley.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

class TextWireTest {
  private static final String AT = "2026-11-21T09:30:00.123Z";
  private final TextWire wire = new TextWire();

  TextWireTest() {
    wire.belongsTo("g1");
    wire.enter("lobby");
  }

  private static Event.Message message(String room, String fromId, String text) {
    return new Event.Message(7, room, null, "bob", fromId, text, null, AT);
  }

  private String shown(ServerMessage message) {
    return new String(wire.encode(message), UTF_8);
  }

  @Test
  void messagesReadAsPeopleExpect() {
    assertEquals("bob: hi\r\n", shown(message("lobby", "g2", "hi")));
    assertEquals("[dev] bob: hi\r\n", shown(message("dev", "g2", "hi")));
    assertEquals("", shown(message("lobby", "g1", "my own")));
    assertEquals(
        "* bob waves\r\n",
        shown(new Event.Message(7, "lobby", null, "bob", "g2", "waves", Request.Kind.ACTION, AT)));
    assertEquals(
        "bob (to you): psst\r\n",
        shown(new Event.Message(7, null, "alice", "bob", "g2", "psst", null, AT)));
    assertEquals("bob joined the chat\r\n", shown(new Event.Joined(1, "lobby", "bob", "g2", AT)));
    assertEquals(
        "bob left the chat\r\n", shown(new Event.Left(1, "lobby", "bob", "g2", "quit", AT)));
  }

  @Test
  void aTextWithLinesCannotForgeAnothersLine() {
    String shown = shown(message("lobby", "g2", "hi\nalice: I quit\n\u001b[31mred\ttab"));
    List<String> lines = shown.lines().toList();
    assertEquals("bob: hi", lines.get(0));
    assertEquals("  | alice: I quit", lines.get(1));
    assertEquals("  | \\x1b[31mred\ttab", lines.get(2));
    assertFalse(shown.contains("\u001b"));
  }

  @Test
  void bytesAreSharedOnlyByThoseWhoSeeTheSame() {
    assertTrue(wire.sharesView(message("lobby", "g2", "hi")));
    assertTrue(wire.sharesView(message("LOBBY", "g2", "hi")));
    assertFalse(wire.sharesView(message("dev", "g2", "hi")), "told apart by its room");
    assertFalse(wire.sharesView(message("lobby", "g1", "hi")), "not repeated to its author");
    Event.Message said = message("lobby", "g2", "hi");
    assertEquals(shown(said), new String(TextWire.shared(said), UTF_8));
  }

  @Test
  void aNameThatCannotBeHadIsAskedForAgain() {
    String shown = shown(new Reply.Refused("hello", ErrorCode.NAME_TAKEN, "Taken.", null));
    assertEquals("! Taken.\r\nEnter your username: ", shown);
    assertEquals(
        "! Not here.\r\n",
        shown(new Reply.Refused("send", ErrorCode.NOT_A_MEMBER, "Not here.", null)));
  }
}
