package parley.server.state;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import parley.protocol.Names;
import parley.protocol.RoomBar;
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

  /** Of so many it is known when they spoke last before those are forgotten who need not wait. */
  private static final int SPOKE_MOST = 1_000;

  /** When people spoke last, while it is slow; also those who left, because they may come back. */
  private final Map<String, Long> saidAt = new HashMap<>();

  /** Who may not speak, and who not come in, by id. */
  final Map<RoomBar, Map<String, Bar>> bars = new EnumMap<>(RoomBar.class);

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
  public Bar bar(RoomBar bar, String person) {
    return bars.getOrDefault(bar, Map.of()).get(person);
  }

  @Override
  public Bar barOf(RoomBar bar, Collection<String> networks, long now) {
    return bars.getOrDefault(bar, Map.of()).values().stream()
        .filter(b -> !b.over(now) && b.networks().stream().anyMatch(networks::contains))
        .findFirst()
        .orElse(null);
  }

  /** All of them, in the order in which they were said. */
  public List<Bar> bars() {
    return bars.values().stream()
        .flatMap(of -> of.values().stream())
        .sorted(Comparator.comparingLong(Bar::since))
        .toList();
  }

  /** Who is gone for good is kept out by nothing but where they came from. */
  void forget(String person) {
    for (Map<String, Bar> of : bars.values()) {
      of.computeIfPresent(person, (_, bar) -> bar.networks().isEmpty() ? null : bar);
    }
  }

  void removeBar(RoomBar bar, String person) {
    Map<String, Bar> of = bars.get(bar);
    if (of != null) {
      of.remove(person);
    }
  }

  void add(Bar bar) {
    bars.computeIfAbsent(bar.bar(), _ -> new LinkedHashMap<>()).put(bar.person(), bar);
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
    if (saidAt.size() >= SPOKE_MOST) {
      saidAt.values().removeIf(last -> last + slow <= at);
    }
    saidAt.put(person, at);
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
    return said == 0 && bars().isEmpty() && !Names.fold(name).equals(FIRST);
  }

  public Collection<Person> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  /** The members whose folded names come after one. */
  public Collection<Person> membersAfter(String folded) {
    return Collections.unmodifiableCollection(members.tailMap(folded, false).values());
  }
}
