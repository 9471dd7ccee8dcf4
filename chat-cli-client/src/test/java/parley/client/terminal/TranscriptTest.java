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
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.MessageState;
import parley.protocol.ReplyTo;
import parley.protocol.Request;
import parley.protocol.Snippet;

class TranscriptTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  private final Theme theme = Theme.of(256, Map.of());
  private final Transcript transcript = new Transcript(theme, ZoneOffset.UTC, TODAY);
  private final Conversation conversation = new Conversation(List::of);

  private List<String> lines(String text, Request.Kind kind, String at, int width) {
    conversation.iAm("alice", "g1");
    conversation.turnTo(conversation.room("lobby"), 0);
    var shown =
        conversation.told(
            new Event.Message(
                1,
                new Addressee.Room("lobby"),
                new Author("g2", "bob"),
                new Content(text, kind, null, null),
                at));
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
    assertEquals(
        List.of("09:32 bob (notice): done"),
        lines("done", Request.Kind.NOTICE, "2026-11-21T09:32:00Z", 80));
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
    assertEquals(theme.name("Alice"), theme.name("alice"));
    long colours =
        List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi").stream()
            .map(name -> theme.name(name).toAnsi())
            .distinct()
            .count();
    assertTrue(colours >= 4, "too many share a colour: " + colours);
    Theme plain = Theme.of(256, Map.of("NO_COLOR", "1"));
    assertEquals(plain.name("alice"), plain.name("bob"));
    assertNotEquals(theme.warning(), plain.warning());
  }

  private Talk lobby() {
    conversation.iAm("alice", "g1");
    Talk lobby = conversation.room("lobby");
    conversation.turnTo(lobby, 0);
    return lobby;
  }

  private void told(long seq, String from, String text, Long answers) {
    conversation.told(
        new Event.Message(
            seq,
            new Addressee.Room("lobby"),
            new Author("g-" + from, from),
            new Content(
                text, null, ReplyTo.of(answers, answers == null ? null : "nobody\u001b"), null),
            "2026-11-21T09:30:00Z"));
  }

  private void reacted(long seq, long target, String who, String emoji) {
    conversation.told(
        new Event.Reacted(
            seq,
            target,
            "lobby",
            null,
            who,
            "g-" + who,
            emoji,
            null,
            "bob",
            "2026-11-21T09:31:00Z"));
  }

  private List<String> lines(Talk talk, long seq, int width, boolean numbered) {
    return transcript.lines(talk, talk.entry(seq).orElseThrow(), width, false, numbered).stream()
        .map(AttributedString::toString)
        .toList();
  }

  @Test
  void whatIsAnsweredStandsAboveAndReactionsBelow() {
    Talk lobby = lobby();
    told(1, "bob", "Lunch?\nI found a place.", null);
    told(2, "carol", "yes", 1L);
    reacted(3, 2, "dave", "👍");
    reacted(4, 2, "erin", "👍");
    reacted(5, 2, "erin", "🎉");
    assertEquals(
        List.of("      ╭ bob: Lunch? I found a place.", "09:30 carol: yes", "      ╰ 👍 2  🎉 1"),
        lines(lobby, 2, 80, false));
    assertEquals("#2 carol: yes", lines(lobby, 2, 80, true).get(1));
    told(9, "carol", "older", 7L);
    assertEquals("      ╭ nobody\\x1b: #7", lines(lobby, 9, 80, false).getFirst());
  }

  @Test
  void ofWhatWasDeletedNothingIsSeenNotEvenInAnswers() {
    Talk lobby = lobby();
    told(1, "bob", "secret", null);
    told(2, "carol", "what?", 1L);
    final TalkEntry asItWas = lobby.entry(1).orElseThrow();
    conversation.told(
        new Event.Edited(
            3, 1, "lobby", null, "bob", "g-bob", "a secret", null, "2026-11-21T09:31:00Z"));
    assertEquals(List.of("09:30 bob: a secret (edited)"), lines(lobby, 1, 80, false));
    conversation.told(
        new Event.Deleted(4, 1, "lobby", null, "bob", "g-bob", "bob", "2026-11-21T09:31:00Z"));
    assertEquals(
        List.of("09:30 bob: (deleted)"),
        transcript.lines(lobby, asItWas, 80, false, false).stream()
            .map(AttributedString::toString)
            .toList());
    assertEquals("      ╭ bob: (deleted)", lines(lobby, 2, 80, false).getFirst());
  }

  @Test
  void noTextLooksLikeAReactionOrAnAnswer() {
    Talk lobby = lobby();
    told(1, "bob", "hi\n      ╰ 👍 99\n╭ carol: I agree", null);
    List<String> lines = lines(lobby, 1, 40, false);
    lines.subList(1, lines.size()).forEach(l -> assertTrue(l.startsWith("      ┃ "), l));
    reacted(2, 1, "dave", "\u001b[2J");
    assertEquals("      ╰ \\x1b[2J 1", lines(lobby, 1, 40, false).getLast());
  }

  @Test
  void answersAndReactionsAreNoWiderThanTheScreen() {
    Talk lobby = lobby();
    told(1, "bob", "語".repeat(100), null);
    told(2, "carol", "🙂".repeat(60), 1L);
    for (int i = 0; i < 20; i++) {
      reacted(10 + i, 2, "dave", Character.toString(0x1F34F + i));
    }
    for (int width = 20; width < 90; width++) {
      for (String line : lines(lobby, 2, width, false)) {
        int columns = new AttributedString(line).columnLength();
        assertTrue(columns < Math.max(21, width), columns + " of " + width + ": " + line);
      }
    }
  }

  @Test
  void whatWasLookedForStandsOut() {
    var message =
        new Event.Message(
                48_211,
                new Addressee.Room("lobby"),
                new Author("g2", "bob"),
                Content.of("x"),
                "2026-11-20T09:30:00Z")
            .with(new Snippet("time for lunch", List.of(new Snippet.Hit(9, 14))));
    AttributedString line = transcript.hit(FoundMessage.of(message), 80).getFirst();
    assertEquals("#48211 2026-11-20 09:30 lobby bob: time for lunch", line.toString());
    int at = line.toString().indexOf("lunch");
    assertEquals(theme.found(), line.styleAt(at));
    assertNotEquals(theme.found(), line.styleAt(at - 1));
  }

  private List<String> withFile(String text, FileInfo file, boolean deleted) {
    conversation.iAm("alice", "g1");
    conversation.turnTo(conversation.room("lobby"), 0);
    var shown =
        conversation.told(
            new Event.Message(
                48_340,
                new Addressee.Room("lobby"),
                new Author("g2", "bob"),
                new Content(text, null, null, file),
                "2026-11-21T09:30:59Z",
                new MessageState(null, deleted, null),
                null));
    News.Fresh fresh = (News.Fresh) shown.getFirst();
    return transcript.lines(fresh.talk(), fresh.entry(), 80, false, false).stream()
        .map(AttributedString::toString)
        .toList();
  }

  @Test
  void aFileIsToldWithItsSizeAndHowToGetIt() {
    FileInfo file = new FileInfo("report.pdf", 1_288_490, "0".repeat(64));
    assertEquals(
        List.of("09:30 bob: report.pdf", "      ╰ file 1.2 MiB · /get #48340"),
        withFile("report.pdf", file, false));
    assertEquals(
        List.of("09:30 bob: Read it.", "      ╰ file report.pdf, 1.2 MiB · /get #48340"),
        withFile("Read it.", file, false));
    assertEquals(List.of("09:30 bob: (deleted)"), withFile("", file, true));
    assertEquals(
        List.of("09:30 bob: x", "      ╰ file passw_[1md, 0 B · /get #48340"),
        withFile("x", new FileInfo("../../passw\u001b[1md", -5, ""), false));
  }
}
