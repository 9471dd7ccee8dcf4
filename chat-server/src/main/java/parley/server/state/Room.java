package parley.server.state;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import parley.protocol.Names;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;

/** A room and who is in it. Confined, as the whole {@link State}, to the sequencer's thread. */
public final class Room implements RoomView {
  /** Where people begin: there is always a place for it. */
  public static final String FIRST = "lobby";

  /** As far as messages are counted: beyond it a room is simply a used one. */
  public static final int SAID_MOST = 100;

  private final String name;
  String topic = "";

  /** How many messages were said in it since it was made, deleted ones too; counted so far. */
  int said;

  /** The number of the newest event of this room. */
  long last;

  RoomSettings settings = RoomSettings.PLAIN;

  /** The number of the event that made it; 0 where that is not known. */
  long made;

  /** Of each member, by id. */
  final Map<String, Membership> memberships = new HashMap<>();

  /** Of so many it is known when they spoke last; who spoke first is forgotten first. */
  private static final int SPOKE_MOST = 10_000;

  /**
   * When people spoke last, while it is slow, in that order; also those who left, because they may
   * come back.
   */
  private final Map<String, Long> saidAt = new LinkedHashMap<>();

  final RoomBars bars = new RoomBars();

  /** Who may come in, ids, in the order of their invitations. */
  final Set<String> invited = new LinkedHashSet<>();

  /** The members by folded name, so that lists come in one order and can be read on. */
  final NavigableMap<String, Person> members = new TreeMap<>();

  Room(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Empty where none was set. */
  public String topic() {
    return topic;
  }

  @Override
  public RoomSettings settings() {
    return settings;
  }

  /** A member's; null for no member. */
  public Membership membership(String person) {
    return memberships.get(person);
  }

  @Override
  public RoomRole role(String person) {
    Membership membership = memberships.get(person);
    return membership == null ? null : membership.role();
  }

  @Override
  public long since(String person) {
    Membership membership = memberships.get(person);
    return membership == null ? 0 : membership.since();
  }

  @Override
  public RoomBars bars() {
    return bars;
  }

  @Override
  public boolean invites(String person) {
    return invited.contains(person);
  }

  /** When a member spoke last; 0 where it does not matter. */
  public long saidAt(Person person) {
    return saidAt.getOrDefault(person.id(), 0L);
  }

  /** Somebody speaks, at a time in milliseconds since 1970. */
  void spoke(String person, long at) {
    said = Math.min(said + 1, SAID_MOST);
    paced(person, at);
  }

  /** Somebody gave others something to read. */
  void paced(String person, long at) {
    long slow = settings.slowSeconds() * 1_000L;
    if (slow == 0) {
      saidAt.clear();
      return;
    }
    saidAt.remove(person);
    saidAt.put(person, at);
    for (Iterator<Long> eldest = saidAt.values().iterator(); eldest.hasNext(); ) {
      boolean waits = eldest.next() + slow > at;
      if (waits && saidAt.size() <= SPOKE_MOST) {
        break;
      }
      eldest.remove();
    }
  }

  public Set<String> invited() {
    return Collections.unmodifiableSet(invited);
  }

  /** How many members have a role. */
  public long count(RoomRole role) {
    return memberships.values().stream().filter(m -> m.role() == role).count();
  }

  /** The number of the event that made it; 0 where that is not known. */
  public long made() {
    return made;
  }

  public long last() {
    return last;
  }

  /** How many messages were said in it since it was made, up to {@link #SAID_MOST}. */
  public int said() {
    return said;
  }

  /**
   * Whether nothing is lost with it when nobody is in it any more: nobody ever spoke there, or made
   * it another one than it was. The first room stays, because it would be made again by the next
   * who comes.
   */
  public boolean passes() {
    return said == 0 && bars.isEmpty() && !Names.fold(name).equals(FIRST);
  }

  public Collection<Person> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  /** The members whose folded names come after one. */
  public Collection<Person> membersAfter(String folded) {
    return Collections.unmodifiableCollection(members.tailMap(folded, false).values());
  }
}
