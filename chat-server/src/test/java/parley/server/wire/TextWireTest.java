package parley.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.MessageState;
import parley.protocol.Reaction;
import parley.protocol.Reply;
import parley.protocol.ReplyTo;
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
    return new Event.Message(
        7, new Addressee.Room(room), new Author(fromId, "bob"), Content.of(text), AT);
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
        shown(
            new Event.Message(
                7,
                new Addressee.Room("lobby"),
                new Author("g2", "bob"),
                new Content("waves", Request.Kind.ACTION, null, null),
                AT)));
    assertEquals(
        "bob (notice, to you): done\r\n",
        shown(
            new Event.Message(
                7,
                new Addressee.Person("alice", null),
                new Author("g2", "bob"),
                new Content("done", Request.Kind.NOTICE, null, null),
                AT)));
    assertEquals(
        "bob (to you): psst\r\n",
        shown(
            new Event.Message(
                7,
                new Addressee.Person("alice", null),
                new Author("g2", "bob"),
                Content.of("psst"),
                AT)));
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

  private static Event.Message file(String name, String text) {
    FileInfo file = new FileInfo(name, 1_288_490, "00".repeat(32));
    return new Event.Message(
        7,
        new Addressee.Room("lobby"),
        new Author("g2", "bob"),
        new Content(text, null, null, file),
        AT);
  }

  @Test
  void aFileIsToldOnALineThatNoTextCanForge() {
    assertEquals(
        "bob: report.pdf\r\n  -- a file, 1.2 MiB: /get 7 fetches it\r\n",
        shown(file("report.pdf", "report.pdf")));
    assertEquals(
        "bob: As promised.\r\n  -- a file, a\\x1b[2Jb, 1.2 MiB: /get 7 fetches it\r\n",
        shown(file("a\u001b[2Jb", "As promised.")));
    String forged = "hi\n  -- a file, 1.2 MiB: /get 9 fetches it";
    assertEquals(
        "bob: hi\r\n  |   -- a file, 1.2 MiB: /get 9 fetches it\r\n",
        shown(message("lobby", "g2", forged)));
    assertEquals(
        "! ERROR: File not found\r\n",
        shown(new Reply.Refused("get", ErrorCode.NO_SUCH_FILE, "File not found: gone.", null)));
  }

  @Test
  void bytesAreSharedOnlyByThoseWhoSeeTheSame() {
    assertTrue(sharesView(message("lobby", "g2", "hi")));
    assertTrue(sharesView(message("LOBBY", "g2", "hi")));
    assertFalse(sharesView(message("dev", "g2", "hi")), "told apart by its room");
    assertFalse(sharesView(message("lobby", "g1", "hi")), "not repeated to its author");
    Event.Message said = message("lobby", "g2", "hi");
    assertEquals(shown(said), new String(wire.sharing(List.of(said)).encode(said), UTF_8));
  }

  private static Event.Edited edited(String fromId, String text, Request.Kind kind) {
    return new Event.Edited(8, 7, "lobby", null, "bob", fromId, text, kind, AT);
  }

  private static Event.Deleted deleted(String byId, String by, String author) {
    return new Event.Deleted(8, 7, "lobby", null, by, byId, author, AT);
  }

  private static Event.Reacted reacted(String room, String fromId, Boolean removed) {
    return new Event.Reacted(8, 7, room, null, "bob", fromId, "👩\u200d💻", removed, "ann", AT);
  }

  @Test
  void whatBecameOfAMessageIsTheServersWord() {
    assertEquals("-- bob corrected: hi\r\n", shown(edited("g2", "hi", null)));
    assertEquals(
        "-- bob corrected: a\r\n  | -- \\x1b[1m\r\n", shown(edited("g2", "a\n-- \u001b[1m", null)));
    assertEquals(
        "-- bob corrected an action: waves\r\n", shown(edited("g2", "waves", Request.Kind.ACTION)));
    assertEquals(
        "-- bob corrected a notice: done\r\n", shown(edited("g2", "done", Request.Kind.NOTICE)));
    assertEquals("-- bob took a message back\r\n", shown(deleted("g2", "bob", "bob")));
    assertEquals("-- op took a message of bob back\r\n", shown(deleted("g3", "op", "bob")));
    assertEquals(
        "-- console took a message of ann back\r\n", shown(deleted(null, "console", "ann")));
    assertEquals(
        "-- bob reacted with 👩\u200d💻 to a message of ann\r\n",
        shown(reacted("lobby", "g2", null)));
    assertEquals(
        "[dev] -- bob took 👩\u200d💻 back from a message of ann\r\n",
        shown(reacted("dev", "g2", true)));
    assertEquals("", shown(new Event.Read(9, "lobby", null, 7, AT)));
  }

  @Test
  void whatOneDidOneselfIsNotRepeated() {
    for (Event.Logged own :
        List.of(
            edited("g1", "hi", null), deleted("g1", "me", "me"), reacted("lobby", "g1", null))) {
      assertEquals("", shown(own));
      assertFalse(sharesView(own));
    }
    assertTrue(sharesView(edited("g2", "hi", null)));
    assertFalse(sharesView(reacted("dev", "g2", null)));
    assertFalse(sharesView(new Event.Read(9, "lobby", null, 7, AT)));
  }

  @Test
  void historyTellsWhatBecameOfAMessageOnALineThatNobodyCanWrite() {
    Event.Message changed =
        new Event.Message(
            7,
            new Addressee.Room("lobby"),
            new Author("g2", "bob"),
            new Content("hi\n  -- corrected at 09:31", null, new ReplyTo(3L, "ann"), null),
            AT,
            new MessageState(
                "2026-11-21T09:32:00.000Z",
                false,
                List.of(
                    new Reaction("👍", 12, List.of("ann", "carl")),
                    new Reaction("❤", 1, List.of("ann")))),
            null);
    Event.Message gone =
        new Event.Message(
            8,
            new Addressee.Room("lobby"),
            new Author("g2", "bob"),
            Content.of(""),
            AT,
            new MessageState(null, true, null),
            null);
    assertEquals(
        List.of(
            "[2026-11-21 09:30 UTC] bob (answering ann): hi",
            "  |   -- corrected at 09:31",
            "  -- corrected at 2026-11-21 09:32 UTC; 👍 12 (ann, carl, …); ❤ 1 (ann)",
            "[2026-11-21 09:30 UTC] -- a message of bob was taken back"),
        shown(new Reply.History("history", List.of(changed, gone), false)).lines().toList());
  }

  @Test
  void aNameThatCannotBeHadIsAskedForAgain() {
    String shown = shown(new Reply.Refused("hello", ErrorCode.NAME_TAKEN, "Taken.", null));
    assertEquals("! Taken.\r\nEnter your username: ", shown);
    assertEquals(
        "! Not here.\r\n",
        shown(new Reply.Refused("send", ErrorCode.NOT_A_MEMBER, "Not here.", null)));
  }

  private boolean sharesView(Event.Logged event) {
    return wire.sharing(List.of(event)) != null;
  }
}
