package parley.client.screen;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.Calling;

/**
 * What there is to read of one talk, and where one reads in it. While one reads, what is seen stays
 * where it is, whatever comes. Guarded by the lock of the link.
 */
final class Page {
  /** Items kept; while somebody reads further up, twice as many. */
  private static final int KEPT = 2_000;

  /** Letters kept, and not many more: of messages as long as they may be, that is some hundred. */
  private static final long LETTERS = 2_000_000;

  /** Comings and goings in one line. */
  private static final int FOLDED = 50;

  /** Items above what is seen that are to be there before they are asked for. */
  private static final int NEAR = 40;

  private static final int BEGINNING = 120;
  private static final Pattern EDITED = Pattern.compile("/edit #(\\d{1,18}) ");

  /** Null for what belongs to no talk. */
  private final Talk talk;

  private final List<Item> items = new ArrayList<>();

  /** What stands in the first row; null where the end is seen. */
  private Item top;

  /** Which of its rows. */
  private int topRow;

  /** What is chosen, to be answered or changed; null for nothing. */
  private Item chosen;

  /** Whether all is here that was ever said. */
  private boolean whole;

  Page(Talk talk) {
    this.talk = talk;
  }

  /**
   * What of it is seen.
   *
   * @param below how many rows there are below
   */
  record Window(List<Line> rows, int below) {}

  /** How a page is shown. */
  record Look(ItemRows maker, int width, int height, boolean numbered) {}

  /** Adds what was said or happened, at its place by its number; what is here already stays. */
  void add(TalkEntry entry) {
    if (isThere(entry) || (entry.kind() == TalkEntry.Kind.PRESENCE && fold(entry))) {
      return;
    }
    Item item = new Item(entry.at(), content(entry));
    int at = items.size();
    while (entry.seq() > 0 && at > 0 && items.get(at - 1).seq() > entry.seq()) {
      at--;
    }
    items.add(at, item);
    trim();
  }

  /** Whoever else writes, how much and how often, decides nothing of what is kept. */
  private void trim() {
    int most = top == null ? KEPT : 2 * KEPT;
    long letters = 0;
    int first = items.size();
    while (first > 0 && items.size() - first < most && letters < LETTERS) {
      first--;
      letters += items.get(first).length();
    }
    for (; first > 0; first--) {
      whole = false;
      if (items.removeFirst() == top) {
        top = items.getFirst();
        topRow = 0;
      }
    }
  }

  /** Whether it is on the page already; a message is from then on as it is now. */
  private boolean isThere(TalkEntry entry) {
    for (Item item : items) {
      switch (item.content()) {
        case Item.Content.Said(TalkEntry said, _) when isSame(said, entry) -> {
          item.become(content(entry));
          return true;
        }
        case Item.Content.Comings(List<TalkEntry> all, _)
            when all.stream().anyMatch(one -> isSame(one, entry)) -> {
          return true;
        }
        case Item.Content.Said _,
            Item.Content.Comings _,
            Item.Content.Own _,
            Item.Content.Hit _,
            Item.Content.New _,
            Item.Content.Pending _ -> {}
      }
    }
    return false;
  }

  /** One number is one event; what has none is itself and nothing else. */
  private static boolean isSame(TalkEntry one, TalkEntry other) {
    return one.seq() > 0
        ? one.seq() == other.seq() && one.isNote() == other.isNote()
        : one.equals(other);
  }

  private boolean fold(TalkEntry entry) {
    List<TalkEntry> familiar = spokeBefore(entry) ? List.of(entry) : List.of();
    Item last = items.isEmpty() ? null : items.getLast();
    if (last == null
        || !(last.content()
            instanceof Item.Content.Comings(List<TalkEntry> before, List<TalkEntry> known))) {
      if (last != null && last.seq() > entry.seq() && entry.seq() > 0) {
        return false;
      }
      items.add(new Item(entry.at(), new Item.Content.Comings(List.of(entry), familiar)));
      trim();
      return true;
    }
    if (before.size() == FOLDED) {
      items.add(new Item(entry.at(), new Item.Content.Comings(List.of(entry), familiar)));
      trim();
      return true;
    }
    if (entry.seq() > 0 && before.getLast().seq() > entry.seq()) {
      return false;
    }
    last.become(
        new Item.Content.Comings(
            Stream.concat(before.stream(), Stream.of(entry)).toList(),
            Stream.concat(known.stream(), familiar.stream()).toList()));
    return true;
  }

  private boolean spokeBefore(TalkEntry entry) {
    return items.subList(Math.max(0, items.size() - Calling.NEAR), items.size()).stream()
        .anyMatch(
            item ->
                item.content() instanceof Item.Content.Said(TalkEntry said, _)
                    && Calling.isRecent(said, entry));
  }

  /** Adds a word of this program's own, or what it was asked for. */
  void add(Item.Content content) {
    items.add(new Item(Instant.now(), content));
    trim();
  }

  /** Takes all that is on another page, which has none any more. */
  void take(Page other) {
    items.addAll(other.items);
    other.items.clear();
    other.top = null;
  }

  /** Older ones, the oldest first, before all that is here. */
  void older(List<TalkEntry> entries, boolean more) {
    whole = !more;
    for (TalkEntry entry : entries.reversed()) {
      if (items.stream().noneMatch(item -> item.isMessage(entry.seq()))) {
        items.addFirst(new Item(entry.at(), content(entry)));
      }
    }
  }

  /** A message is as it is now, and what answers it says so too. */
  boolean change(TalkEntry entry) {
    boolean found = false;
    for (Item item : items) {
      if (item.isMessage(entry.seq())) {
        item.become(content(entry));
        found = true;
      } else if (item.content() instanceof Item.Content.Said(TalkEntry said, _)
          && said.answers() != null
          && said.answers().seq() == entry.seq()) {
        item.become(new Item.Content.Said(said, quote(entry)));
      }
    }
    return found;
  }

  /** A rule above the first of what is new; there is one at a time. */
  void newFrom(long seq, Instant at, int more) {
    items.removeIf(item -> item != top && item.content() instanceof Item.Content.New);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).seq() >= seq) {
        items.add(i, new Item(at, new Item.Content.New(more)));
        return;
      }
    }
    items.add(new Item(at, new Item.Content.New(more)));
  }

  private Item.Content content(TalkEntry entry) {
    return new Item.Content.Said(
        entry,
        entry.answers() == null
            ? null
            : find(entry.answers().seq())
                .map(Page::quote)
                .orElseGet(
                    () -> new Item.Quote(entry.answers().from(), "#" + entry.answers().seq())));
  }

  private static Item.Quote quote(TalkEntry entry) {
    String text = entry.text().replace('\n', ' ');
    return new Item.Quote(
        entry.from(),
        entry.state() == TalkEntry.State.DELETED
            ? "(deleted)"
            : text.substring(0, Math.min(text.length(), BEGINNING)));
  }

  private Optional<TalkEntry> find(long seq) {
    for (Item item : items.reversed()) {
      if (item.isMessage(seq) && item.content() instanceof Item.Content.Said(TalkEntry entry, _)) {
        return Optional.of(entry);
      }
    }
    return talk == null ? Optional.empty() : talk.entry(seq);
  }

  /** The number of the oldest message here, 0 where there is none. */
  long oldest() {
    return items.stream().mapToLong(Item::seq).filter(seq -> seq > 0).findFirst().orElse(0);
  }

  /** Whether one reads further up than the end. */
  boolean isReading() {
    return top != null;
  }

  /** What is seen, with what is on its way below the end. */
  Window window(Look look, List<Item> pending) {
    List<Item> all = new ArrayList<>(items);
    all.addAll(pending);
    if (top == null) {
      return new Window(last(all, all.size(), look, look.height()), 0);
    }
    int at = items.indexOf(top);
    List<Line> rows = new ArrayList<>();
    int below = 0;
    for (int i = at; i < all.size(); i++) {
      List<Line> its = rows(all, i, look);
      for (int row = i == at ? Math.min(topRow, its.size()) : 0; row < its.size(); row++) {
        if (rows.size() < look.height()) {
          rows.add(its.get(row));
        } else {
          below++;
        }
      }
    }
    if (below == 0) {
      // The end is in sight.
      top = null;
      return new Window(last(all, all.size(), look, look.height()), 0);
    }
    return new Window(rows, below);
  }

  /** The last rows before an item. */
  private List<Line> last(List<Item> all, int end, Look look, int height) {
    List<Line> rows = new ArrayList<>();
    for (int i = end - 1; i >= 0 && rows.size() < height; i--) {
      rows.addAll(0, rows(all, i, look));
    }
    return rows.size() <= height ? rows : rows.subList(rows.size() - height, rows.size());
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
    List<Item> messages = items.stream().filter(item -> item.isMessage(item.seq())).toList();
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

  /** This person's last message, or the one before that which is being edited in a line. */
  Optional<TalkEntry> lastOwn(String line) {
    Matcher edited = EDITED.matcher(line);
    long before = edited.lookingAt() ? Long.parseLong(edited.group(1)) : Long.MAX_VALUE;
    for (Item item : items.reversed()) {
      if (item.content() instanceof Item.Content.Said(TalkEntry entry, _)
          && entry.own()
          && entry.isThere()
          && entry.seq() < before) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
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

  /** Whether what is seen is near the beginning of what is here, and the server has more. */
  boolean wantsOlder() {
    return talk != null && !whole && top != null && items.indexOf(top) < NEAR;
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
