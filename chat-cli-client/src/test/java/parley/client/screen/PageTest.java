package parley.client.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.client.conversation.Conversation;
import parley.client.conversation.News;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.Look;
import parley.client.terminal.Theme;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.ServerMessage;

class PageTest {
  private static final String AT = "2026-11-21T09:30:00.123Z";

  private final Conversation conversation = new Conversation(List::of);
  private final Talk lobby;
  private final Page page;
  private Page.Look look =
      new Page.Look(
          new ItemRows(Theme.of(0, Map.of()), ZoneOffset.UTC, Look.INITIAL), 60, 10, false);

  PageTest() {
    conversation.iAm("alice", "p1");
    lobby = conversation.room("lobby");
    conversation.turnTo(lobby, 0);
    page = new Page(lobby);
  }

  private TalkEntry entry(Event event) {
    return switch (conversation.told(event).getFirst()) {
      case News.Fresh fresh -> fresh.entry();
      case News.Kept kept -> kept.entry();
      case News.Changed changed -> changed.entry();
    };
  }

  private static Event message(long seq, String from, String text, Long replyTo) {
    return read(
        """
        {"type":"message","seq":%d,"room":"lobby","from":"%s","fromId":"id-%s","text":%s,"at":"%s"%s}
        """
            .formatted(
                seq,
                from,
                from,
                Json.MAPPER.writeValueAsString(text),
                AT,
                replyTo == null ? "" : ",\"replyTo\":" + replyTo + ",\"replyFrom\":\"bob\""));
  }

  private static Event read(String json) {
    return (Event) Json.MAPPER.readValue(json, ServerMessage.class);
  }

  private void said(long seq, String text) {
    page.add(entry(message(seq, "bob", text, null)));
  }

  /** Where one wants to read on at the beginning. */
  private long oldest() {
    page.toTop();
    long oldest = page.wanted(look).orElseThrow();
    page.toEnd();
    return oldest;
  }

  private List<String> seen() {
    return page.window(look, List.of()).rows().stream()
        .map(line -> line.text().toString().strip())
        .filter(row -> !row.startsWith("──"))
        .map(row -> row.replaceFirst("^\\d\\d:\\d\\d +", "").replaceFirst("^bob +", ""))
        .toList();
  }

  @Test
  void whatComesLateStandsAtItsPlaceAndWhatComesTwiceOnce() {
    said(1, "one");
    said(5, "five");
    said(3, "three");
    said(3, "three");
    assertEquals(List.of("one", "three", "five"), seen());
  }

  @Test
  void aPageThatIsReadStays() {
    List<TalkEntry> older = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      older.add(entry(message(i, "bob", "old " + i, null)));
    }
    for (int i = 21; i <= 60; i++) {
      said(i, "line " + i);
    }
    assertTrue(page.wanted(look).isEmpty(), "nobody reads there");
    assertTrue(page.up(look, 8));
    List<String> before = seen();
    assertEquals(Optional.of(21L), page.wanted(look));
    page.older(21, older, true);
    said(61, "more");
    assertEquals(before, seen());
    assertTrue(page.window(look, List.of()).below() > 0);
    for (int i = 0; i < 20; i++) {
      page.up(look, 8);
    }
    assertEquals("old 1", seen().getFirst());
    page.older(1, List.of(), false);
    assertTrue(page.wanted(look).isEmpty(), "there is no more");
    for (int i = 0; i < 20; i++) {
      page.down(look, 8);
    }
    assertFalse(page.isReading());
    assertEquals("more", seen().getLast());
  }

  @Test
  void whatWasFoundIsGoneToAndWhatIsBetweenIsReadOn() {
    for (int i = 100; i < 130; i++) {
      said(i, "line " + i);
    }
    List<TalkEntry> all = new ArrayList<>();
    for (int i = 1; i < 100; i++) {
      all.add(entry(message(i, "bob", "line " + i, null)));
    }
    assertTrue(page.goTo(20, all.subList(10, 30), look));
    assertEquals(Optional.of(20L), page.chosen().map(TalkEntry::seq));
    assertTrue(seen().stream().anyMatch(row -> row.endsWith("line 20")), () -> "" + seen());
    assertEquals(Optional.of(100L), page.wanted(look), "there is a gap not far below");
    List<String> before = seen();
    page.older(100, all.subList(60, 99), true);
    assertEquals(before, seen(), "what is read stays where it is");
    assertEquals(Optional.of(61L), page.wanted(look));
    page.older(61, all.subList(20, 60), true);
    assertEquals(before, seen());
    assertEquals(Optional.of(11L), page.wanted(look), "none is left but at the beginning");
    page.older(11, all.subList(0, 10), false);
    page.toTop();
    List<String> read = new ArrayList<>(seen());
    while (page.isReading()) {
      page.down(look, 9);
      read.addAll(seen());
    }
    List<String> lines = read.stream().filter(row -> row.contains("line ")).distinct().toList();
    assertEquals(129, lines.size(), () -> "" + lines);
    assertTrue(read.stream().noneMatch(row -> row.contains("more between")), () -> "" + read);
  }

  @Test
  void longOnesFoldAndOpen() {
    said(1, "line\n".repeat(16_000));
    List<String> folded = seen();
    assertTrue(folded.getLast().startsWith("⋯ 15,989 more lines"), folded::toString);
    page.unfold(look);
    assertEquals("⋯ Alt-F folds it", seen().getLast());
    page.unfold(look);
    assertEquals(folded, seen());
  }

  @Test
  void comingsFoldIntoOneLine() {
    said(1, "hello");
    page.add(entry(new Event.Joined(2L, "lobby", "carol", "c", AT)));
    page.add(entry(new Event.Left(3L, "lobby", "carol", "c", "left", null, null, AT)));
    page.add(entry(new Event.Joined(4L, "lobby", "carol", "c", AT)));
    assertEquals(List.of("hello", "·  carol joined 2 times, carol left."), seen());
  }

  @Test
  void comingsAreToldAsTheyAreWanted() {
    page.add(entry(new Event.Joined(1L, "lobby", "carol", "c", AT)));
    said(2, "hello");
    page.add(entry(new Event.Left(3L, "lobby", "bob", "id-bob", "left", null, null, AT)));
    page.add(entry(new Event.Joined(4L, "lobby", "dave", "d", AT)));
    assertEquals(List.of("·  carol joined.", "hello", "·  bob left, dave joined."), seen());
    look = look(Look.Comings.SHOWN, Look.Clock.H24);
    assertEquals(List.of("·  carol joined.", "hello", "·  bob left.", "dave joined."), seen());
    look = look(Look.Comings.RECENT, Look.Clock.H24);
    assertEquals(List.of("hello", "·  bob left."), seen());
    look = look(Look.Comings.HIDDEN, Look.Clock.SECONDS);
    List<Line> rows = page.window(look, List.of()).rows();
    assertEquals(2, rows.size(), "the day, and what was said at what time");
    assertEquals("09:30:00        bob  hello", rows.getLast().text().toString().strip());
    page.toTop();
    page.down(look, 1);
    page.up(look, 1);
    assertEquals(2, page.window(look, List.of()).rows().size());
  }

  private static Page.Look look(Look.Comings comings, Look.Clock clock) {
    Look wanted = new Look(100, 110, 20, clock, comings, true);
    return new Page.Look(
        new ItemRows(Theme.of(0, Map.of()), ZoneOffset.UTC, wanted), 60, 10, false);
  }

  @Test
  void whatIsShownAgainStandsThereOnce() {
    List<TalkEntry> all = new ArrayList<>();
    all.add(entry(new Event.Joined(1L, "lobby", "zed", "z", AT)));
    all.add(entry(message(2, "bob", "one", null)));
    all.add(entry(new Event.Left(3L, "lobby", "zed", "z", "left", null, null, AT)));
    all.add(entry(message(4, "bob", "two", null)));
    all.add(entry(new Event.Online("lobby", "zed")));
    for (int i = 0; i < 3; i++) {
      all.forEach(page::add);
      page.add(new Item.Content.Own("an answer", null));
    }
    assertEquals(
        List.of(
            "·  zed joined.",
            "one",
            "·  zed left.",
            "two",
            "·  zed is back.",
            "-  an answer",
            "-  an answer",
            "-  an answer"),
        seen());
  }

  /** However much others write, or the server: of the newest there is so much. */
  @Test
  void whatOthersWriteTakesNoMoreThanItMay() {
    for (int i = 1; i <= 400; i++) {
      said(i, ("" + i % 10).repeat(16_000));
    }
    assertTrue(oldest() >= 270, () -> "the oldest is " + oldest());
    for (int i = 0; i < 3_000; i++) {
      page.add(new Item.Content.Own("told", null));
    }
    assertEquals(0, oldest(), "so many lines of other kinds leave no room either");
    for (int i = 1_000; i < 1_300; i++) {
      page.add(entry(new Event.Joined(i, "lobby", "carol", "c", AT)));
    }
    assertEquals("·  carol joined 50 times.", seen().getLast(), "no line of them grows for ever");
  }

  @Test
  void oneIsChosenAndAnsweredWhatItSaysNow() {
    said(1, "first");
    said(2, "second");
    page.choose(look, true);
    page.choose(look, true);
    assertEquals("first", page.chosen().orElseThrow().text());
    page.choose(look, false);
    page.choose(look, false);
    assertTrue(page.chosen().isEmpty());
    page.add(entry(message(3, "bob", "yes", 1L)));
    assertTrue(seen().contains("╭ bob: first"), seen()::toString);
    page.change(
        entry(new Event.Edited(4L, 1L, "lobby", null, "bob", "id-bob", "better", null, AT)));
    assertTrue(seen().contains("╭ bob: better"), seen()::toString);
    assertTrue(seen().contains("better (edited)"), seen()::toString);
  }
}
