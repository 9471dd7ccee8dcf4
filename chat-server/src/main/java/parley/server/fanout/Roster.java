package parley.server.fanout;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import parley.protocol.Names;
import parley.server.net.AddressRange;
import parley.server.net.AddressRanges;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Mute;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.State;
import parley.server.state.View;

/**
 * Who is called what, is in which rooms and has which role, and who is muted and banned, as far as
 * it is on disk: what reading needs to know, so that it need not wait for the sequencer while a
 * disk stalls. Changed by the fan-out thread alone, read on any.
 */
public final class Roster implements View {
  private final Map<String, String> idsByName = new ConcurrentHashMap<>();
  private final Set<String> people = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<String>> roomsOf = new ConcurrentHashMap<>();

  private final Set<String> operators = ConcurrentHashMap.newKeySet();

  /** Until when whom is muted; a mute that is over may be among them. */
  private final Map<String, Long> mutes = new ConcurrentHashMap<>();

  private final Map<String, Mute> mutedNetworks = new ConcurrentHashMap<>();
  private final Map<String, Ban> bans = new ConcurrentHashMap<>();
  private final AddressRanges bannedRanges = new AddressRanges();

  /** The rooms that there are, by folded name: the event that made it, 0 for before the start. */
  private final Map<String, Long> made = new ConcurrentHashMap<>();

  /**
   * @param state only read here, in this constructor
   */
  Roster(State state) {
    state.rooms().forEach(room -> made.put(Names.fold(room.name()), 0L));
    for (Person person : state.people()) {
      people.add(person.id());
      idsByName.put(Names.fold(person.name()), person.id());
      for (Room room : person.rooms()) {
        enter(person.id(), room.name());
      }
      if (state.isOperator(person.id())) {
        operators.add(person.id());
      }
      mute(person.id(), state.mutedUntil(person.id()));
    }
    state.mutes().forEach(mute -> mutedNetworks.put(mute.network(), mute));
    state.bans().forEach(this::ban);
  }

  @Override
  public boolean isHere(String person) {
    return people.contains(person);
  }

  @Override
  public boolean isOperator(String person) {
    return operators.contains(person);
  }

  @Override
  public long mutedUntil(String person) {
    return mutes.getOrDefault(person, 0L);
  }

  @Override
  public Mute muteOf(String network) {
    return mutedNetworks.get(network);
  }

  @Override
  public Ban banOfName(String name) {
    return bans.get(Names.fold(name));
  }

  @Override
  public Ban banOf(AddressRange address, long now) {
    return bannedRanges.contain(address) ? Ban.of(address, bans.values(), now) : null;
  }

  @Override
  public boolean isMember(String person, String room) {
    return rooms(person).contains(Names.fold(room));
  }

  /** A person's rooms by folded name, as they are now. */
  public List<String> roomsOf(String person) {
    return List.copyOf(rooms(person));
  }

  /** Whose name it is, an id; null where nobody has it. */
  public String named(String name) {
    return idsByName.get(Names.fold(name));
  }

  /** Whether there is a room of that name. */
  public boolean hasRoom(String room) {
    return made.containsKey(Names.fold(room));
  }

  /** Whether a room that is there was made by an event. */
  public boolean wasMadeBy(long seq, String room) {
    return made.getOrDefault(Names.fold(room), 0L) == seq;
  }

  // ---- the fan-out thread -------------------------------------------------------------------

  /** A person's rooms by folded name; may be gone through while they are left. */
  Set<String> rooms(String person) {
    return roomsOf.getOrDefault(person, Set.of());
  }

  private void enter(String person, String room) {
    roomsOf.computeIfAbsent(person, _ -> ConcurrentHashMap.newKeySet(4)).add(Names.fold(room));
  }

  private void mute(String person, long until) {
    if (until == 0) {
      mutes.remove(person);
    } else {
      mutes.put(person, until);
    }
  }

  private void ban(Ban ban) {
    if (bans.put(ban.target(), ban) == null) {
      ban.range().ifPresent(bannedRanges::add);
    }
  }

  private void unban(String target) {
    Ban ban = bans.remove(target);
    if (ban != null) {
      ban.range().ifPresent(bannedRanges::remove);
    }
  }

  void apply(Entry entry) {
    switch (entry.change()) {
      case Change.Came c -> {
        people.add(c.person());
        idsByName.put(Names.fold(c.name()), c.person());
      }
      case Change.Named c -> {
        idsByName.remove(Names.fold(c.was()), c.person());
        idsByName.put(Names.fold(c.name()), c.person());
      }
      case Change.Joined c -> {
        enter(c.person(), c.room());
        made.putIfAbsent(Names.fold(c.room()), entry.seq());
      }
      case Change.RoomClosed c -> made.remove(Names.fold(c.room()));
      case Change.Left c -> leave(c.person(), Names.fold(c.room()));
      case Change.Expired c -> {
        people.remove(c.person());
        idsByName.remove(Names.fold(c.name()), c.person());
        roomsOf.remove(c.person());
        operators.remove(c.person());
        mutes.remove(c.person());
      }
      case Change.OperatorSet c -> {
        if (c.operator()) {
          operators.add(c.person());
        } else {
          operators.remove(c.person());
        }
      }
      case Change.Muted c -> {
        mute(c.person(), c.end());
        c.mutes(entry.at()).forEach(mute -> mutedNetworks.put(mute.network(), mute));
      }
      case Change.Unmuted c -> {
        mute(c.person(), 0);
        mutedNetworks.values().removeIf(mute -> mute.person().equals(c.person()));
      }
      case Change.NetworkUnmuted c -> mutedNetworks.remove(c.network());
      case Change.Banned c -> ban(c.ban(entry.at()));
      case Change.Unbanned c -> unban(c.target());
      case Change.Said _,
          Change.Edited _,
          Change.Deleted _,
          Change.Reacted _,
          Change.TopicSet _,
          Change.Renamed _,
          Change.Read _,
          Change.Dropped _,
          Change.Forgotten _ -> {
        // Changes none of it.
      }
    }
  }

  private void leave(String person, String folded) {
    roomsOf.computeIfPresent(
        person,
        (_, rooms) -> {
          rooms.remove(folded);
          return rooms.isEmpty() ? null : rooms;
        });
  }
}
