package parley.server.fanout;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import parley.protocol.Names;
import parley.server.state.Change;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.State;

/**
 * Who is called what and is in which rooms, as far as it is on disk: what reading needs to know, so
 * that it need not wait for the sequencer while a disk stalls. Changed by the fan-out thread alone,
 * read on any.
 */
public final class Directory {
  private final Map<String, String> idsByName = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> roomsOf = new ConcurrentHashMap<>();

  /**
   * @param state only read here, in this constructor
   */
  Directory(State state) {
    for (Person person : state.people()) {
      idsByName.put(Names.fold(person.name()), person.id());
      for (Room room : person.rooms()) {
        enter(person.id(), room.name());
      }
    }
  }

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

  // ---- the fan-out thread -------------------------------------------------------------------

  /** A person's rooms by folded name; may be gone through while they are left. */
  Set<String> rooms(String person) {
    return roomsOf.getOrDefault(person, Set.of());
  }

  private void enter(String person, String room) {
    roomsOf.computeIfAbsent(person, _ -> ConcurrentHashMap.newKeySet(4)).add(Names.fold(room));
  }

  void apply(Change.Lasting change) {
    switch (change) {
      case Change.Came c -> idsByName.put(Names.fold(c.name()), c.person());
      case Change.Named c -> {
        idsByName.remove(Names.fold(c.was()), c.person());
        idsByName.put(Names.fold(c.name()), c.person());
      }
      case Change.Joined c -> enter(c.person(), c.room());
      case Change.Left c -> leave(c.person(), Names.fold(c.room()));
      case Change.Expired c -> {
        idsByName.remove(Names.fold(c.name()), c.person());
        roomsOf.remove(c.person());
      }
      default -> {
        // Changes neither.
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
