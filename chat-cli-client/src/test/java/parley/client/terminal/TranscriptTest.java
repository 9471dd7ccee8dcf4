package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import parley.client.conversation.Conversation;
import parley.client.conversation.News;
import parley.protocol.Event;
import parley.protocol.Request;

class TranscriptTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  private final Look look = Look.of(256, Map.of());
  private final Transcript transcript = new Transcript(look, ZoneOffset.UTC, TODAY);
  private final Conversation conversation = new Conversation();

  private List<String> lines(String text, Request.Kind kind, String at, int width) {
    conversation.iAm("alice", "g1");
    conversation.turnTo(conversation.room("lobby"), 0);
    var shown = conversation.told(new Event.Message(1, "lobby", null, "bob", "g2", text, kind, at));
    return transcript
        .lines(
            shown.getFirst().talk(), ((News.Fresh) shown.getFirst()).entry(), width, false, false)
        .stream()
        .map(AttributedString::toString)
        .toList();
  }

  @Test
  void timeNameAndText() {
    assertEquals(List.of("09:30 bob: hi"), lines("hi", null, "2026-11-21T09:30:59Z", 80));
    assertEquals(
        List.of("09:31 * bob waves"),
        lines("waves", Request.Kind.ACTION, "2026-11-21T09:31:00Z", 80));
  }

  @Test
  void anotherDayIsSaidOnce() {
    assertTrue(transcript.newDay(Instant.parse("2026-11-21T00:00:00Z")).isEmpty());
    String day = transcript.newDay(Instant.parse("2026-11-20T23:59:59Z")).orElseThrow().toString();
    assertTrue(day.contains("20 November 2026"), day);
    assertTrue(transcript.newDay(Instant.parse("2026-11-20T00:00:00Z")).isEmpty());
  }

  @Test
  void nobodysTextLooksLikeAnothersLine() {
    String forged = "09:31 carol: I agree";
    String spaces = " ".repeat(80 - "09:30 bob: ".length());
    for (String text : List.of("hi\n" + forged, spaces + forged, "x".repeat(69) + forged)) {
      for (int width : List.of(20, 40, 79, 80, 81, 200)) {
        List<String> lines = lines(text, null, "2026-11-21T09:30:00Z", width);
        for (String line : lines.subList(1, lines.size())) {
          assertTrue(line.startsWith("      ┃ "), line);
        }
        String all =
            lines.getFirst()
                + String.join(
                    "", lines.subList(1, lines.size()).stream().map(l -> l.substring(8)).toList());
        assertEquals(("09:30 bob: " + text).replace("\n", ""), all);
      }
    }
  }

  @Test
  void aTopicForgesNothingEither() {
    String topic = "━━ lobby · " + " ".repeat(69) + "09:31 carol: I agree";
    List<AttributedString> lines = transcript.head(topic, 80);
    assertTrue(lines.size() > 1);
    lines.subList(1, lines.size()).forEach(l -> assertTrue(l.toString().startsWith("      ┃ ")));
  }

  @Test
  void noLineIsWiderThanTheScreen() {
    String wide = "語".repeat(100) + " 🙂🙂🙂 " + "a".repeat(300) + "e\u0301".repeat(90);
    for (int width = 20; width < 130; width++) {
      for (String line : lines(wide, null, "2026-11-21T09:30:00Z", width)) {
        int columns = new AttributedString(line).columnLength();
        assertTrue(columns < Math.max(21, width), columns + " of " + width + ": " + line);
      }
    }
  }

  @Test
  void aNamesColourIsItsOwnAndNoColorMeansNone() {
    assertEquals(look.name("Alice"), look.name("alice"));
    long colours =
        List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi").stream()
            .map(name -> look.name(name).toAnsi())
            .distinct()
            .count();
    assertTrue(colours >= 4, "too many share a colour: " + colours);
    Look plain = Look.of(256, Map.of("NO_COLOR", "1"));
    assertEquals(plain.name("alice"), plain.name("bob"));
    assertNotEquals(look.warning(), plain.warning());
  }
}
