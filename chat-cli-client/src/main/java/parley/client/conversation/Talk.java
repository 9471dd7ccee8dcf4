package parley.client.conversation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import parley.protocol.Addressee;
import parley.protocol.Names;

/**
 * A room, or the talk with one person: what was said last, who is in it, what is unread. Guarded by
 * whoever guards its {@link Conversation}.
 */
public final class Talk {
  /** Names kept for completion. */
  private static final int NAMES = 5_000;

  private final boolean direct;
  private final TalkEntries entries = new TalkEntries();
  private final ReadPosition unread = new ReadPosition();
  private final Map<String, String> people = new TreeMap<>();

  /** The folded names of those here who are away. */
  private final Set<String> away = new HashSet<>();

  private String name;

  /** Who it is with, an id; null in a room, and where nobody told yet. */
  private String personId;

  private String topic = "";
  private int count;
  private long lastSeq;
  private boolean readBack;

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

  /** The room's name, null where it is with one person; as requests want it. */
  public String room() {
    return direct ? null : name;
  }

  /** The person's name, null where it is a room; as requests want it. */
  public String person() {
    return direct ? name : null;
  }

  /** Who that person is, an id that stays theirs; null where it is a room, or not known yet. */
  public String personId() {
    return personId;
  }

  /** What is written here from now on is for the one of this id, whoever has the name. */
  public void isWith(String id) {
    personId = id;
  }

  /** As people write it: {@code lobby}, {@code @alice}. */
  public String title() {
    return addressee().title();
  }

  /** Whom what is written here is for; as requests want it. */
  public Addressee addressee() {
    return Addressee.ofFields(room(), person(), personId);
  }

  public String topic() {
    return topic;
  }

  /** How many are in it, as far as is known. */
  public int count() {
    return count;
  }

  public int unread() {
    return unread.count();
  }

  /** Whether something unread names this person. */
  public boolean mentioned() {
    return unread.mentioned();
  }

  /** The newest {@code seq} that was shown or kept here, 0 for none. */
  public long lastSeq() {
    return lastSeq;
  }

  public List<String> people() {
    return List.copyOf(people.values());
  }

  /** Whether somebody here is away from their screens. */
  public boolean isAway(String person) {
    return isAwayFolded(Names.fold(person));
  }

  /** The same of a name that is {@linkplain Names#fold folded}. */
  boolean isAwayFolded(String person) {
    return away.contains(person);
  }

  /** The last entries, oldest first. */
  public List<TalkEntry> last(int most) {
    return entries.last(most);
  }

  /** A message that is still kept, as it is now. */
  public Optional<TalkEntry> entry(long seq) {
    return entries.find(seq);
  }

  /** The number of the oldest message that is kept here, 0 for none. */
  public long firstSeq() {
    return entries.last(TalkEntries.KEPT).stream()
        .mapToLong(TalkEntry::seq)
        .filter(seq -> seq > 0)
        .findFirst()
        .orElse(0);
  }

  /** Whether its newest messages of before were asked for, and the answer came. */
  public boolean isReadBack() {
    return readBack;
  }

  public void readBack() {
    readBack = true;
  }

  /** Whether messages are being read back just now. */
  public boolean isAwaiting() {
    return entries.awaiting();
  }

  /** Nothing up to this number is new to this person, though it is read back. */
  public void nothingNewUpTo(long seq) {
    unread.nothingUpTo(seq);
  }

  /** What comes is held until the reply to this request was put before it. */
  public void await(String request) {
    entries.await(request);
  }

  /** A number up to which it was read and the server does not know it; 0 for none. */
  public long readMarkToTell() {
    return unread.toTell();
  }

  /** The server is told how far it was read. */
  public void telling(long seq) {
    unread.telling(seq);
  }

  /** Whether the server heard how far it was read is not known. */
  public void tellAgain() {
    unread.tellAgain();
  }

  TalkEntries entries() {
    return entries;
  }

  ReadPosition marks() {
    return unread;
  }

  void rename(String name) {
    this.name = name;
  }

  void topic(String topic) {
    this.topic = topic == null ? "" : topic;
  }

  /**
   * Somebody said something. In a room of which not all people are known they are one of those; in
   * another one they said it in passing.
   */
  void heard(String person) {
    if (direct() || people.size() < count) {
      here(person);
    }
  }

  void count(int count) {
    this.count = Math.max(0, count);
  }

  void away(String person, boolean away) {
    if (away && people.containsKey(Names.fold(person))) {
      this.away.add(Names.fold(person));
    } else {
      this.away.remove(Names.fold(person));
    }
  }

  /** Whether that is new. */
  boolean here(String person) {
    return people.size() < NAMES && people.put(Names.fold(person), person) == null;
  }

  /** Who is here is told anew. */
  void nobodyHere() {
    people.clear();
    away.clear();
  }

  void gone(String person) {
    people.remove(Names.fold(person));
    away.remove(Names.fold(person));
  }

  /** Keeps an entry; answers as {@link ReadPosition#came}. */
  boolean keep(TalkEntry entry, boolean turnedTo, boolean looking) {
    entries.add(entry);
    lastSeq = Math.max(lastSeq, entry.seq());
    return unread.came(entry, turnedTo, looking);
  }

  void read() {
    unread.read(entries.awaiting());
  }
}
