package parley.client.screen;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.Calling;

/**
 * What there is on a page, by its numbers in the log, and where something is missing between.
 * Guarded by the lock of the link.
 */
final class Items {
  /** Items kept; while somebody reads further up, twice as many. */
  private static final int KEPT = 2_000;

  /** Letters kept, and not many more: of messages as long as they may be, that is some hundred. */
  private static final long LETTERS = 2_000_000;

  /** Comings and goings in one line. */
  private static final int FOLDED = 50;

  private static final int BEGINNING = 120;
  private static final Pattern EDITED = Pattern.compile("/edit #(\\d{1,18}) ");

  /** Null for what belongs to no talk. */
  private final Talk talk;

  private final List<Item> items = new ArrayList<>();

  /** Whether all is here that was ever said. */
  private boolean whole;

  Items(Talk talk) {
    this.talk = talk;
  }

  /** All of it, the oldest first; to be looked at. */
  List<Item> all() {
    return items;
  }

  /** Adds what was said or happened, at its place by its number; what is here already stays. */
  void add(TalkEntry entry) {
    if (!isThere(entry) && !(entry.kind() == TalkEntry.Kind.PRESENCE && fold(entry))) {
      items.add(place(entry.seq()), new Item(entry.at(), content(entry)));
    }
  }

  /** Before the first one of a greater number; at the end for what has none. */
  private int place(long seq) {
    int at = items.size();
    while (seq > 0 && at > 0 && items.get(at - 1).seq() > seq) {
      at--;
    }
    return at;
  }

  /**
   * Lets the oldest go: whoever else writes, how much and how often, decides nothing of what is
   * kept.
   *
   * @param reading whether somebody reads further up than the end
   */
  void trim(boolean reading) {
    int most = reading ? 2 * KEPT : KEPT;
    long letters = 0;
    int first = items.size();
    while (first > 0 && items.size() - first < most && letters < LETTERS) {
      first--;
      letters += items.get(first).length();
    }
    whole &= first == 0;
    items.subList(0, first).clear();
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
            Item.Content.Gap _,
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
      return true;
    }
    if (before.size() == FOLDED) {
      items.add(new Item(entry.at(), new Item.Content.Comings(List.of(entry), familiar)));
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
  }

  /** Takes all that is on another page, which has none any more. */
  void take(Items other) {
    items.addAll(other.items);
    other.items.clear();
  }

  /**
   * Adds what was said right before a number, the oldest first.
   *
   * @param before 0 for before all that is here
   * @param more whether the server has more before these
   */
  void older(long before, List<TalkEntry> entries, boolean more) {
    int at = before == 0 ? 0 : from(before);
    Item gap = at > 0 && isGap(items.get(at - 1)) ? items.get(at - 1) : null;
    if (gap == null) {
      whole = !more;
      insert(0, entries); // also above what is no message, for that may be what is seen first
      return;
    }
    boolean met = insert(at, entries) < entries.size() || entries.isEmpty() || !more;
    if (met) {
      items.remove(gap);
    }
  }

  /** Adds those that are not here; how many. */
  private int insert(int at, List<TalkEntry> entries) {
    int added = 0;
    for (TalkEntry entry : entries.reversed()) {
      if (items.stream().noneMatch(item -> item.isMessage(entry.seq()))) {
        items.add(at, new Item(entry.at(), content(entry)));
        added++;
      }
    }
    return added;
  }

  /**
   * Adds what was said around a message: where it does not meet what is here, there is a gap.
   *
   * @param entries the oldest first, with nothing between them that is not among them
   */
  void around(List<TalkEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    long first = entries.getFirst().seq();
    long last = entries.getLast().seq();
    boolean metBefore = items.stream().anyMatch(item -> item.isMessage(first));
    boolean metBehind =
        entries.stream()
            .anyMatch(one -> items.stream().anyMatch(item -> item.isMessage(one.seq())));
    for (TalkEntry entry : entries) {
      add(entry);
    }
    if (!metBehind && from(last + 1) < items.size()) {
      items.add(from(last + 1), gap());
    }
    if (!metBefore && items.subList(0, from(first)).stream().anyMatch(item -> item.seq() > 0)) {
      items.add(from(first), gap());
    }
    whole &= !isFirst(first);
  }

  private boolean isFirst(long seq) {
    return items.stream().filter(item -> item.seq() > 0).findFirst().stream()
        .anyMatch(item -> item.seq() == seq);
  }

  private static Item gap() {
    return new Item(Instant.EPOCH, new Item.Content.Gap());
  }

  private static boolean isGap(Item item) {
    return item.content() instanceof Item.Content.Gap;
  }

  /** Where the first one stands that has this number or a greater one; behind all for none. */
  private int from(long seq) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).seq() >= seq) {
        return i;
      }
    }
    return items.size();
  }

  /**
   * Before which number something is missing that is wanted to be seen.
   *
   * @param from the first place that is seen, or soon
   * @param to behind the last one
   * @return 0 for before all that is here
   */
  Optional<Long> missing(int from, int to) {
    if (talk == null) {
      return Optional.empty();
    }
    for (int i = Math.max(0, from); i < Math.min(items.size(), to); i++) {
      if (isGap(items.get(i))) {
        return items.subList(i, items.size()).stream()
            .map(Item::seq)
            .filter(seq -> seq > 0)
            .findFirst();
      }
    }
    return from <= 0 && !whole ? Optional.of(oldest()) : Optional.empty();
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

  /**
   * A rule above the first of what is new; there is one at a time.
   *
   * @param kept one that stays where it is, or null
   */
  void newFrom(long seq, Instant at, int more, Item kept) {
    items.removeIf(item -> item != kept && item.content() instanceof Item.Content.New);
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
                .map(Items::quote)
                .orElseGet(
                    () -> new Item.Quote(entry.answers().from(), "#" + entry.answers().seq())));
  }

  private static Item.Quote quote(TalkEntry entry) {
    String text = entry.text().replace('\n', ' ').replace('\t', ' ');
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
  private long oldest() {
    return items.stream().mapToLong(Item::seq).filter(seq -> seq > 0).findFirst().orElse(0);
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
}
