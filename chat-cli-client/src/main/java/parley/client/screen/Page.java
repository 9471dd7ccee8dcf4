package parley.client.screen;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.FoundMessage;

/**
 * What there is to read of one talk, and where one reads in it. While one reads, what is seen stays
 * where it is, whatever comes. Guarded by the lock of the link.
 */
final class Page {
  /** Items above and below what is seen that are to be there before they are asked for. */
  private static final int NEAR = 40;

  private final Items kept;

  /** What is there, to be looked at. */
  private final List<Item> items;

  /** What stands in the first row; null where the end is seen. */
  private Item top;

  /** Which of its rows. */
  private int topRow;

  /** What is chosen, to be answered or changed; null for nothing. */
  private Item chosen;

  /**
   * @param talk null for what belongs to none
   */
  Page(Talk talk) {
    kept = new Items(talk);
    items = kept.all();
  }

  /** Adds what was said or happened, at its place by its number; what is here already stays. */
  void add(TalkEntry entry) {
    kept.add(entry);
    trim();
  }

  /** Adds a word of this program's own, or what it was asked for. */
  void add(Item.Content content) {
    kept.add(content);
    trim();
  }

  private void trim() {
    kept.trim(isReading());
    if (isReading() && items.indexOf(top) < 0) {
      top = items.getFirst();
      topRow = 0;
    }
  }

  /** Takes all that is on another page, which has none any more. */
  void take(Page other) {
    kept.take(other.kept);
    other.top = null;
  }

  /** What was said right before a number; see {@link Items#older}. */
  void older(long before, List<TalkEntry> entries, boolean more) {
    kept.older(before, entries, more);
  }

  /** A message is as it is now, and what answers it says so too. */
  boolean change(TalkEntry entry) {
    return kept.change(entry);
  }

  /** A rule above the first of what is new; there is one at a time. */
  void newFrom(long seq, Instant at, int more) {
    kept.newFrom(seq, at, more, top);
  }

  /** This person's last message, or the one before that which is being edited in a line. */
  Optional<TalkEntry> lastOwn(String line) {
    return kept.lastOwn(line);
  }

  /** Reads at a message, with what was said around it, and chooses it; whether it is there. */
  boolean goTo(long seq, List<TalkEntry> around, Look look) {
    kept.around(around);
    Optional<Item> wanted = items.stream().filter(item -> item.isMessage(seq)).findFirst();
    wanted.ifPresent(
        item -> {
          chosen = item;
          top = item;
          topRow = 0;
          up(look, look.height() / 2);
        });
    return wanted.isPresent();
  }

  /**
   * What of it is seen.
   *
   * @param items of which item each row is
   * @param below how many rows there are below
   */
  record Window(List<Line> rows, List<Item> items, int below) {
    static Window last(List<Line> rows, List<Item> items, int height) {
      int first = Math.max(0, rows.size() - height);
      return new Window(rows.subList(first, rows.size()), items.subList(first, rows.size()), 0);
    }
  }

  /** How a page is shown. */
  record Look(ItemRows maker, int width, int height, boolean numbered) {}

  /** Whether one reads further up than the end. */
  boolean isReading() {
    return top != null;
  }

  /** What is seen, with what is on its way below the end. */
  Window window(Look look, List<Item> pending) {
    List<Item> all = new ArrayList<>(items);
    all.addAll(pending);
    if (top == null) {
      return last(all, look);
    }
    int at = items.indexOf(top);
    List<Line> rows = new ArrayList<>();
    List<Item> of = new ArrayList<>();
    int below = 0;
    for (int i = at; i < all.size(); i++) {
      List<Line> its = rows(all, i, look);
      for (int row = i == at ? Math.min(topRow, its.size()) : 0; row < its.size(); row++) {
        if (rows.size() < look.height()) {
          rows.add(its.get(row));
          of.add(all.get(i));
        } else {
          below++;
        }
      }
    }
    if (below == 0) {
      // The end is in sight.
      top = null;
      return last(all, look);
    }
    return new Window(rows, of, below);
  }

  /** The last rows. */
  private Window last(List<Item> all, Look look) {
    List<Line> rows = new ArrayList<>();
    List<Item> of = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && rows.size() < look.height(); i--) {
      List<Line> its = rows(all, i, look);
      rows.addAll(0, its);
      of.addAll(0, Collections.nCopies(its.size(), all.get(i)));
    }
    return Window.last(rows, of, look.height());
  }

  private List<Line> rows(List<Item> all, int index, Look look) {
    Item item = all.get(index);
    Item before = null;
    for (int i = index - 1; i >= 0 && before == null; i--) {
      before = look.maker().isTimed(all.get(i)) ? all.get(i) : null;
    }
    boolean day =
        item.seq() > 0 && (before == null || !look.maker().isSameDay(before.at(), item.at()));
    boolean time = before == null || !look.maker().isSameMinute(before.at(), item.at());
    return item == chosen
        ? marked(made(item, day, time, before, look))
        : made(item, day, time, before, look);
  }

  private static List<Line> made(Item item, boolean day, boolean time, Item before, Look look) {
    boolean author = time || !before.author().equals(item.author());
    return item.rows(
        look.maker(), new ItemRows.Place(look.width(), look.numbered(), day, time, author));
  }

  /** The chosen one stands out by its first row. */
  private static List<Line> marked(List<Line> rows) {
    List<Line> all = new ArrayList<>(rows);
    int first = 0;
    while (first < all.size() - 1 && all.get(first).text().toString().startsWith("──")) {
      first++;
    }
    AttributedString text = all.get(first).text();
    all.set(
        first,
        new Line(
            new AttributedStringBuilder()
                .append(text.toString(), AttributedStyle.INVERSE)
                .toAttributedString(),
            all.get(first).links()));
    return all;
  }

  /** Chooses the message before the chosen one, or behind it; behind the last one none. */
  void choose(Look look, boolean up) {
    List<Item> messages = items.stream().filter(Item::isChosen).toList();
    int at = chosen == null ? messages.size() : messages.indexOf(chosen);
    int next = up ? at - 1 : at + 1;
    if (at < 0 || next >= messages.size()) {
      chosen = null;
      top = null;
    } else if (next >= 0) {
      chosen = messages.get(next);
      bring(look);
    }
  }

  /** Chooses what is seen somewhere; whether it was chosen already. */
  boolean choose(Item item) {
    boolean again = item == chosen;
    chosen = item.isChosen() ? item : null;
    return again;
  }

  /** Brings the chosen one into sight. */
  private void bring(Look look) {
    int at = items.indexOf(chosen);
    int rows = 0;
    for (int i = items.size() - 1; i >= at; i--) {
      rows += rows(items, i, look).size();
    }
    if (rows <= look.height() - 1) {
      top = null;
    } else if (top == null || items.indexOf(top) >= at || !isSeen(at, look)) {
      top = chosen;
      topRow = 0;
    }
  }

  private boolean isSeen(int at, Look look) {
    int rows = -topRow;
    for (int i = items.indexOf(top); i <= at; i++) {
      rows += rows(items, i, look).size();
    }
    return rows < look.height();
  }

  /** The chosen message, if it is still there. */
  Optional<TalkEntry> chosen() {
    return chosen != null
            && chosen.content() instanceof Item.Content.Said(TalkEntry entry, _)
            && entry.isThere()
        ? Optional.of(entry)
        : Optional.empty();
  }

  /** The number of the message that what is chosen leads to: what was found, or is answered. */
  Optional<Long> leadsTo() {
    return switch (chosen == null ? null : chosen.content()) {
      case Item.Content.Hit(FoundMessage message) -> Optional.of(message.seq());
      case Item.Content.Said(TalkEntry entry, _) when entry.answers() != null ->
          Optional.of(entry.answers().seq());
      case null, default -> Optional.empty();
    };
  }

  void chooseNone() {
    chosen = null;
  }

  /** Reads so many rows further up; whether there was anything. */
  boolean up(Look look, int rows) {
    int at = top == null ? items.size() : items.indexOf(top);
    int row = top == null ? 0 : topRow;
    int missing = rows + (top == null ? look.height() : 0);
    while (missing > 0) {
      if (row == 0) {
        if (at == 0) {
          break;
        }
        at--;
        row = rows(items, at, look).size();
      } else {
        int step = Math.min(row, missing);
        row -= step;
        missing -= step;
      }
    }
    if (items.isEmpty() || missing == rows + look.height()) {
      return false;
    }
    top = items.get(Math.min(at, items.size() - 1));
    topRow = row;
    return missing == 0;
  }

  /** Reads so many rows further down. */
  void down(Look look, int rows) {
    if (top == null) {
      return;
    }
    int at = items.indexOf(top);
    int row = topRow + rows;
    while (at < items.size() && row >= rows(items, at, look).size()) {
      row -= rows(items, at, look).size();
      at++;
    }
    if (at >= items.size()) {
      top = null;
    } else {
      top = items.get(at);
      topRow = row;
      window(look, List.of()); // what comes next is seen where the end is in sight by now
    }
  }

  /** Reads from the beginning of what is here. */
  void toTop() {
    if (!items.isEmpty()) {
      top = items.getFirst();
      topRow = 0;
    }
  }

  void toEnd() {
    top = null;
  }

  /** Before which number more is wanted, because one reads near there. */
  Optional<Long> wanted(Look look) {
    if (top == null) {
      return Optional.empty();
    }
    int at = items.indexOf(top);
    return kept.missing(at - NEAR, at + look.height() + NEAR);
  }

  /** Opens what is folded and seen, or folds it again. */
  void unfold(Look look) {
    int from = top == null ? 0 : items.indexOf(top);
    int seen = 0;
    if (top == null) {
      for (int i = items.size() - 1; i >= 0 && seen < look.height(); i--) {
        seen += rows(items, i, look).size();
        from = i;
      }
    }
    for (int i = items.size() - 1; i >= from; i--) {
      items.get(i).open(!items.get(i).isOpen());
    }
  }
}
