package parley.client.conversation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import parley.protocol.Names;

/**
 * A room, or the talk with one person: what was said last, who is in it, what is unread. Guarded by
 * whoever guards its {@link Conversation}.
 */
public final class Talk {
  /** Entries kept to be shown when the talk is turned to. */
  static final int KEPT = 500;

  /** Names kept for completion. */
  private static final int NAMES = 5_000;

  private final boolean direct;
  private String name;
  private String topic = "";
  private int count;
  private final Map<String, String> people = new TreeMap<>();
  private final Deque<Entry> entries = new ArrayDeque<>();
  private int unread;
  private boolean mentioned;
  private long lastSeq;

  /** The request whose reply goes before what is held, null where nothing is awaited. */
  private String awaited;

  private final List<Entry> held = new ArrayList<>();

  Talk(String name, boolean direct) {
    this.name = name;
    this.direct = direct;
  }

  /** Whether it is with one person. */
  public boolean direct() {
    return direct;
  }

  public String name() {
    return name;
  }

  /** As people write it: {@code lobby}, {@code @alice}. */
  public String title() {
    return direct ? "@" + name : name;
  }

  public String topic() {
    return topic;
  }

  /** How many are in it, as far as is known. */
  public int count() {
    return count;
  }

  public int unread() {
    return unread;
  }

  /** Whether something unread names this person. */
  public boolean mentioned() {
    return mentioned;
  }

  /** The newest {@code seq} that was shown or kept here, 0 for none. */
  public long lastSeq() {
    return lastSeq;
  }

  public List<String> people() {
    return List.copyOf(people.values());
  }

  /** The last entries, oldest first. */
  public List<Entry> last(int most) {
    return entries.stream().skip(Math.max(0, entries.size() - most)).toList();
  }

  void rename(String name) {
    this.name = name;
  }

  void topic(String topic) {
    this.topic = topic == null ? "" : topic;
  }

  void count(int count) {
    this.count = Math.max(0, count);
  }

  /** Whether that is new. */
  boolean here(String person) {
    return people.size() < NAMES && people.put(Names.fold(person), person) == null;
  }

  void gone(String person) {
    people.remove(Names.fold(person));
  }

  /** What comes is held until the reply to this request was put before it. */
  public void await(String request) {
    awaited = request;
  }

  boolean awaits(String request) {
    return request != null && request.equals(awaited);
  }

  boolean awaiting() {
    return awaited != null;
  }

  void hold(Entry entry) {
    held.add(entry);
  }

  /** Ends the wait: what was recalled and what came meanwhile, each once, in order. */
  List<Entry> release(List<Entry> recalled) {
    awaited = null;
    Set<Long> known = new HashSet<>();
    held.forEach(entry -> known.add(entry.seq()));
    List<Entry> all = new ArrayList<>(recalled);
    all.removeIf(entry -> known.contains(entry.seq()));
    all.addAll(held);
    held.clear();
    all.sort(Comparator.comparingLong(Entry::seq));
    return all;
  }

  void keep(Entry entry, boolean read) {
    entries.addLast(entry);
    if (entries.size() > KEPT) {
      entries.removeFirst();
    }
    lastSeq = Math.max(lastSeq, entry.seq());
    if (!read && entry.kind() != Entry.Kind.NOTE && !entry.own()) {
      unread++;
      mentioned |= entry.mention();
    }
  }

  void read() {
    unread = 0;
    mentioned = false;
  }
}
