package parley.server.decide;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.protocol.Leaving;
import parley.protocol.RoomRole;
import parley.server.state.Change;
import parley.server.state.Person;
import parley.server.state.Room;

/**
 * Who leaves where, in one decision. A room that is empty then, and in which nobody ever spoke,
 * goes with its last member: so what was made for nothing takes nobody's place.
 */
final class Departures {
  /** Who closes such a room, as far as the log tells. */
  static final String BY = "server";

  private final List<Change> changes;

  /** The members that each room loses here, each once. */
  private final Map<Room, Set<String>> leaving = new HashMap<>();

  /**
   * @param changes where they are added
   */
  Departures(List<Change> changes) {
    this.changes = changes;
  }

  void leave(Person person, Room room, Leaving reason) {
    leave(person, room, reason, null, null);
  }

  /**
   * @param by who puts them out, null for nobody
   * @param why what is said about it, null for nothing
   */
  void leave(Person person, Room room, Leaving reason, String by, String why) {
    Set<String> gone = leaving.computeIfAbsent(room, _ -> new HashSet<>());
    if (!gone.add(person.id())) {
      return;
    }
    changes.add(new Change.Left(room.name(), person.id(), person.name(), reason.word(), by, why));
    succeed(person, room);
    if (gone.size() == room.members().size() && room.passes()) {
      changes.add(new Change.RoomClosed(room.name(), BY));
    }
  }

  /** A room that its last owner leaves is its oldest moderator's: somebody rules where one can. */
  private void succeed(Person gone, Room room) {
    if (!RoomKeeping.isLastOwner(room, gone)) {
      return;
    }
    room.members().stream()
        .filter(heir -> room.role(heir.id()) == RoomRole.MODERATOR && !heir.isSuspended())
        .min(Comparator.comparingLong(heir -> room.since(heir.id())))
        .ifPresent(
            heir ->
                changes.add(
                    new Change.RoomRoleGiven(
                        room.name(), heir.id(), heir.name(), RoomRole.OWNER, BY)));
  }

  /** Ends a guest for good: their memberships, then the guest. */
  void expire(Person person, Leaving reason) {
    for (Room room : person.rooms()) {
      leave(person, room, reason);
    }
    changes.add(new Change.Expired(person.id(), person.name(), person.silent() ? true : null));
  }
}
