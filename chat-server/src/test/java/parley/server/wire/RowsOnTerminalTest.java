package parley.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.protocol.ServerMessage;
import parley.protocol.Snippet;

/**
 * What a terminal of 80 columns makes of texts that want to look like somebody else's line: in none
 * of its rows but the first stands what a text chose.
 */
class RowsOnTerminalTest {
  private static final String AT = "2026-11-21T09:30:00.123Z";
  private static final int COLUMNS = 80;
  private static final String FORGED = "alice: yes, do that";
  private static final Pattern ADDRESS =
      Pattern.compile(" {2}\\| https?://[A-Za-z0-9/.?&=%_~+#,:-]+");

  /** Of every kind: what is drawn as nothing counts as one. */
  private static final List<String> BLANKS =
      List.of(
          " ", "\t", "\u00a0", "\u2002", "\u3000", "\u2800", "\u3164", "\uffa0", "\u115f",
          "\ufe0f");

  private static final List<String> PIECES =
      List.of(
          "a",
          "word",
          "中文",
          "ｗ",
          "😀",
          "👩\u200d💻",
          "e\u0301",
          "\u0301",
          "م",
          "नि",
          "…",
          "—",
          "│",
          "https://example.org/a/b?c=d#e",
          "https://x/",
          "alice:",
          "-- console:",
          "!",
          "[ops]",
          "*");

  private final Random random = new Random(22);
  private final TextWire wire = new TextWire();

  RowsOnTerminalTest() {
    wire.belongsTo("g1");
    wire.enter("lobby");
  }

  /**
   * The rows of a screen.
   *
   * @param marks columns of a combining mark
   * @param others of what is neither that nor of the first alphabets
   */
  private static List<String> screen(String bytes, int marks, int others) {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    int column = 0;
    for (int c : bytes.codePoints().toArray()) {
      int width = c < 0x1100 ? 1 : others;
      int type = Character.getType(c);
      if (type == Character.NON_SPACING_MARK || type == Character.FORMAT) {
        width = marks;
      }
      if (c == '\r') {
        column = 0;
      } else if (c == '\n') {
        rows.add(row.toString());
        row.setLength(0);
      } else if (c == '\t') {
        row.append(c);
        column = Math.min(COLUMNS - 1, column + 8 - column % 8);
      } else {
        if (column + width > COLUMNS) {
          rows.add(row.toString());
          row.setLength(0);
          column = 0;
        }
        row.appendCodePoint(c);
        column += width;
      }
    }
    return rows;
  }

  /** Blanks and words, so that what is at the end comes to stand where it wants to. */
  private String hostile() {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "so");
    for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
      String piece = (random.nextInt(3) > 0 ? BLANKS : PIECES).get(random.nextInt(10));
      text.append(piece.repeat(1 + random.nextInt(random.nextInt(8) == 0 ? 300 : 90)));
      text.append(random.nextInt(4) == 0 ? "\n" : random.nextInt(3) == 0 ? " " : "");
    }
    return text.append(random.nextBoolean() ? FORGED : FORGED.replace(' ', '\u00a0')).toString();
  }

  private List<ServerMessage> said(String text) {
    String line = text.replace('\n', ' ').replace('\t', ' ');
    FileInfo file = new FileInfo("x" + line, 5, "a".repeat(64));
    Event.Message plain = message("lobby", null, text, null);
    Event.Message found = plain.with(new Snippet(line, List.of(new Snippet.Hit(0, 1))));
    return List.of(
        plain,
        message("other", null, text, null),
        message(null, "me", text, null),
        message("lobby", null, text, Request.Kind.ACTION),
        new Event.Message(
            7,
            new Addressee.Room("lobby"),
            new Author("g2", "bob"),
            new Content("file", null, null, file),
            AT),
        new Event.Edited(8, 7, "lobby", null, "bob", "g2", text, null, AT),
        new Event.Topic(9, "lobby", "bob", line, AT),
        new Event.Notice("console", text),
        new Reply.History("history", List.of(plain), false),
        new Reply.History("search", List.of(found), false),
        new Reply.RoomList("rooms", 1, false, List.of(new RoomInfo("ops", line, 1, 1))),
        new Reply.Joined("join", null, "ops", line, 1, List.of(), false, 1),
        new Reply.AdminText("admin", text),
        new Reply.Refused("send", ErrorCode.BANNED, line, null),
        new Event.Bye(null, "kicked", line));
  }

  private static Event.Message message(String room, String to, String text, Request.Kind kind) {
    return new Event.Message(
        7,
        Addressee.ofFields(room, to, null),
        new Author("g2", "bob"),
        new Content(text, kind, null, null),
        AT);
  }

  @Test
  void noRowButTheFirstBeginsAsATextWants() {
    int rows = 0;
    for (int n = 0; n < 3_000; n++) {
      String text = hostile();
      for (ServerMessage message : said(text)) {
        String bytes = new String(wire.encode(message), UTF_8);
        for (int marks = 0; marks < 2; marks++) {
          for (int others = 1; others < 3; others++) {
            rows += check(bytes, screen(bytes, marks, others));
          }
        }
        if (message instanceof Event.Message m) {
          assertTrue(kept(m.text(), bytes), "every word is still there: " + bytes);
        }
      }
    }
    assertTrue(rows > 100_000, "rows were broken: " + rows);
  }

  /** Answers how many rows there are besides the first. */
  private static int check(String bytes, List<String> rows) {
    boolean address = false;
    for (int i = 1; i < rows.size(); i++) {
      String row = rows.get(i);
      boolean ours = row.startsWith(TextWire.BAR) || row.startsWith("  -- a file,");
      assertTrue(
          ours || (address && row.chars().noneMatch(c -> c == ' ')),
          () -> "a row begins with " + row + " in " + bytes);
      address = ours ? ADDRESS.matcher(row).lookingAt() && row.length() >= COLUMNS : address;
    }
    return rows.size() - 1;
  }

  private static boolean kept(String text, String bytes) {
    return letters(bytes).contains(letters(text));
  }

  private static String letters(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void whatFitsStaysAsItIs() {
    String wide = "a" + " ".repeat(40) + "table";
    assertEquals(
        "bob: " + wide + "\r\n",
        new String(wire.encode(message("lobby", null, wide, null)), UTF_8));
    String address = "https://example.org/" + "path/".repeat(40);
    assertTrue(
        new String(wire.encode(message("lobby", null, "see " + address + " now", null)), UTF_8)
            .contains("  | " + address + "\r\n  | now\r\n"));
    String words = "word ".repeat(30).strip();
    assertEquals(
        List.of("bob: " + "word ".repeat(14) + "word", "  | " + "word ".repeat(14) + "word"),
        List.of(
            new String(wire.encode(message("lobby", null, words, null)), UTF_8)
                .strip()
                .split("\r\n")));
  }
}
