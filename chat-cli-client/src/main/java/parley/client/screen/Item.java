package parley.client.screen;

import java.time.Instant;
import java.util.List;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.FoundMessage;
import parley.client.terminal.Theme;

/** One thing on a page, with the rows it was last shown as. Guarded by the lock of the link. */
final class Item {
  /** What it is. */
  sealed interface Content {
    /**
     * What was said, or happened.
     *
     * @param answered what it answers, or null
     */
    record Said(TalkEntry entry, Quote answered) implements Content {}

    /**
     * People who came and went, one after another.
     *
     * @param familiar those of the entries whose person had spoken not long before
     */
    record Comings(List<TalkEntry> entries, List<TalkEntry> familiar) implements Content {}

    /**
     * A word of this program's own.
     *
     * @param look what it looks like; null for what a text looks like
     */
    record Own(String text, Theme.Element look) implements Content {}

    /** What a search found. */
    record Hit(FoundMessage message) implements Content {}

    /** All below it is new. */
    record New(int more) implements Content {}

    /** What is between the one before and the one behind is not here yet. */
    record Gap() implements Content {}

    /** A message on its way. */
    record Pending(String text, boolean unsure) implements Content {}
  }

  /** How a message begins that another one answers; safe to show. */
  record Quote(String from, String begins) {}

  /** What the rows were made for; they hold while nothing of it is otherwise. */
  private record Made(Content content, boolean open, ItemRows.Place place, ItemRows maker) {}

  private final Instant at;
  private Content content;
  private boolean open;
  private Made made;
  private List<Line> rows = List.of();

  Item(Instant at, Content content) {
    this.at = at;
    this.content = content;
  }

  Instant at() {
    return at;
  }

  Content content() {
    return content;
  }

  void become(Content content) {
    this.content = content;
  }

  /** Its number in the log, 0 where it has none. */
  long seq() {
    return switch (content) {
      case Content.Said(TalkEntry entry, _) -> entry.seq();
      case Content.Comings(List<TalkEntry> entries, _) -> entries.getLast().seq();
      case Content.Own _, Content.Hit _, Content.New _, Content.Gap _, Content.Pending _ -> 0;
    };
  }

  /** Whether it is the message with that number. */
  boolean isMessage(long seq) {
    return seq > 0
        && content instanceof Content.Said(TalkEntry entry, _)
        && entry.seq() == seq
        && !entry.isNote();
  }

  /** Whether one can choose it. */
  boolean isChosen() {
    return content instanceof Content.Hit || isMessage(seq());
  }

  /** Whether a long one is shown whole. */
  boolean isOpen() {
    return open;
  }

  void open(boolean open) {
    this.open = open;
  }

  /** Its rows at a place. */
  List<Line> rows(ItemRows maker, ItemRows.Place place) {
    Made wanted = new Made(content, open, place, maker);
    if (!wanted.equals(made)) {
      rows = List.copyOf(maker.of(this, place));
      made = wanted;
    }
    return rows;
  }

  /** How many letters it has, about. */
  int length() {
    return switch (content) {
      case Content.Said(TalkEntry entry, _) -> entry.text().length();
      case Content.Own(String text, _) -> text.length();
      case Content.Pending(String text, _) -> text.length();
      case Content.Comings _, Content.Hit _, Content.New _, Content.Gap _ -> 0;
    };
  }

  /** Who said it; empty where nobody did. */
  String author() {
    return content instanceof Content.Said(TalkEntry entry, _) && !entry.isNote()
        ? entry.from()
        : "";
  }
}
